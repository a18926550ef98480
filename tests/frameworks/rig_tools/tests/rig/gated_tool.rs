//! Single tools behind a gate, where they are registered.

use std::convert::Infallible;

use machineid_guard::frameworks::Gate;
use machineid_guard::frameworks::rig_0_44::{Gated, GatedError};
use machineid_guard::local::prove_denied;
use one_authority::{Effects, turn};
use rig_agent::tool::ToolSet;
use rig_core::tool::{PortableTool, Tool, ToolContext, ToolExecutionError};
use serde_json::{Value, json};

use crate::TestResult;
use crate::call::{assert_refused, call};

/// Has no error at all, and works anywhere.
struct Add(Effects);

impl PortableTool for Add {
    const NAME: &'static str = "add";
    type Args = Value;
    type Output = String;
    type Error = Infallible;

    fn description(&self) -> String {
        "adds".into()
    }

    fn parameters(&self) -> Value {
        json!({ "type": "object" })
    }

    async fn call(&self, _args: Value) -> Result<String, Infallible> {
        Ok(self.0.add())
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the bank is closed")]
struct Closed;

/// Has an error that it says in its own words, and reads the context.
struct Pay(Effects);

impl Tool for Pay {
    const NAME: &'static str = "pay";
    type Args = Option<u32>;
    type Output = String;
    type Error = Closed;

    fn description(&self) -> String {
        "pays".into()
    }

    fn parameters(&self) -> Value {
        json!({ "type": "integer" })
    }

    fn map_error(&self, error: Closed) -> ToolExecutionError {
        ToolExecutionError::from_error(error).with_code("CLOSED")
    }

    async fn call(&self, context: &mut ToolContext, cents: Option<u32>) -> Result<String, Closed> {
        context.insert_result(Receipt(7)).map_err(|_| Closed)?;
        cents.map(|_| self.0.add()).ok_or(Closed)
    }
}

#[derive(serde::Serialize, serde::Deserialize, rig_core::ContextValue)]
struct Receipt(u32);

fn gated(effects: &Effects) -> ToolSet {
    let (mut tools, gate) = (ToolSet::default(), Gate::new());
    tools.add_tool(Gated::new(Add(effects.clone()), &gate));
    tools.add_tool(Gated::new(Pay(effects.clone()), &gate));
    tools
}

#[tokio::test]
async fn every_tool_asks_under_its_own_name_and_a_denial_is_a_refusal() -> TestResult {
    let (authority, effects) = (turn().await, Effects::default());
    let tools = gated(&effects);
    for (number, tool) in (1..).zip(tools.names()) {
        assert!(call(&tools, tool, &json!(1)).await.is_success(), "{tool}");
        assert_eq!((authority.validates(), effects.count()), (number, number), "{tool}");
    }
    prove_denied(&authority, tools.names(), async |tool: String| {
        let result = call(&tools, &tool, &json!(1)).await;
        assert_refused(&result, &tool, "ORG_DISABLED");
        result.output().as_text().unwrap_or_default().to_owned()
    })
    .effects(|| effects.count())
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_gated_tool_is_the_tool_that_is_inside_of_it() -> TestResult {
    let (authority, effects) = (turn().await, Effects::default());
    let mut plain = ToolSet::default();
    plain.add_tool(Add(effects.clone()));
    plain.add_tool(Pay(effects.clone()));
    let gated = gated(&effects);
    assert_eq!(gated.tool_definitions(), plain.tool_definitions());

    let failed = call(&gated, "pay", &Value::Null).await;
    assert!(failed.is_error() && !failed.is_refused());
    assert_eq!(failed.error().and_then(ToolExecutionError::code), Some("CLOSED"));

    let mut context = ToolContext::new();
    assert!(gated.execute("pay", "7", &mut context).await.is_success());
    assert_eq!(context.require_result::<Receipt>()?.0, 7);

    authority.disable_org();
    let denied = Tool::call(&Gated::new(Pay(effects.clone()), &Gate::new()), &mut context, Some(7)).await;
    assert!(matches!(denied, Err(GatedError::Denied(denied)) if denied.code() == "ORG_DISABLED"));
    assert_eq!(effects.count(), 1);
    Ok(())
}
