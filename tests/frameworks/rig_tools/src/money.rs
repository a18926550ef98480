//! What costs the workshop, or its customers, money and patience.

use machineid_guard::{guarded_tool, side_effect};
use rig_core::tool::{IntoToolOutput, PortableTool, Tool, ToolContext, ToolExecutionError, ToolOutput};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::WorkshopError;
use crate::ledger::ledger;

fn customer_and_cents() -> Value {
    json!({
        "type": "object",
        "properties": { "customer": { "type": "string" }, "cents": { "type": "integer" } },
        "required": ["customer", "cents"],
    })
}

#[derive(Debug, Deserialize)]
pub struct Amount {
    customer: String,
    cents: u32,
}

/// Writes an invoice.
#[derive(Debug)]
pub struct Invoice;

impl Tool for Invoice {
    const NAME: &'static str = "invoice";
    type Args = Amount;
    type Output = ToolOutput;
    type Error = ToolExecutionError;

    fn description(&self) -> String {
        "Writes an invoice".into()
    }

    fn parameters(&self) -> Value {
        customer_and_cents()
    }

    #[guarded_tool(name = "invoice")]
    async fn call(&self, _context: &mut ToolContext, args: Amount) -> Result<ToolOutput, ToolExecutionError> {
        let Amount { customer, cents } = args;
        let number = ledger().write(format!("invoice for {customer}: {cents}"));
        json!({ "invoice": number, "customer": customer, "cents": cents }).into_tool_output()
    }
}

/// Pays a customer back.
#[derive(Debug)]
pub struct Refund;

impl Tool for Refund {
    const NAME: &'static str = "refund";
    type Args = Amount;
    type Output = String;
    type Error = WorkshopError;

    fn description(&self) -> String {
        "Pays a customer back".into()
    }

    fn parameters(&self) -> Value {
        customer_and_cents()
    }

    #[side_effect(surface = "payments", name = "refund")]
    async fn call(&self, _context: &mut ToolContext, args: Amount) -> Result<String, WorkshopError> {
        if args.cents > 100_000 {
            return Err(WorkshopError::TooMany(args.cents));
        }
        ledger().write(format!("refund to {}: {}", args.customer, args.cents));
        Ok("paid back".into())
    }
}

/// Reminds a customer by mail.
#[derive(Debug)]
pub struct SendReminder;

impl PortableTool for SendReminder {
    const NAME: &'static str = "send_reminder";
    type Args = Amount;
    type Output = String;
    type Error = ToolExecutionError;

    fn description(&self) -> String {
        "Reminds a customer of an unpaid invoice".into()
    }

    fn parameters(&self) -> Value {
        customer_and_cents()
    }

    #[side_effect(surface = "email", name = "send_reminder")]
    async fn call(&self, args: Amount) -> Result<String, ToolExecutionError> {
        ledger().write(format!("reminded {} of {}", args.customer, args.cents));
        Ok("sent".into())
    }
}
