//! Reading and writing things down.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use machineid_guard::guarded_tool;
use rig_core::rig_tool;
use rig_core::tool::{PortableTool, ToolExecutionError};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::WorkshopError;
use crate::ledger::ledger;

/// Reports what is in stock.
#[guarded_tool]
#[rig_tool(name = "stock-report")]
pub async fn stock_report() -> Result<Value, ToolExecutionError> {
    ledger().write("stock report");
    Ok(json!({ "bell": 3, "chain": 1, "saddle": 0 }))
}

/// Adds a column of numbers.
#[guarded_tool]
#[rig_tool(params(numbers = "The column"))]
pub fn tally(numbers: Vec<u32>) -> Result<u32, ToolExecutionError> {
    ledger().write("tally");
    Ok(total(numbers))
}

fn total<N: Into<u32>>(numbers: impl IntoIterator<Item = N>) -> u32 {
    numbers.into_iter().map(Into::into).sum()
}

/// Appends lines to wherever the workshop keeps them.
#[derive(Debug)]
pub struct Archive<W> {
    place: Mutex<W>,
}

impl<W> Archive<W> {
    /// An archive in this place.
    pub fn to(place: W) -> Self {
        Self { place: Mutex::new(place) }
    }
}

#[derive(Debug, Deserialize)]
pub struct Entry {
    line: String,
}

impl<W: Write + Send + 'static> PortableTool for Archive<W> {
    const NAME: &'static str = "archive";
    type Args = Entry;
    type Output = ();
    type Error = WorkshopError;

    fn description(&self) -> String {
        "Appends a line to the archive".into()
    }

    fn parameters(&self) -> Value {
        json!({ "type": "object", "properties": { "line": { "type": "string" } }, "required": ["line"] })
    }

    #[guarded_tool(name = "archive")]
    async fn call(&self, Entry { line }: Entry) -> Result<(), WorkshopError> {
        ledger().write(&line);
        writeln!(self.place.lock().unwrap_or_else(PoisonError::into_inner), "{line}")?;
        Ok(())
    }
}
