//! Tools that write into the notebook.

use std::sync::Arc;

use async_trait::async_trait;
use machineid_guard::guarded_tools;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ToolError;
use crate::notebook::Notebook;
use crate::registry::Tool;

#[derive(Deserialize)]
struct Text {
    text: String,
}

pub(crate) struct WriteNote(Arc<Notebook>);

impl WriteNote {
    pub(crate) fn new(notebook: &Arc<Notebook>) -> Self {
        Self(Arc::clone(notebook))
    }
}

#[guarded_tools(fns(execute), name = self.name())]
#[async_trait]
impl Tool for WriteNote {
    fn name(&self) -> &'static str {
        "write_note"
    }

    fn description(&self) -> &'static str {
        "Writes a note"
    }

    async fn execute(&self, arguments: Value) -> Result<Value, ToolError> {
        let Text { text } = serde_json::from_value(arguments)?;
        Ok(json!({ "notes": self.0.write(text) }))
    }
}

pub(crate) struct ListNotes(Arc<Notebook>);

impl ListNotes {
    pub(crate) fn new(notebook: &Arc<Notebook>) -> Self {
        Self(Arc::clone(notebook))
    }
}

#[guarded_tools(fns(execute), name = self.name())]
#[async_trait]
impl Tool for ListNotes {
    fn name(&self) -> &'static str {
        "list_notes"
    }

    fn description(&self) -> &'static str {
        "Lists all notes"
    }

    async fn execute(&self, _arguments: Value) -> Result<Value, ToolError> {
        let notes = self.0.lines();
        self.0.write("listed the notes");
        Ok(json!(notes))
    }
}

/// Something that translates.
pub(crate) trait Dictionary: Send + Sync {
    fn translate(&self, text: &str) -> String;
}

/// Turns everything round.
pub(crate) struct Upside;

impl Dictionary for Upside {
    fn translate(&self, text: &str) -> String {
        text.chars().rev().collect()
    }
}

pub(crate) struct Translate<D> {
    notebook: Arc<Notebook>,
    dictionary: D,
}

impl<D> Translate<D> {
    pub(crate) fn new(notebook: &Arc<Notebook>, dictionary: D) -> Self {
        Self { notebook: Arc::clone(notebook), dictionary }
    }
}

#[guarded_tools(fns(execute), name = self.name())]
#[async_trait]
impl<D: Dictionary> Tool for Translate<D> {
    fn name(&self) -> &'static str {
        "translate"
    }

    fn description(&self) -> &'static str {
        "Translates a text"
    }

    async fn execute(&self, arguments: Value) -> Result<Value, ToolError> {
        let Text { text } = serde_json::from_value(arguments)?;
        let translated = self.dictionary.translate(&text);
        self.notebook.write(&translated);
        Ok(json!(translated))
    }
}
