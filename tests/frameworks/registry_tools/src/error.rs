//! What a tool can answer instead of a result.

use machineid_guard::Denied;

/// An error of a tool. The model is told its text.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// The arguments do not fit.
    #[error("these arguments do not fit: {0}")]
    Arguments(#[from] serde_json::Error),
    /// There is no such tool.
    #[error("there is no tool {0:?}")]
    NoSuchTool(String),
    /// The tool ran, and failed.
    #[error("{0}")]
    Failed(String),
    /// The boundary said no.
    #[error("{}", .0.agent_message())]
    Denied(#[from] Denied),
}
