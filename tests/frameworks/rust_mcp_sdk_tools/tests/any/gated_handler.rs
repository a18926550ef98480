//! Servers that know nothing of boundaries, behind one gate.

use std::sync::Arc;

use super::{GuardedLibrary, Library, PlainCore};
use crate::adapter::{DENIED, DENIED_META, GatedHandler};
use machineid_guard::frameworks::{ActsOn, Gate};
use machineid_guard::local::prove_denied;
use one_authority::{TOOL_SERVER, turn};
use rust_mcp_sdk::mcp_server::{ToMcpServerHandler, ToMcpServerHandlerCore};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::TestResult;
use super::conversation::{Conversation, in_band};

async fn gated(library: &Library, gate: &Gate) -> Result<Conversation, Box<dyn std::error::Error>> {
    Conversation::with(Arc::new(GatedHandler::new(library.clone().to_mcp_server_handler(), gate))).await
}

/// Every entrance that acts: the name of its boundary, and a request.
fn acting() -> [(&'static str, &'static str, Value); 8] {
    let about_a_name = |reference| json!({ "ref": reference, "argument": { "name": "name", "value": "A" } });
    let greeting = about_a_name(json!({ "type": "ref/prompt", "name": "greeting" }));
    let numbered = about_a_name(json!({ "type": "ref/resource", "uri": "book:///{number}" }));
    [
        ("lend", "tools/call", json!({ "name": "lend" })),
        ("fine", "tools/call", json!({ "name": "fine" })),
        ("prompts/get greeting", "prompts/get", json!({ "name": "greeting" })),
        ("resources/read book:///1", "resources/read", json!({ "uri": "book:///1" })),
        ("resources/subscribe book:///1", "resources/subscribe", json!({ "uri": "book:///1" })),
        ("completion/complete greeting", "completion/complete", greeting),
        ("completion/complete book:///{number}", "completion/complete", numbered),
        ("library/burn", "library/burn", json!({ "book": 1 })),
    ]
}

/// More of them, which this server does not have: the request is asked for, whatever becomes of it.
fn not_of_this_server() -> [(&'static str, &'static str, Value); 3] {
    [
        ("tasks/get", "tasks/get", json!({ "taskId": "1" })),
        ("tasks/list", "tasks/list", Value::Null),
        ("tasks/result", "tasks/result", json!({ "taskId": "1" })),
    ]
}

/// Requests that say what there is, or stop something.
fn harmless() -> [(&'static str, Value); 8] {
    [
        ("ping", Value::Null),
        ("tools/list", Value::Null),
        ("prompts/list", Value::Null),
        ("resources/list", Value::Null),
        ("resources/templates/list", Value::Null),
        ("logging/setLevel", json!({ "level": "info" })),
        ("resources/unsubscribe", json!({ "uri": "book:///1" })),
        ("tasks/cancel", json!({ "taskId": "1" })),
    ]
}

/// What comes back while the organisation is disabled, as text; a denial has to be of the kind that belongs to the
/// entrance.
async fn denial(conversation: &Mutex<Conversation>, name: &str) -> String {
    let (_, method, params) =
        acting().into_iter().chain(not_of_this_server()).find(|(entrance, ..)| *entrance == name).expect("one of them");
    match conversation.lock().await.send(method, params).await.expect("an answer") {
        Ok(result) => {
            assert_eq!((method, &result["_meta"][DENIED_META]["code"]), ("tools/call", &json!("ORG_DISABLED")));
            in_band(&result, name, "ORG_DISABLED")
        }
        Err(error) => {
            assert_ne!(method, "tools/call", "{name}: {error}");
            assert_eq!(error["code"], DENIED, "{name}: {error}");
            error["message"].as_str().unwrap_or_default().to_owned()
        }
    }
}

#[tokio::test]
async fn every_entrance_asks_under_its_own_name_before_it_acts_and_a_denied_tool_tells_the_model() -> TestResult {
    let (authority, library) = (turn().await, Library::default());
    let mut conversation = gated(&library, &Gate::new()).await?;
    for (number, (name, method, params)) in (1..).zip(acting()) {
        conversation.send(method, params).await?.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((authority.validates(), library.effects().count()), (number, number), "{name}");
    }
    let tools = conversation.tools().await?;
    let conversation = Mutex::new(conversation);
    let names = acting().into_iter().chain(not_of_this_server()).map(|(name, ..)| name);
    prove_denied(&authority, names, async |name: String| denial(&conversation, &name).await)
        .effects(|| library.effects().count())
        .await?;
    prove_denied(&authority, tools, async |name: String| denial(&conversation, &name).await)
        .effects(|| library.effects().count())
        .await?;
    Ok(())
}

#[tokio::test]
async fn what_says_what_there_is_or_stops_something_asks_nobody() -> TestResult {
    let authority = turn().await;
    authority.disable_org();
    let mut conversation = gated(&Library::default(), &Gate::new()).await?;
    for (method, params) in harmless() {
        let answered = conversation.send(method, params).await?;
        assert!(!matches!(&answered, Err(error) if error["code"] == DENIED), "{method}: {answered:?}");
    }
    assert_eq!(authority.validates(), 0);
    Ok(())
}

#[tokio::test]
async fn a_gate_sends_each_entrance_to_its_surface_and_denies_what_it_does_not_know() -> TestResult {
    let (authority, library) = (turn().await, Library::default());
    let gate = Gate::new().surfaces(|entrance| match entrance {
        "lend" => ActsOn::Own,
        "fine" => ActsOn::Surface("payments"),
        _ => ActsOn::Unknown,
    });
    let mut conversation = gated(&library, &gate).await?;
    conversation.call("fine").await?;
    authority.revoke(&TOOL_SERVER.replace("tool-server", "payments"))?;
    in_band(&conversation.call("fine").await?, "fine", "DEVICE_REVOKED");
    assert!(conversation.call("lend").await?["isError"].is_null());
    let unknown = conversation.send("library/burn", Value::Null).await?.expect_err("unknown").to_string();
    assert!(unknown.contains("CONFIGURATION"), "{unknown}");
    assert_eq!(library.effects().count(), 2);
    Ok(())
}

#[tokio::test]
async fn a_handler_for_all_requests_at_once_is_gated_the_same_way() -> TestResult {
    let (authority, core) = (turn().await, PlainCore::default());
    let handler = GatedHandler::new(core.clone().to_mcp_server_handler(), &Gate::new());
    let mut conversation = Conversation::with(Arc::new(handler)).await?;
    assert!(conversation.call("lend").await?["isError"].is_null());
    authority.disable_org();
    in_band(&conversation.call("lend").await?, "lend", "ORG_DISABLED");
    assert_eq!(core.effects().count(), 1);
    Ok(())
}

#[tokio::test]
async fn a_gate_and_attributes_ask_twice_and_either_can_say_no() -> TestResult {
    let (authority, library) = (turn().await, GuardedLibrary::default());
    let handler = GatedHandler::new(library.clone().to_mcp_server_handler(), &Gate::new());
    let mut conversation = Conversation::with(Arc::new(handler)).await?;
    conversation.call("fine").await?;
    assert_eq!(authority.validates(), 2);
    authority.revoke(&TOOL_SERVER.replace("tool-server", "payments"))?;
    in_band(&conversation.call("fine").await?, "fine", "DEVICE_REVOKED");
    authority.disable_org();
    in_band(&conversation.call("fine").await?, "fine", "ORG_DISABLED");
    assert_eq!(library.effects().count(), 1);
    Ok(())
}
