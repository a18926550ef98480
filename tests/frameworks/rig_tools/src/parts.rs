//! Looking parts up, and ordering them.

use std::sync::atomic::{AtomicU32, Ordering};

use machineid_guard::guarded_tool;
use rig_core::rig_tool;
use rig_core::tool::{PortableTool, ToolExecutionError};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::error::WorkshopError;
use crate::ledger::ledger;

/// Something that can be fitted to a bicycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is called.
    pub name: String,
    /// What one costs.
    pub cents: u32,
}

const PARTS: [(&str, u32); 3] = [("bell", 900), ("chain", 2400), ("saddle", 5500)];

fn find(name: &str) -> Option<Part> {
    PARTS.iter().find(|(part, _)| *part == name).map(|&(name, cents)| Part { name: name.into(), cents })
}

/// Finds parts by a piece of their name.
#[guarded_tool]
#[rig_tool(params(piece = "A piece of the name"))]
pub async fn find_parts(piece: String) -> Result<Vec<Part>, ToolExecutionError> {
    tokio::task::yield_now().await;
    ledger().write(format!("looked for {piece}"));
    Ok(PARTS.iter().filter_map(|(name, _)| name.contains(&piece).then(|| find(name)).flatten()).collect())
}

/// Says what one part costs, in cents.
#[guarded_tool]
#[rig_tool(params(part = "The part's name"))]
pub fn price_of(part: String) -> Result<u32, WorkshopError> {
    ledger().write(format!("price of {part}"));
    let found = find(&part).ok_or(WorkshopError::NoSuchPart(part))?;
    Ok(found.cents)
}

/// How many of the other currency's cents one cent is worth.
#[derive(Debug, Serialize, Deserialize, rig_core::ContextValue)]
pub struct ExchangeRate(pub u32);

/// Converts a price at today's rate.
#[guarded_tool]
#[rig_tool(params(cents = "The price"))]
pub fn convert_price(context: &mut rig_core::tool::ToolContext, cents: u32) -> Result<u32, ToolExecutionError> {
    ledger().write(format!("converted {cents}"));
    let rate = context.get::<ExchangeRate>()?.map_or(1, |rate| rate.0);
    Ok(cents * rate)
}

/// Orders parts from the wholesaler; counts what is on its way.
#[derive(Debug, Default)]
pub struct OrderParts {
    on_their_way: AtomicU32,
}

#[derive(Debug, Deserialize)]
pub struct PartsOrder {
    part: String,
    pieces: u32,
}

impl PortableTool for OrderParts {
    const NAME: &'static str = "order_parts";
    type Args = PartsOrder;
    type Output = String;
    type Error = WorkshopError;

    fn description(&self) -> String {
        "Orders parts from the wholesaler".into()
    }

    fn parameters(&self) -> Value {
        json!({
            "type": "object",
            "properties": { "part": { "type": "string" }, "pieces": { "type": "integer" } },
            "required": ["part", "pieces"],
        })
    }

    #[guarded_tool(name = "order_parts")]
    async fn call(&self, PartsOrder { part, pieces }: PartsOrder) -> Result<String, WorkshopError> {
        if pieces > 100 {
            return Err(WorkshopError::TooMany(pieces));
        }
        ledger().write(format!("ordered {pieces} of {part}"));
        let total = self.on_their_way.fetch_add(pieces, Ordering::SeqCst) + pieces;
        Ok(format!("{total} parts are on their way"))
    }
}
