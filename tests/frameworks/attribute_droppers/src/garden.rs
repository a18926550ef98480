//! A garden's tools for an agent on swiftide: eight of them.

use std::fmt::Display;

use machineid_guard::{Denied, guarded_tool, side_effect};
use swiftide::chat_completion::errors::ToolError;
use swiftide::chat_completion::{Tool, ToolOutput};
use swiftide::traits::AgentContext;

use crate::logbook::logbook;

type ToolResult = Result<ToolOutput, ToolError>;

fn done(what: impl Display) -> ToolResult {
    let number = logbook().write(what.to_string());
    Ok(ToolOutput::text(format!("{number}: {what}")))
}

/// Read by the model. An error would be tried again by the agent.
fn refused(denied: Denied) -> ToolResult {
    Ok(ToolOutput::fail(denied.agent_message()))
}

#[guarded_tool(on_denied = refused)]
#[swiftide::tool(description = "Reads the soil's moisture")]
async fn read_moisture(_context: &dyn AgentContext) -> ToolResult {
    tokio::task::yield_now().await;
    done(42)
}

#[guarded_tool(on_denied = refused)]
#[swiftide::tool(description = "Waters a bed", param(name = "bed", description = "which bed"))]
async fn water_bed(_context: &dyn AgentContext, bed: &str) -> ToolResult {
    done(format!("watered {bed}"))
}

#[guarded_tool(on_denied = refused)]
#[swiftide::tool(
    description = "Plants seeds",
    param(name = "bed", description = "which bed"),
    param(name = "seeds", description = "what to plant")
)]
async fn plant(_context: &dyn AgentContext, bed: &str, seeds: &str) -> ToolResult {
    if seeds.is_empty() {
        return Ok(ToolOutput::fail("nothing to plant"));
    }
    done(format!("planted {seeds} in {bed}"))
}

#[guarded_tool(on_denied = refused)]
#[swiftide::tool(description = "Lists the beds")]
async fn list_beds(_context: &dyn AgentContext) -> ToolResult {
    done(serde_json::to_string(&["herbs", "roses"])?)
}

#[guarded_tool(on_denied = refused)]
#[swiftide::tool(description = "Harvests a bed", param(name = "bed", description = "which bed"))]
async fn harvest(_context: &dyn AgentContext, bed: &str) -> ToolResult {
    done(format!("harvested {bed}"))
}

#[guarded_tool(on_denied = refused)]
#[swiftide::tool(description = "Opens the greenhouse")]
async fn open_greenhouse(_context: &dyn AgentContext) -> ToolResult {
    done("open")
}

#[guarded_tool(on_denied = refused)]
#[swiftide::tool(description = "Mows the lawn", param(name = "height", description = "of the grass"))]
async fn mow(_context: &dyn AgentContext, height: &str) -> ToolResult {
    done(format!("mown to {height}"))
}

#[side_effect(surface = "payments", on_denied = refused)]
#[swiftide::tool(description = "Orders compost", param(name = "sacks", description = "how many"))]
async fn order_compost(_context: &dyn AgentContext, sacks: &str) -> ToolResult {
    let sacks: u32 = sacks.parse().map_err(|_| ToolError::unknown(std::fmt::Error))?;
    done(format!("ordered {sacks} sacks"))
}

/// Every tool of the garden.
pub fn tools() -> Vec<Box<dyn Tool>> {
    vec![read_moisture(), water_bed(), plant(), list_beds(), harvest(), open_greenhouse(), mow(), order_compost()]
}
