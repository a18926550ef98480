//! Attributes on the tools and on a function of the handler, without a gate.

use super::GuardedLibrary;
use crate::adapter::DENIED;
use machineid_guard::local::prove_denied;
use one_authority::turn;
use rust_mcp_sdk::mcp_server::ToMcpServerHandler;
use serde_json::json;
use tokio::sync::Mutex;

use super::TestResult;
use super::conversation::{Conversation, in_band};

#[tokio::test]
async fn every_tool_asks_once_and_a_denial_is_a_result_that_the_model_reads() -> TestResult {
    let (authority, library) = (turn().await, GuardedLibrary::default());
    let mut conversation = Conversation::with(library.clone().to_mcp_server_handler()).await?;
    let tools = conversation.tools().await?;
    for (number, tool) in (1..).zip(&tools) {
        assert!(conversation.call(tool).await?["isError"].is_null(), "{tool}");
        assert_eq!((authority.validates(), library.effects().count()), (number, number), "{tool}");
    }
    let conversation = Mutex::new(conversation);
    prove_denied(&authority, tools, async |tool: String| {
        in_band(&conversation.lock().await.call(&tool).await.expect("in band"), &tool, "ORG_DISABLED")
    })
    .effects(|| library.effects().count())
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_function_of_the_handler_denies_by_a_protocol_error() -> TestResult {
    let (authority, library) = (turn().await, GuardedLibrary::default());
    let mut conversation = Conversation::with(library.clone().to_mcp_server_handler()).await?;
    let book = json!({ "uri": "book:///1" });
    conversation.send("resources/read", book.clone()).await?.map_err(|error| error.to_string())?;
    authority.disable_org();
    let denied = conversation.send("resources/read", book).await?.expect_err("denied");
    assert_eq!(denied["code"], DENIED);
    assert!(denied["message"].as_str().is_some_and(|text| text.contains("resources/read book:///1")), "{denied}");
    assert_eq!(library.effects().count(), 1);
    Ok(())
}
