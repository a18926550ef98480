//! Shared pieces of the tests.

pub mod built_examples;
pub mod child;
pub mod ends_of_processes;
pub mod log_capture;
pub mod log_lines;
pub mod pages;
pub mod played;
pub mod preloaded;
pub mod scripted;
pub mod side_workspace;
pub mod tls;
#[cfg(unix)]
pub mod unix_socket;
pub mod unsafe_functions;
pub mod wire_faults;
