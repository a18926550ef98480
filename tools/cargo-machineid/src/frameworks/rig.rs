//! rig.

use super::attribute::{Below, Macro};
use super::conversions::{By, Conversion, OwnErrors, Returns};
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
    conversions: &[
        Conversion {
            returns: Returns::Error("ToolError"),
            by: &[By::Closure("|denied| {error}::ToolCallError(denied.agent_message().into())")],
            note: None,
        },
        Conversion {
            returns: Returns::Error("ToolExecutionError"),
            by: &[By::Adapter, By::Closure("|denied| {error}::refused(denied.agent_message())")],
            note: None,
        },
    ],
    own_errors: &[OwnErrors {
        feature: "rig-0-44",
        note: "rig shows the model an error of your own as \"the tool failed\": write `.denials_as_refusals()` behind the tool set, once, with `use machineid_guard::frameworks::rig_0_44::GateToolSet;`",
    }],
};
