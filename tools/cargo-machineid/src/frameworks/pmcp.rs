//! pmcp.

use super::attribute::{Below, Macro};
use super::conversions::{By, Conversion, Returns};
use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::Pmcp,
    crates: &["pmcp", "pmcp_macros"],
    macros: &[
        Macro { name: "mcp_tool", around: &["mcp_server", "tool_router"], below: Below::Kept },
        Macro { name: "tool", around: &["tool_router"], below: Below::Kept },
    ],
    structs: &[],
    traits: &[("ToolHandler", &["handle"])],
    conversions: &[Conversion {
        returns: Returns::Error("Error"),
        by: &[By::Closure("|denied| {error}::internal(denied.agent_message())")],
        note: None,
    }],
    own_errors: &[],
};
