//! Guarded tools, called as an agent's loop calls them: through a `ToolSet`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attribute_order;
mod call;
mod gated_set;
mod gated_tool;
mod workshop;

type TestResult = Result<(), Box<dyn std::error::Error>>;
