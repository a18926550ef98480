//! One tool behind a gate, for every release of rig.

use std::error::Error;
use std::fmt;

use crate::denied::Denied;
use crate::frameworks::Gate;

/// A tool that is the tool inside of it, with a question in front of each call: the same name, definition, arguments
/// and output. It asks when the arguments have been read, right before the tool's own `call`.
#[derive(Clone)]
pub struct Gated<T> {
    pub(in crate::frameworks) tool: T,
    gate: Gate,
}

impl<T> Gated<T> {
    /// Puts the gate in front of the tool.
    pub fn new(tool: T, gate: &Gate) -> Self {
        Self { tool, gate: gate.clone() }
    }

    /// Asks for one call of the tool, which has this name.
    pub(in crate::frameworks) async fn ask<E>(&self, name: &str) -> Result<(), GatedError<E>> {
        self.gate.check(name).ask().await.map_err(GatedError::Denied)
    }
}

impl<T> fmt::Debug for Gated<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gated").field("gate", &self.gate).finish_non_exhaustive()
    }
}

/// The error of a [`Gated`] tool.
#[derive(Debug)]
#[non_exhaustive]
pub enum GatedError<E> {
    /// The boundary said no, and the tool did not run. It is shown as [`Denied::agent_message`].
    Denied(Denied),
    /// The tool ran, and this is its own error. It is shown as it is.
    Tool(E),
}

impl<E: fmt::Display> fmt::Display for GatedError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied(denied) => f.write_str(&denied.agent_message()),
            Self::Tool(error) => error.fmt(f),
        }
    }
}

impl<E: Error + 'static> Error for GatedError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Denied(denied) => Some(denied),
            Self::Tool(error) => error.source(),
        }
    }
}
