//! A support desk as a Model Context Protocol server: nine tools of the kinds that such servers have.

mod desk;
mod error;
mod export;
mod orders;
mod parameters;

use machineid_guard::frameworks::rmcp_3::in_band;
use rmcp::ErrorData;
use rmcp::model::CallToolResult;

// The model reads a result, and not the protocol's errors.
machineid_guard::denials! {
    -> Result<CallToolResult, ErrorData> => in_band,
}

pub use desk::SupportDesk;
pub use error::DeskError;
pub use orders::{Order, Orders};
