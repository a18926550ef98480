//! Tools as their authors write them.

use std::convert::Infallible;

use machineid_guard::{Denied, guarded_tool};
use one_authority::Effects;
use rig::completion::ToolDefinition;
use rig::tool::Tool;
use serde_json::json;

/// Has no error at all, so an attribute on its `call` would not compile.
pub(super) struct Add(pub(super) Effects);

impl Tool for Add {
    const NAME: &'static str = "add";
    type Error = Infallible;
    type Args = Vec<u32>;
    type Output = u32;

    async fn definition(&self, prompt: String) -> ToolDefinition {
        ToolDefinition { name: Self::NAME.into(), description: prompt, parameters: json!({ "type": "array" }) }
    }

    async fn call(&self, numbers: Vec<u32>) -> Result<u32, Infallible> {
        self.0.add();
        Ok(numbers.iter().sum())
    }
}

#[derive(Debug, thiserror::Error)]
pub(super) enum BankError {
    #[error("there is no such account")]
    NoSuchAccount,
    #[error("{}", .0.agent_message())]
    Denied(#[from] Denied),
}

/// Has a name that is known when it is made, and an error of its own.
pub(super) struct Pay {
    pub(super) effects: Effects,
    pub(super) bank: &'static str,
}

impl Tool for Pay {
    const NAME: &'static str = "pay";
    type Error = BankError;
    type Args = u32;
    type Output = String;

    fn name(&self) -> String {
        format!("pay-{}", self.bank)
    }

    async fn definition(&self, _prompt: String) -> ToolDefinition {
        ToolDefinition { name: self.name(), description: "pays".into(), parameters: json!({ "type": "integer" }) }
    }

    async fn call(&self, account: u32) -> Result<String, BankError> {
        if account == 0 { Err(BankError::NoSuchAccount) } else { Ok(self.effects.add()) }
    }
}

/// Asks on its own.
pub(super) struct Guarded(pub(super) Effects);

impl Tool for Guarded {
    const NAME: &'static str = "guarded";
    type Error = BankError;
    type Args = ();
    type Output = String;

    async fn definition(&self, _prompt: String) -> ToolDefinition {
        ToolDefinition { name: Self::NAME.into(), description: "asks".into(), parameters: json!({}) }
    }

    #[guarded_tool(name = "guarded")]
    async fn call(&self, _args: ()) -> Result<String, BankError> {
        Ok(self.0.add())
    }
}
