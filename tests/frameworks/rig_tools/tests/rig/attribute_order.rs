//! Above `#[rig_tool]` and below it, and on `call` of each of rig's traits.

use std::sync::atomic::{AtomicUsize, Ordering};

use machineid_guard::guarded_tool;
use machineid_guard::local::prove_denied;
use one_authority::turn;
use rig_agent::tool::ToolSet;
use rig_core::rig_tool;
use rig_core::tool::{PortableTool, Tool, ToolContext, ToolExecutionError};
use serde_json::{Value, json};

use crate::call::{assert_refused, call};

static EFFECTS: AtomicUsize = AtomicUsize::new(0);

fn effect() -> usize {
    EFFECTS.fetch_add(1, Ordering::SeqCst)
}

#[guarded_tool]
#[rig_tool(description = "ours on top, async")]
async fn ours_on_top() -> Result<usize, ToolExecutionError> {
    Ok(effect())
}

#[rig_tool(description = "ours below, async")]
#[guarded_tool]
async fn ours_below() -> Result<usize, ToolExecutionError> {
    Ok(effect())
}

#[guarded_tool]
#[rig_tool(description = "ours on top, sync")]
fn ours_on_top_sync() -> Result<usize, ToolExecutionError> {
    Ok(effect())
}

#[rig_tool(description = "ours below, sync")]
#[guarded_tool]
fn ours_below_sync() -> Result<usize, ToolExecutionError> {
    Ok(effect())
}

struct Contextual;

impl Tool for Contextual {
    const NAME: &'static str = "contextual";
    type Args = Value;
    type Output = usize;
    type Error = ToolExecutionError;

    fn description(&self) -> String {
        "a Tool".into()
    }

    fn parameters(&self) -> Value {
        json!({ "type": "object" })
    }

    #[guarded_tool(name = <Self as Tool>::NAME)]
    async fn call(&self, _context: &mut ToolContext, _args: Value) -> Result<usize, ToolExecutionError> {
        Ok(effect())
    }
}

struct Portable;

impl PortableTool for Portable {
    const NAME: &'static str = "portable";
    type Args = Value;
    type Output = usize;
    type Error = ToolExecutionError;

    fn description(&self) -> String {
        "a PortableTool".into()
    }

    fn parameters(&self) -> Value {
        json!({ "type": "object" })
    }

    // Both traits are in scope here, so `Self::NAME` would be ambiguous.
    #[guarded_tool(name = <Self as PortableTool>::NAME)]
    async fn call(&self, _args: Value) -> Result<usize, ToolExecutionError> {
        Ok(effect())
    }
}

#[tokio::test]
async fn every_place_asks_and_gates() {
    let authority = turn().await;
    let mut tools = ToolSet::default();
    tools.add_tool(OursOnTop);
    tools.add_tool(OursBelow);
    tools.add_tool(OursOnTopSync);
    tools.add_tool(OursBelowSync);
    tools.add_tool(Contextual);
    tools.add_tool(Portable);
    for (number, tool) in tools.names().enumerate() {
        assert!(call(&tools, tool, &json!({})).await.is_success(), "{tool}");
        assert_eq!(authority.validates(), number + 1, "{tool}");
    }
    assert_eq!(EFFECTS.load(Ordering::SeqCst), tools.len());

    prove_denied(&authority, tools.names(), async |tool: String| {
        let result = call(&tools, &tool, &json!({})).await;
        assert_refused(&result, &tool, "ORG_DISABLED");
        result.output().as_text().unwrap_or_default().to_owned()
    })
    .effects(|| EFFECTS.load(Ordering::SeqCst))
    .await
    .expect("stopped");
}
