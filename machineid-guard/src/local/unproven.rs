//! What `prove_denied` says where it did not prove it.

use std::fmt;

use super::tool_trial::ToolTrial;

/// Not every tool is stopped by a disabled organisation.
///
/// The text lists each tool that is not proven to be stopped with what was seen, and counts the others; so does
/// `Debug`, for a test that ends in `?` or `unwrap`.
pub struct Unproven {
    tools: usize,
    faults: Vec<String>,
}

impl Unproven {
    /// No tools prove nothing.
    pub(super) fn unless_all_are_stopped(trials: &[ToolTrial]) -> Result<(), Self> {
        let (not_reached, called): (Vec<_>, Vec<_>) = trials.iter().partition(|trial| trial.was_not_reached());
        let faults: Vec<String> = called.into_iter().chain(not_reached).filter_map(ToolTrial::fault).collect();
        if faults.is_empty() && !trials.is_empty() {
            return Ok(());
        }
        Err(Self { tools: trials.len(), faults })
    }
}

impl fmt::Display for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.tools == 0 {
            return f.write_str("no tool was called: the framework's list is empty");
        }
        write!(f, "{} of {} tools are not proven to be stopped:", self.faults.len(), self.tools)?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))?;
        match self.tools - self.faults.len() {
            0 => Ok(()),
            stopped => write!(f, "\n  stopped: {stopped}"),
        }
    }
}

impl fmt::Debug for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Unproven {}
