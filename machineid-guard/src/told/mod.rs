//! What others get to see of each check: a tracing span, the hooks of `on_decision`, the audit file.
//!
//! None of it decides anything. A subscriber or a hook that panics changes nothing.

mod audit_file;
mod hooks;
mod observation;
mod span;
mod trail_writer;

pub use audit_file::{AuditFile, AuditIncomplete};
pub use observation::Observation;

#[cfg(feature = "local")]
pub(crate) use hooks::Hook;
pub(crate) use hooks::Hooks;
pub(crate) use observation::Effort;
pub(crate) use span::CheckSpan;
