//! Written for whichever release of rig `crate::rig` is, and its adapter.

mod gated;
mod tools;

type TestResult = Result<(), Box<dyn std::error::Error>>;
