//! llm-tool.

use super::attribute::{Below, Macro};
use super::conversions::{By, Conversion, Returns};
use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::LlmTool,
    crates: &["llm_tool", "llm_tool_macros"],
    macros: &[
        Macro { name: "llm_tool", around: &[], below: Below::Dropped },
        Macro { name: "tool", around: &[], below: Below::Dropped },
    ],
    structs: &[],
    traits: &[("RustTool", &["call"]), ("Tool", &["call"])],
    conversions: &[Conversion {
        returns: Returns::Error("ToolError"),
        by: &[By::Closure("|denied| {error}::new(denied.agent_message())")],
        note: None,
    }],
    own_errors: &[],
};
