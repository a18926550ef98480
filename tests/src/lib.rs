//! Shared pieces of the tests.

pub mod built_examples;
pub mod child;
pub mod log_capture;
pub mod played;
pub mod scripted;
pub mod side_workspace;
pub mod tls;
pub mod unsafe_functions;
