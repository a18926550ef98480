//! Tools that know nothing of boundaries, gated by one line where the set is made.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use machineid_guard::frameworks::{ActsOn, Gate, rig_0_44::GateToolSet};
use machineid_guard::guarded;
use machineid_guard::local::prove_denied;
use one_authority::{TOOL_SERVER, turn};
use rig_agent::tool::ToolSet;
use rig_core::message::ToolName;
use rig_core::tool::{DynamicTool, PortableTool, ToolContext, ToolExecutionError, ToolOutput};
use serde_json::{Value, json};

use crate::TestResult;
use crate::call::{assert_refused, call};

const TOOLS: [&str; 9] = ["add", "charge", "delete-file", "fetch", "list", "read", "rename", "search", "write"];

/// Has no error at all, so an attribute on its `call` would not compile.
struct Add(Arc<AtomicUsize>);

impl PortableTool for Add {
    const NAME: &'static str = "add";
    type Args = Vec<u32>;
    type Output = u32;
    type Error = Infallible;

    fn description(&self) -> String {
        "adds".into()
    }

    fn parameters(&self) -> Value {
        json!({ "type": "array" })
    }

    async fn call(&self, numbers: Vec<u32>) -> Result<u32, Infallible> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(numbers.iter().sum())
    }
}

fn plain(effects: &Arc<AtomicUsize>) -> Result<ToolSet, Box<dyn std::error::Error>> {
    let mut tools = ToolSet::default();
    tools.add_tool(Add(Arc::clone(effects)));
    for name in &TOOLS[1..] {
        let effects = Arc::clone(effects);
        tools.add_dynamic_tool(DynamicTool::new(ToolName::new(*name)?, "a closure", json!({}), move |arguments| {
            effects.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move { Ok::<_, ToolExecutionError>(ToolOutput::json(arguments)) })
        }));
    }
    Ok(tools)
}

#[tokio::test]
async fn every_tool_asks_under_its_own_name_before_it_sees_its_arguments() -> TestResult {
    let (authority, effects) = (turn().await, Arc::new(AtomicUsize::new(0)));
    let tools = plain(&effects)?.gated(&Gate::new());
    assert_eq!(tools.names().collect::<Vec<_>>(), TOOLS);
    for (number, tool) in TOOLS.into_iter().enumerate() {
        assert!(call(&tools, tool, &json!([1])).await.is_success(), "{tool}");
        assert_eq!((authority.validates(), effects.load(Ordering::SeqCst)), (number + 1, number + 1), "{tool}");
    }
    prove_denied(&authority, tools.names(), async |tool: String| {
        let result = call(&tools, &tool, &json!("not what it takes")).await;
        assert_refused(&result, &tool, "ORG_DISABLED");
        result.output().as_text().unwrap_or_default().to_owned()
    })
    .effects(|| effects.load(Ordering::SeqCst))
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_tool_that_the_gate_does_not_know_is_denied_and_named_and_nobody_is_asked() -> TestResult {
    let (authority, effects) = (turn().await, Arc::new(AtomicUsize::new(0)));
    let known = Gate::new().surfaces(|tool| if tool == "fetch" { ActsOn::Own } else { ActsOn::Unknown });
    let tools = plain(&effects)?.gated(&known);
    let refused = call(&tools, "charge", &json!({})).await;
    assert_refused(&refused, "charge", "CONFIGURATION");
    let operators = refused.refusal().ok_or("no refusal")?.to_string();
    assert!(operators.contains("`Gate::surfaces` does not know the tool `charge`"), "{operators}");
    assert_eq!((authority.validates(), effects.load(Ordering::SeqCst)), (0, 0));
    assert!(call(&tools, "fetch", &json!({})).await.is_success());
    Ok(())
}

#[tokio::test]
async fn a_tool_can_have_a_surface_of_its_own() -> TestResult {
    let (authority, effects) = (turn().await, Arc::new(AtomicUsize::new(0)));
    let gate = Gate::new().surfaces(|tool| (tool == "charge").then_some("payments"));
    let tools = plain(&effects)?.gated(&gate);
    assert!(call(&tools, "charge", &json!({})).await.is_success());
    authority.revoke(&TOOL_SERVER.replace("tool-server", "payments"))?;
    assert_refused(&call(&tools, "charge", &json!({})).await, "charge", "DEVICE_REVOKED");
    assert!(call(&tools, "fetch", &json!({})).await.is_success());
    Ok(())
}

#[tokio::test]
async fn what_is_offered_and_what_is_published_stay_the_same() -> TestResult {
    let _authority = turn().await;
    let mut plain = plain(&Arc::default())?;
    let mut rare = ToolSet::default();
    rare.add_dynamic_tool(DynamicTool::new_with_context(
        ToolName::new("rare")?,
        "only when it is retrieved",
        json!({}),
        |context, _arguments| {
            Box::pin(async move {
                context.insert_result(Published(7))?;
                Ok(ToolOutput::text("done"))
            })
        },
    ));
    plain.add_retrievable_tools(rare);
    let gated = plain.clone().gated(&Gate::new());
    assert_eq!(gated.tool_definitions(), plain.tool_definitions());
    assert_eq!(gated.always_exposed_names().collect::<Vec<_>>(), plain.always_exposed_names().collect::<Vec<_>>());

    let mut context = ToolContext::new();
    assert!(gated.execute("rare", "{}", &mut context).await.is_success());
    assert_eq!(context.require_result::<Published>()?.0, 7);
    Ok(())
}

#[derive(serde::Serialize, serde::Deserialize, rig_core::ContextValue)]
struct Published(u32);

#[tokio::test]
async fn a_closure_can_be_wrapped_where_it_is_registered() -> TestResult {
    let authority = turn().await;
    let guard = authority.guard().build()?;
    let search = DynamicTool::new(
        ToolName::new("search")?,
        "a closure",
        json!({}),
        guarded!("search", guard = guard, move |arguments: Value| {
            Box::pin(async move { Ok::<_, ToolExecutionError>(ToolOutput::json(arguments)) })
        }),
    );
    let mut tools = ToolSet::default();
    tools.add_dynamic_tool(search);
    assert!(call(&tools, "search", &json!({})).await.is_success());
    authority.disable_org();
    assert_refused(&call(&tools, "search", &json!({})).await, "search", "ORG_DISABLED");
    Ok(())
}
