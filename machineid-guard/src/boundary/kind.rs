use std::fmt;

use serde::Serialize;

/// When in the work a boundary asks. The names are the ones that the official guides use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BoundaryKind {
    /// `startup`: before the process takes any work.
    Startup,
    /// `before_tool_call`: an agent's model asked for a tool.
    #[serde(rename = "before_tool_call")]
    ToolCall,
    /// `before_side_effect`: right before an action that cannot be taken back.
    #[serde(rename = "before_side_effect")]
    SideEffect,
    /// `before_resume`: before paused or delayed work goes on.
    #[serde(rename = "before_resume")]
    Resume,
    /// `checkpoint`: before a loop inside long work goes round again.
    Checkpoint,
    /// `in_flight`: while the body of a guarded function was already running.
    InFlight,
}

impl BoundaryKind {
    /// The stable name, as it stands in logs and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Startup => "startup",
            Self::ToolCall => "before_tool_call",
            Self::SideEffect => "before_side_effect",
            Self::Resume => "before_resume",
            Self::Checkpoint => "checkpoint",
            Self::InFlight => "in_flight",
        }
    }
}

impl fmt::Display for BoundaryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
