//! Each tool behind a gate where it is registered, or with an attribute.

use machineid_guard::frameworks::Gate;
use machineid_guard::local::prove_denied;
use one_authority::{Effects, TOOL_SERVER, reads_as_refusal, turn};
use rig::tool::server::{ToolServer, ToolServerHandle};
use rig::tool::{Tool, ToolDyn};

use super::TestResult;
use super::tools::{Add, BankError, Guarded, Pay};
use crate::adapter::{Gated, GatedError};

fn gated(effects: &Effects) -> ToolServerHandle {
    let gate = Gate::new().surfaces(|tool| tool.starts_with("pay").then_some("payments"));
    ToolServer::new()
        .tool(Gated::new(Add(effects.clone()), &gate))
        .tool(Gated::new(Pay { effects: effects.clone(), bank: "north" }, &gate))
        .tool(Guarded(effects.clone()))
        .run()
}

fn arguments(tool: &str) -> &'static str {
    match tool {
        "add" => "[1, 2]",
        "guarded" => "null",
        _ => "7",
    }
}

/// What the model reads: an agent shows it the error's text.
async fn answer(tools: &ToolServerHandle, tool: &str) -> String {
    match tools.call_tool(tool, arguments(tool)).await {
        Ok(text) => text,
        Err(error) => error.to_string(),
    }
}

async fn names(tools: &ToolServerHandle) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut names: Vec<_> = tools.get_tool_defs(None).await?.into_iter().map(|tool| tool.name).collect();
    names.sort();
    Ok(names)
}

#[tokio::test]
async fn every_tool_asks_under_its_own_name_and_the_model_reads_why_it_was_denied() -> TestResult {
    let (authority, effects) = (turn().await, Effects::default());
    let tools = gated(&effects);
    let names = names(&tools).await?;
    assert_eq!(names, ["add", "guarded", "pay-north"]);
    for (number, tool) in (1..).zip(&names) {
        tools.call_tool(tool, arguments(tool)).await?;
        assert_eq!((authority.validates(), effects.count()), (number, number), "{tool}");
    }
    prove_denied(&authority, names, async |tool: String| {
        let answer = answer(&tools, &tool).await;
        assert!(reads_as_refusal(&answer, &tool, "ORG_DISABLED"), "{answer}");
        answer
    })
    .effects(|| effects.count())
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_revoke_stops_payments_alone_and_a_restore_lets_them_go_on() -> TestResult {
    let (authority, effects) = (turn().await, Effects::default());
    let (tools, payments) = (gated(&effects), TOOL_SERVER.replace("tool-server", "payments"));
    tools.call_tool("pay-north", "7").await?;
    authority.revoke(&payments)?;
    let denied = answer(&tools, "pay-north").await;
    assert!(reads_as_refusal(&denied, "pay-north", "DEVICE_REVOKED"), "{denied}");
    assert_eq!(tools.call_tool("add", "[1, 2]").await?, "3");
    authority.restore(&payments)?;
    tools.call_tool("pay-north", "7").await?;
    assert_eq!(effects.count(), 3);
    Ok(())
}

#[tokio::test]
async fn a_gated_tool_is_the_tool_that_is_inside_of_it() -> TestResult {
    let _authority = turn().await;
    let (pay, gate) = (Pay { effects: Effects::default(), bank: "north" }, Gate::new());
    let gated = Gated::new(Pay { effects: Effects::default(), bank: "north" }, &gate);
    assert_eq!(Tool::name(&gated), Tool::name(&pay));
    let definition = Tool::definition(&gated, "prompt".into()).await;
    assert_eq!(definition, Tool::definition(&pay, "prompt".into()).await);
    let add = Gated::new(Add(Effects::default()), &gate);
    assert_eq!(Tool::definition(&add, "its prompt".into()).await.description, "its prompt");

    let own = Tool::call(&gated, 0).await.expect_err("its own error");
    assert!(matches!(own, GatedError::Tool(BankError::NoSuchAccount)), "{own:?}");
    let shown = ToolDyn::call(&gated, "0".into()).await.expect_err("its own error").to_string();
    assert_eq!(shown, ToolDyn::call(&pay, "0".into()).await.expect_err("its own error").to_string());
    Ok(())
}

#[tokio::test]
async fn the_error_of_a_denied_call_holds_the_denial() -> TestResult {
    let (authority, effects) = (turn().await, Effects::default());
    authority.disable_org();
    match Tool::call(&Gated::new(Add(effects.clone()), &Gate::new()), vec![1]).await {
        Err(GatedError::Denied(denied)) => assert_eq!(denied.code(), "ORG_DISABLED"),
        other => panic!("{other:?}"),
    }
    assert_eq!(effects.count(), 0);
    Ok(())
}
