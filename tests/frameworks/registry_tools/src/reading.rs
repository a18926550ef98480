//! Tools that only look.

use std::sync::Arc;

use async_trait::async_trait;
use machineid_guard::guarded_tool;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ToolError;
use crate::notebook::Notebook;
use crate::registry::Tool;

pub(crate) struct SearchWeb(Arc<Notebook>);

impl SearchWeb {
    pub(crate) fn new(notebook: &Arc<Notebook>) -> Self {
        Self(Arc::clone(notebook))
    }
}

#[derive(Deserialize)]
struct Search {
    query: String,
}

#[async_trait]
impl Tool for SearchWeb {
    fn name(&self) -> &'static str {
        "search_web"
    }

    fn description(&self) -> &'static str {
        "Searches the web"
    }

    #[guarded_tool(name = self.name())]
    async fn execute(&self, arguments: Value) -> Result<Value, ToolError> {
        let Search { query } = serde_json::from_value(arguments)?;
        tokio::task::yield_now().await;
        self.0.write(format!("searched {query}"));
        Ok(json!({ "results": [format!("all about {query}")] }))
    }
}

pub(crate) struct ReadPage(Arc<Notebook>);

impl ReadPage {
    pub(crate) fn new(notebook: &Arc<Notebook>) -> Self {
        Self(Arc::clone(notebook))
    }
}

#[derive(Deserialize)]
struct Page {
    url: String,
}

#[async_trait]
impl Tool for ReadPage {
    fn name(&self) -> &'static str {
        "read_page"
    }

    fn description(&self) -> &'static str {
        "Reads a page"
    }

    #[guarded_tool(name = self.name())]
    async fn execute(&self, arguments: Value) -> Result<Value, ToolError> {
        let Page { url } = serde_json::from_value(arguments)?;
        if !url.starts_with("https://") {
            return Err(ToolError::Failed(format!("{url} is not a page")));
        }
        self.0.write(format!("read {url}"));
        Ok(json!("a page"))
    }
}

pub(crate) struct Calculate(Arc<Notebook>);

impl Calculate {
    pub(crate) fn new(notebook: &Arc<Notebook>) -> Self {
        Self(Arc::clone(notebook))
    }

    fn sum(&self, numbers: &[f64]) -> f64 {
        self.0.write(format!("added {numbers:?}"));
        numbers.iter().sum()
    }
}

#[async_trait]
impl Tool for Calculate {
    fn name(&self) -> &'static str {
        "calculate"
    }

    fn description(&self) -> &'static str {
        "Adds numbers"
    }

    #[guarded_tool(name = self.name())]
    async fn execute(&self, arguments: Value) -> Result<Value, ToolError> {
        let numbers: Vec<f64> = serde_json::from_value(arguments)?;
        Ok(json!(self.sum(&numbers)))
    }
}
