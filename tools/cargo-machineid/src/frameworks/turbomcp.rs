//! turbomcp.

use super::attribute::{Below, Macro};
use super::conversions::{By, Conversion, Returns};
use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::TurboMcp,
    crates: &["turbomcp", "turbomcp_macros", "turbomcp_server"],
    macros: &[Macro { name: "tool", around: &["server"], below: Below::Kept }],
    structs: &[],
    traits: &[("ToolHandler", &["handle", "call"])],
    conversions: &[Conversion {
        returns: Returns::Error("McpError"),
        by: &[By::Closure("|denied| {error}::internal(denied.agent_message())")],
        note: None,
    }],
    own_errors: &[],
};
