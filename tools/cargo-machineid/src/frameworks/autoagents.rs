//! autoagents: the attribute describes a struct, and its `ToolRuntime` acts.

use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::AutoAgents,
    crates: &["autoagents", "autoagents_core", "autoagents_derive"],
    macros: &[],
    structs: &[],
    traits: &[("ToolRuntime", &["execute"])],
};
