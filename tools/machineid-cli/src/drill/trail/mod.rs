//! Audit trails, as `machineid_guard::AuditFile` writes them, read while they grow.

mod file;
mod line;
mod numbers;
mod run;
mod strange;
mod trails;

pub(super) use file::FileId;
#[cfg(target_os = "linux")]
pub(super) use file::file_id;
pub(super) use line::{Decision, Event, Line};
pub(super) use run::Run;
pub(super) use trails::Trails;
