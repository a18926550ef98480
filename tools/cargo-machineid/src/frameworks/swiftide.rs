//! swiftide.

use super::attribute::{Below, Macro};
use super::conversions::{By, Conversion, Returns};
use super::structs::OnStruct;
use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::Swiftide,
    crates: &["swiftide", "swiftide_macros", "swiftide_core", "swiftide_agents"],
    macros: &[Macro { name: "tool", around: &[], below: Below::Dropped }],
    structs: &[OnStruct { name: "tool", derive: Some("Tool"), doors: &[] }],
    traits: &[("Tool", &["invoke"])],
    conversions: &[Conversion {
        // Its agent tries an error again.
        returns: Returns::Both("ToolOutput", "ToolError"),
        by: &[By::Closure("|denied| Ok({ok}::fail(denied.agent_message()))")],
        note: None,
    }],
    own_errors: &[],
};
