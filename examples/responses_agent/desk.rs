//! The tools: one that reads, one that sends, one that pays.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use async_openai::types::responses::{FunctionTool, Tool};
use machineid_guard::{Denied, Permit, guarded_tool, side_effect, surface};
use serde::Deserialize;
use serde_json::{Value, json};

surface! {
    /// Everything that moves money.
    pub Payments = "payments"
}

/// Why a tool gave no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ToolError {
    /// The boundary said no. The model gets these words.
    #[error("{}", .0.agent_message())]
    Denied(#[from] Denied),
    /// The model's arguments do not fit.
    #[error("these arguments do not fit: {0}")]
    Arguments(#[from] serde_json::Error),
    /// The model made a tool up.
    #[error("there is no tool {0:?}")]
    NoSuchTool(String),
}

/// The bank. Nobody can pay without having asked: a permit comes from a boundary and nowhere else.
#[derive(Debug, Default)]
struct Bank {
    cents_paid: AtomicU32,
}

impl Bank {
    fn pay(&self, permit: Permit<Payments>, cents: u32) -> Result<String, Denied> {
        let receipt = permit.redeem()?;
        self.cents_paid.fetch_add(cents, Ordering::SeqCst);
        Ok(format!("paid {cents} cents, allowed by request {}", receipt.request_id().unwrap_or("(none)")))
    }
}

/// A shop's help desk.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    bank: Bank,
    mails: Mutex<Vec<String>>,
}

#[derive(Deserialize)]
struct Order {
    order: u64,
}

#[derive(Deserialize)]
struct Mail {
    to: String,
    text: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Refund {
    order: u64,
    pub cents: u32,
}

impl Desk {
    #[guarded_tool]
    async fn look_up_order(&self, order: u64) -> Result<String, ToolError> {
        tokio::task::yield_now().await;
        Ok(json!({ "order": order, "customer": "ada@example.org", "arrives": "Friday", "paid_cents": 8000 })
            .to_string())
    }

    #[side_effect(surface = "email")]
    async fn send_email(&self, to: &str, text: &str) -> Result<String, ToolError> {
        self.mails.lock().expect("nobody panics with it").push(format!("{to}: {text}"));
        Ok(format!("sent to {to}"))
    }

    #[side_effect(surface = Payments, permit = permit)]
    async fn refund(&self, order: u64, cents: u32) -> Result<String, ToolError> {
        Ok(format!("order {order}: {}", self.bank.pay(permit, cents)?))
    }

    /// Runs the function that the model called.
    pub(crate) async fn call(&self, name: &str, arguments: &str) -> Result<String, ToolError> {
        match name {
            "look_up_order" => {
                let Order { order } = serde_json::from_str(arguments)?;
                self.look_up_order(order).await
            }
            "send_email" => {
                let Mail { to, text } = serde_json::from_str(arguments)?;
                self.send_email(&to, &text).await
            }
            "refund" => {
                let Refund { order, cents } = serde_json::from_str(arguments)?;
                self.refund(order, cents).await
            }
            other => Err(ToolError::NoSuchTool(other.to_owned())),
        }
    }

    pub(crate) fn mails_sent(&self) -> usize {
        self.mails.lock().expect("nobody panics with it").len()
    }

    pub(crate) fn cents_refunded(&self) -> u32 {
        self.bank.cents_paid.load(Ordering::SeqCst)
    }
}

/// What the model is told about the tools.
pub(crate) fn tools() -> Vec<Tool> {
    let (text, integer) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    vec![
        tool("look_up_order", "Reads an order", &json!({ "order": integer })),
        tool("send_email", "Sends a mail to a customer", &json!({ "to": text, "text": text })),
        tool("refund", "Pays the customer of an order back", &json!({ "order": integer, "cents": integer })),
    ]
}

fn tool(name: &str, description: &str, properties: &Value) -> Tool {
    let required: Vec<&String> = properties.as_object().into_iter().flat_map(serde_json::Map::keys).collect();
    let parameters = json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    Tool::Function(FunctionTool {
        name: name.into(),
        description: Some(description.into()),
        parameters: Some(parameters),
        strict: Some(true),
        ..FunctionTool::default()
    })
}
