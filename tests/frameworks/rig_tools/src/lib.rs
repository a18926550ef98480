//! A bicycle workshop's tools for an agent on rig: ten of the kinds that such codebases have.

mod error;
mod ledger;
pub mod money;
pub mod parts;
pub mod reports;

pub use error::WorkshopError;
pub use ledger::{Ledger, ledger};
pub use money::{Invoice, Refund, SendReminder};
pub use parts::{ConvertPrice, FindParts, OrderParts, Part, PriceOf};
pub use reports::{Archive, StockReport, Tally};

use machineid_guard::frameworks::rig_0_44::GateToolSet;
use rig_agent::tool::ToolSet;

/// Every tool of the workshop.
#[must_use]
pub fn tools() -> ToolSet {
    let mut tools = ToolSet::default();
    tools.add_tool(FindParts);
    tools.add_tool(PriceOf);
    tools.add_tool(ConvertPrice);
    tools.add_tool(OrderParts::default());
    tools.add_tool(Invoice);
    tools.add_tool(Refund);
    tools.add_tool(SendReminder);
    tools.add_tool(StockReport);
    tools.add_tool(Archive::to(Vec::new()));
    tools.add_tool(Tally);
    tools.denials_as_refusals()
}
