//! rmcp, the official SDK of the Model Context Protocol.

use super::attribute::{Below, Macro};
use super::conversions::{By, Conversion, Returns};
use super::{Description, Framework};

/// The model reads a result, and not the protocol's errors.
const IN_BAND: &str = "|denied| Ok({ok}::error(vec![{crate}::model::Content::text(denied.agent_message())]))";

const GATE: &str =
    "the model reads no protocol error: put a `GatedServer` around what is served, or return an error of your own";

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::Rmcp,
    crates: &["rmcp", "rmcp_macros"],
    macros: &[Macro { name: "tool", around: &["tool_router", "tool_box"], below: Below::Kept }],
    structs: &[],
    traits: &[("SyncTool", &["invoke"]), ("AsyncTool", &["invoke"])],
    conversions: &[
        Conversion {
            returns: Returns::Both("CallToolResult", "ErrorData"),
            by: &[By::AdaptersFunction("in_band"), By::Closure(IN_BAND)],
        },
        Conversion { returns: Returns::Both("CallToolResult", "Error"), by: &[By::Closure(IN_BAND)] },
        Conversion {
            returns: Returns::Value("CallToolResult"),
            by: &[
                By::Adapter,
                By::Closure("|denied| {value}::error(vec![{crate}::model::Content::text(denied.agent_message())])"),
            ],
        },
        Conversion { returns: Returns::Error("ErrorData"), by: &[By::ByHand(GATE)] },
        Conversion { returns: Returns::Value("Json"), by: &[By::ByHand(GATE)] },
    ],
    own_errors: &[],
};
