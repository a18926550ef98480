//! rmcp, the official SDK of the Model Context Protocol.

use super::attribute::{Below, Macro};
use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::Rmcp,
    crates: &["rmcp", "rmcp_macros"],
    macros: &[Macro { name: "tool", around: &["tool_router", "tool_box"], below: Below::Kept }],
    structs: &[],
    traits: &[("SyncTool", &["invoke"]), ("AsyncTool", &["invoke"])],
};
