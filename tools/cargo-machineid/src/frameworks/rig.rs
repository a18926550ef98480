//! rig.

use super::attribute::{Below, Macro};
use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::Rig,
    crates: &["rig", "rig_core", "rig_derive", "rig_agent"],
    macros: &[
        Macro { name: "rig_tool", around: &[], below: Below::Kept },
        Macro { name: "tool_macro", around: &[], below: Below::Kept },
    ],
    structs: &[],
    traits: &[("Tool", &["call"]), ("PortableTool", &["call"]), ("ToolDyn", &["call"])],
};
