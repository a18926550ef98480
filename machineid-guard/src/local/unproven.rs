//! What `prove_denied` says where it did not prove it.

use std::fmt;

use super::tool_trial::ToolTrial;

/// Not every tool is stopped by a disabled organisation.
///
/// The text lists every tool with what was seen; so does `Debug`, for a test that ends in `?` or `unwrap`.
pub struct Unproven {
    tools: usize,
    not_stopped: usize,
    lines: Vec<String>,
}

impl Unproven {
    /// No tools prove nothing.
    pub(super) fn unless_all_are_stopped(trials: &[ToolTrial]) -> Result<(), Self> {
        let not_stopped = trials.iter().filter(|trial| !trial.is_stopped()).count();
        if not_stopped == 0 && !trials.is_empty() {
            return Ok(());
        }
        Err(Self { tools: trials.len(), not_stopped, lines: trials.iter().map(ToolTrial::line).collect() })
    }
}

impl fmt::Display for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.tools == 0 {
            return f.write_str("no tool was called: the framework's list is empty");
        }
        write!(f, "{} of {} tools are not proven to be stopped:", self.not_stopped, self.tools)?;
        self.lines.iter().try_for_each(|line| write!(f, "\n  {line}"))
    }
}

impl fmt::Debug for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Unproven {}
