//! Guarded trait objects, called through their registry.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod assistant;
mod other_shapes;
mod wrapped;

type TestResult = Result<(), Box<dyn std::error::Error>>;
