//! Tools whose effects leave the house.

use std::sync::Arc;

use async_trait::async_trait;
use machineid_guard::{guarded_tool, side_effect};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::ToolError;
use crate::notebook::Notebook;
use crate::registry::Tool;

pub(crate) struct RunCommand(Arc<Notebook>);

impl RunCommand {
    pub(crate) fn new(notebook: &Arc<Notebook>) -> Self {
        Self(Arc::clone(notebook))
    }

    /// Calls back with each line of the output.
    async fn stream(&self, command: &str, mut on_line: impl FnMut(String) + Send) {
        self.0.write(format!("ran {command}"));
        for number in 1..=3 {
            tokio::task::yield_now().await;
            on_line(format!("line {number}"));
        }
    }
}

#[derive(Deserialize)]
struct Command {
    command: String,
}

#[async_trait]
impl Tool for RunCommand {
    fn name(&self) -> &'static str {
        "run_command"
    }

    fn description(&self) -> &'static str {
        "Runs a command"
    }

    #[guarded_tool(name = self.name())]
    async fn execute(&self, arguments: Value) -> Result<Value, ToolError> {
        let Command { command } = serde_json::from_value(arguments)?;
        let mut lines = Vec::new();
        self.stream(&command, |line| lines.push(line)).await;
        Ok(json!({ "output": lines.join("\n") }))
    }
}

pub(crate) struct SendMail(Arc<Notebook>);

impl SendMail {
    pub(crate) fn new(notebook: &Arc<Notebook>) -> Self {
        Self(Arc::clone(notebook))
    }
}

#[derive(Deserialize)]
struct Mail {
    to: String,
}

#[async_trait]
impl Tool for SendMail {
    fn name(&self) -> &'static str {
        "send_mail"
    }

    fn description(&self) -> &'static str {
        "Sends a mail"
    }

    #[side_effect(surface = "email", name = self.name())]
    async fn execute(&self, arguments: Value) -> Result<Value, ToolError> {
        let Mail { to } = serde_json::from_value(arguments)?;
        self.0.write(format!("mailed {to}"));
        Ok(Value::Null)
    }
}

pub(crate) struct Subscribe(Arc<Notebook>);

impl Subscribe {
    pub(crate) fn new(notebook: &Arc<Notebook>) -> Self {
        Self(Arc::clone(notebook))
    }
}

#[async_trait]
impl Tool for Subscribe {
    fn name(&self) -> &'static str {
        "subscribe"
    }

    fn description(&self) -> &'static str {
        "Takes out a paid subscription"
    }

    #[side_effect(surface = "payments", name = self.name())]
    async fn execute(&self, _arguments: Value) -> Result<Value, ToolError> {
        self.0.write("subscribed");
        Ok(json!("subscribed"))
    }
}
