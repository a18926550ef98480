//! What can go wrong at the desk.

use machineid_guard::Denied;
use rmcp::ErrorData;
use rmcp::handler::server::tool::IntoCallToolResult;
use rmcp::model::{CallToolResponse, CallToolResult, ContentBlock};

/// An error that the model is told about.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is no such order.
    #[error("there is no order {0}")]
    NoSuchOrder(u64),
    /// The order is closed.
    #[error("order {0} is closed")]
    Closed(u64),
    /// An export failed.
    #[error("the export failed: {0}")]
    Export(#[from] serde_json::Error),
    /// The boundary said no.
    #[error("{}", .0.agent_message())]
    Denied(#[from] Denied),
}

impl IntoCallToolResult for DeskError {
    fn into_call_tool_result(self) -> Result<CallToolResponse, ErrorData> {
        Ok(CallToolResult::error(vec![ContentBlock::text(self.to_string())]).into())
    }
}
