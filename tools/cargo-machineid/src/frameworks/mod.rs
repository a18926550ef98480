//! Where the tools are, for each framework: one file each.

mod acting;
mod adk;
mod attribute;
mod autoagents;
mod axum;
mod conversions;
mod declared;
mod description;
mod dispatch;
mod doubles;
mod handler;
mod implementations;
mod langchain;
mod llm_tool;
mod made_by_macro;
mod own_trait;
mod pmcp;
mod registered;
mod rig;
mod rmcp;
mod routes;
mod rust_mcp_sdk;
mod structs;
mod swiftide;
mod tool;
mod turbomcp;

use crate::source::{Calls, Items, Module};
use crate::workspace::{Package, TargetKind};

use self::declared::Declared;
use self::description::Description;

pub(crate) use self::attribute::Below;
pub(crate) use self::conversions::{Line, Looked, Needed, absolute, conversion, own_errors};
pub(crate) use self::routes::{InUse, in_use};
pub(crate) use self::tool::{Called, Hint, Marked, Tool};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Framework {
    Rmcp,
    Rig,
    Swiftide,
    LlmTool,
    TurboMcp,
    Pmcp,
    AutoAgents,
    Adk,
    Langchain,
    RustMcpSdk,
    Axum,
    /// A trait of the codebase.
    Own,
    /// A choice by name: a `match`, or a map.
    Dispatch,
    /// One of several whose macros are called the same.
    Unclear,
}

impl Framework {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rmcp => "rmcp",
            Self::Rig => "rig",
            Self::Swiftide => "swiftide",
            Self::LlmTool => "llm-tool",
            Self::TurboMcp => "turbomcp",
            Self::Pmcp => "pmcp",
            Self::AutoAgents => "autoagents",
            Self::Adk => "adk",
            Self::RustMcpSdk => "rust-mcp-sdk",
            Self::Langchain => "langchain-rust",
            Self::Axum => "axum",
            Self::Own => "own-trait",
            Self::Dispatch => "dispatch",
            Self::Unclear => "unclear",
        }
    }
}

const FRAMEWORKS: [&Description; 10] = [
    &rmcp::DESCRIPTION,
    &rig::DESCRIPTION,
    &swiftide::DESCRIPTION,
    &llm_tool::DESCRIPTION,
    &turbomcp::DESCRIPTION,
    &pmcp::DESCRIPTION,
    &autoagents::DESCRIPTION,
    &adk::DESCRIPTION,
    &langchain::DESCRIPTION,
    &rust_mcp_sdk::DESCRIPTION,
];

/// What the frameworks look into: one crate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) items: &'a Items<'a>,
    pub(crate) calls: &'a Calls,
    pub(crate) package: &'a Package,
    pub(crate) kind: TargetKind,
    /// The files that it is read from.
    pub(crate) files: &'a [Module],
}

/// Every tool of one crate.
pub(crate) fn tools(scene: Scene<'_>) -> Vec<Tool<'_>> {
    let mut tools = Vec::new();
    attribute::tools(scene, &FRAMEWORKS, &mut tools);
    for framework in FRAMEWORKS.into_iter().filter(|it| it.is_dependency(scene)) {
        for kind in framework.structs {
            structs::tools(scene, framework.framework, kind, &mut tools);
        }
        implementations::of_framework(scene, framework, &mut tools);
    }
    own_trait::tools(scene, &mut tools);
    doubles::taken_out(&mut tools);
    made_by_macro::tools(scene, &mut tools);
    made_by_macro::hidden(scene, &FRAMEWORKS, &mut tools);
    let declared = Declared::of(scene.items);
    dispatch::tools(scene, &declared, &mut tools);
    registered::tools(scene, &declared, &mut tools);
    axum::tools(scene, &declared, &mut tools);
    handler::tools(scene, &mut tools);
    tools
}
