//! A research assistant's tools as trait objects in a registry, the shape that most agent frameworks
//! have in common (adk, autoagents, langchain and their kin): nine of them.

mod error;
mod notebook;
mod outside;
mod reading;
mod registry;
mod writing;

pub use error::ToolError;
pub use notebook::Notebook;
pub use registry::{Registry, Tool};

use std::sync::Arc;

/// Every tool of the assistant.
pub fn assistant(notebook: &Arc<Notebook>) -> Registry {
    let mut registry = Registry::default();
    registry.register(reading::SearchWeb::new(notebook));
    registry.register(reading::ReadPage::new(notebook));
    registry.register(reading::Calculate::new(notebook));
    registry.register(writing::WriteNote::new(notebook));
    registry.register(writing::ListNotes::new(notebook));
    registry.register(writing::Translate::new(notebook, writing::Upside));
    registry.register(outside::RunCommand::new(notebook));
    registry.register(outside::SendMail::new(notebook));
    registry.register(outside::Subscribe::new(notebook));
    registry
}
