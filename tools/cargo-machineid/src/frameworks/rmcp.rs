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
            note: None,
        },
        Conversion { returns: Returns::Both("CallToolResult", "Error"), by: &[By::Closure(IN_BAND)], note: None },
        Conversion {
            returns: Returns::Value("CallToolResult"),
            by: &[
                By::Adapter,
                By::Closure("|denied| {value}::error(vec![{crate}::model::Content::text(denied.agent_message())])"),
            ],
            note: None,
        },
        Conversion {
            returns: Returns::Error("ErrorData"),
            by: &[By::Adapter, By::Closure("|denied| {error}::internal_error(denied.agent_message(), None)")],
            note: Some(
                "the model does not read rmcp's protocol errors, which tools of yours return: a `GatedServer` around what is \
                 served, in place of their attributes, or an error of your own answers where it reads (docs/adopt.md, rmcp)",
            ),
        },
        Conversion { returns: Returns::Value("Json"), by: &[By::Hand(GATE)], note: None },
    ],
    own_errors: &[],
};
