//! autoagents: the attribute describes a struct, and its `ToolRuntime` acts.

use super::conversions::{By, Conversion, Returns};
use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::AutoAgents,
    crates: &["autoagents", "autoagents_core", "autoagents_derive"],
    macros: &[],
    structs: &[],
    traits: &[("ToolRuntime", &["execute"])],
    conversions: &[Conversion {
        returns: Returns::Error("ToolCallError"),
        by: &[By::Closure("|denied| {error}::RuntimeError(denied.agent_message().into())")],
        note: None,
    }],
    own_errors: &[],
};
