//! Written for whichever release of rmcp `crate::rmcp` is, and its adapter.

mod attributes;
mod conversation;
mod gated_server;

type TestResult = Result<(), Box<dyn std::error::Error>>;
