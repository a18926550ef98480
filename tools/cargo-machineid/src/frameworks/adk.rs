//! adk-rust.

use super::attribute::{Below, Macro};
use super::conversions::{By, Conversion, Returns};
use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::Adk,
    crates: &["adk_rust", "adk_core", "adk_tool", "adk_macros"],
    macros: &[Macro { name: "tool", around: &[], below: Below::Kept }],
    structs: &[],
    traits: &[("Tool", &["execute"])],
    conversions: &[Conversion {
        returns: Returns::Error("AdkError"),
        by: &[By::Closure("|denied| {error}::tool(denied.agent_message())")],
        note: None,
    }],
    own_errors: &[],
};
