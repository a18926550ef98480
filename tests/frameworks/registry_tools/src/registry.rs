//! The trait, and where its objects are kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::{Value, json};

use crate::error::ToolError;

/// Something that a model can call.
#[async_trait]
pub trait Tool: Send + Sync {
    /// What the model calls it by.
    fn name(&self) -> &str;

    /// What the model is told about it.
    fn description(&self) -> &str;

    /// The JSON schema of its arguments.
    fn parameters(&self) -> Value {
        json!({ "type": "object" })
    }

    /// Runs it.
    async fn execute(&self, arguments: Value) -> Result<Value, ToolError>;
}

/// The tools of one agent.
#[derive(Clone, Default)]
pub struct Registry(BTreeMap<String, Arc<dyn Tool>>);

impl Registry {
    /// Adds a tool under its own name.
    pub fn register(&mut self, tool: impl Tool + 'static) {
        self.0.insert(tool.name().to_owned(), Arc::new(tool));
    }

    /// The names of all tools.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Runs the tool that a model called.
    pub async fn call(&self, name: &str, arguments: Value) -> Result<Value, ToolError> {
        let tool = self.0.get(name).ok_or_else(|| ToolError::NoSuchTool(name.to_owned()))?;
        tool.execute(arguments).await
    }
}
