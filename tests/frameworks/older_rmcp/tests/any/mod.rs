//! Written for whichever release of rmcp `crate::rmcp` is, and its adapter.

mod attributes;
pub(crate) mod conversation;
mod gated_server;

pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;
