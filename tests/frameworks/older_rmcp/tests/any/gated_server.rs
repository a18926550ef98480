//! A server with an entrance of every kind that knows nothing of boundaries, behind one gate.

use machineid_guard::frameworks::{ActsOn, Gate};
use machineid_guard::local::prove_denied;
use one_authority::{Effects, TOOL_SERVER, turn};
use rmcp::model::{
    CompleteRequestParams, CompleteResult, CustomRequest, CustomResult, GetPromptRequestParams, GetPromptResult,
    ReadResourceRequestParams, ReadResourceResult, ServerCapabilities, ServerInfo, ServerResult,
    SubscribeRequestParams,
};
use rmcp::service::{RequestContext, RoleServer, ServiceError};
use rmcp::{ErrorData, ServerHandler, tool, tool_handler, tool_router};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::TestResult;
use super::conversation::{Conversation, code, in_band};
use crate::adapter::{DENIED, GatedServer};

#[derive(Clone, Default)]
struct Library {
    effects: Effects,
}

#[tool_router]
impl Library {
    #[tool(description = "lends a book")]
    fn lend(&self) -> String {
        self.effects.add()
    }

    #[tool(description = "under a name that no function could have", name = "fine-reader")]
    async fn fine(&self) -> Result<String, ErrorData> {
        Ok(self.effects.add())
    }
}

#[tool_handler(router = Self::tool_router())]
impl ServerHandler for Library {
    #[allow(clippy::field_reassign_with_default, reason = "the later releases take no literal of it")]
    fn get_info(&self) -> ServerInfo {
        let mut info = ServerInfo::default();
        info.capabilities = ServerCapabilities::builder().enable_tools().enable_prompts().enable_resources().build();
        info
    }

    async fn get_prompt(
        &self,
        _request: GetPromptRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResult, ErrorData> {
        self.effects.add();
        written(json!({ "messages": [] }))
    }

    async fn read_resource(
        &self,
        _request: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResult, ErrorData> {
        self.effects.add();
        written(json!({ "contents": [] }))
    }

    async fn subscribe(
        &self,
        _request: SubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.effects.add();
        Ok(())
    }

    async fn complete(
        &self,
        _request: CompleteRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        self.effects.add();
        Ok(CompleteResult::default())
    }

    async fn on_custom_request(
        &self,
        _request: CustomRequest,
        _context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        self.effects.add();
        Ok(CustomResult(json!({ "burnt": true })))
    }
}

/// Each release makes its results in a way of its own, and writes them the same.
fn written<T: DeserializeOwned>(result: Value) -> Result<T, ErrorData> {
    serde_json::from_value(result).map_err(|error| ErrorData::internal_error(error.to_string(), None))
}

/// Every entrance that acts: the name of its boundary, and a request.
fn acting() -> [(&'static str, &'static str, Value); 8] {
    let about_a_name = |reference| json!({ "ref": reference, "argument": { "name": "name", "value": "A" } });
    let greeting = about_a_name(json!({ "type": "ref/prompt", "name": "greeting" }));
    let numbered = about_a_name(json!({ "type": "ref/resource", "uri": "book:///{number}" }));
    [
        ("lend", "tools/call", json!({ "name": "lend" })),
        ("fine-reader", "tools/call", json!({ "name": "fine-reader" })),
        ("prompts/get greeting", "prompts/get", json!({ "name": "greeting" })),
        ("resources/read book:///1", "resources/read", json!({ "uri": "book:///1" })),
        ("resources/subscribe book:///1", "resources/subscribe", json!({ "uri": "book:///1" })),
        ("completion/complete greeting", "completion/complete", greeting),
        ("completion/complete book:///{number}", "completion/complete", numbered),
        ("library/burn", "library/burn", json!({ "book": 1 })),
    ]
}

/// More of them, which this server does not have: the request is asked for, whatever becomes of it.
fn not_of_this_server() -> [(&'static str, &'static str, Value); 4] {
    [
        ("tasks/get", "tasks/get", json!({ "taskId": "1" })),
        ("tasks/list", "tasks/list", Value::Null),
        ("tasks/result", "tasks/result", json!({ "taskId": "1" })),
        // Not what a client may send, so this server takes it for one of its own.
        ("tools/call", "tools/call", json!({ "tool": "lend" })),
    ]
}

/// Requests that say what there is, or stop something.
fn harmless() -> [(&'static str, Value); 7] {
    [
        ("ping", Value::Null),
        ("tools/list", Value::Null),
        ("prompts/list", Value::Null),
        ("resources/list", Value::Null),
        ("resources/templates/list", Value::Null),
        ("logging/setLevel", json!({ "level": "info" })),
        ("resources/unsubscribe", json!({ "uri": "book:///1" })),
    ]
}

/// What comes back while the organisation is disabled, as text; a denial has to be of the kind that belongs to the
/// entrance.
async fn denial(conversation: &Conversation, name: &str) -> String {
    let (_, method, params) =
        acting().into_iter().chain(not_of_this_server()).find(|(entrance, ..)| *entrance == name).expect("one of them");
    match conversation.send(method, params).await {
        Ok(ServerResult::CallToolResult(result)) => {
            assert_eq!(code(&result), Some("ORG_DISABLED"), "{name}");
            in_band(&result, name, "ORG_DISABLED")
        }
        Err(ServiceError::McpError(error)) => {
            assert_eq!((error.code, method == name || name.contains(' ')), (DENIED, true), "{name}: {error:?}");
            error.message.into_owned()
        }
        other => panic!("{name}: {other:?}"),
    }
}

#[tokio::test]
async fn every_entrance_asks_under_its_own_name_before_it_acts_and_a_denied_tool_tells_the_model() -> TestResult {
    let (authority, library) = (turn().await, Library::default());
    let conversation = Conversation::with(GatedServer::new(library.clone(), &Gate::new())).await?;
    for (number, (name, method, params)) in acting().into_iter().enumerate() {
        conversation.send(method, params).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((authority.validates(), library.effects.count()), (number + 1, number + 1), "{name}");
    }
    let names = acting().into_iter().chain(not_of_this_server()).map(|(name, ..)| name);
    prove_denied(&authority, names, async |name: String| denial(&conversation, &name).await)
        .effects(|| library.effects.count())
        .await?;
    prove_denied(&authority, conversation.tools().await?, async |name: String| denial(&conversation, &name).await)
        .effects(|| library.effects.count())
        .await?;
    conversation.end().await
}

#[tokio::test]
async fn what_says_what_there_is_or_stops_something_asks_nobody() -> TestResult {
    let authority = turn().await;
    authority.disable_org();
    let conversation = Conversation::with(GatedServer::new(Library::default(), &Gate::new())).await?;
    let cancel = crate::KNOWS_TASKS.then(|| ("tasks/cancel", json!({ "taskId": "1" })));
    for (method, params) in harmless().into_iter().chain(cancel) {
        let answered = conversation.send(method, params).await;
        let is_denied = matches!(&answered, Err(ServiceError::McpError(error)) if error.code == DENIED);
        assert!(!is_denied, "{method}: {answered:?}");
    }
    assert_eq!(authority.validates(), 0);
    conversation.end().await
}

#[tokio::test]
async fn a_gate_sends_each_entrance_to_its_surface_and_denies_what_it_does_not_know() -> TestResult {
    let (authority, library) = (turn().await, Library::default());
    let gate = Gate::new().surfaces(|entrance| match entrance {
        "lend" => ActsOn::Own,
        "fine-reader" => ActsOn::Surface("payments"),
        _ => ActsOn::Unknown,
    });
    let conversation = Conversation::with(GatedServer::new(library.clone(), &gate)).await?;
    conversation.call("fine-reader").await?;
    authority.revoke(&TOOL_SERVER.replace("tool-server", "payments"))?;
    in_band(&conversation.call("fine-reader").await?, "fine-reader", "DEVICE_REVOKED");
    conversation.call("lend").await?;
    let unknown = conversation.send("library/burn", Value::Null).await.expect_err("unknown").to_string();
    assert!(unknown.contains("CONFIGURATION"), "{unknown}");
    assert_eq!(library.effects.count(), 2);
    conversation.end().await
}

/// Its answer is a task or an error: a client would not read a result.
#[tokio::test]
async fn a_call_that_asks_for_a_task_is_denied_by_a_protocol_error() -> TestResult {
    let (authority, library) = (turn().await, Library::default());
    authority.disable_org();
    let conversation = Conversation::with(GatedServer::new(library.clone(), &Gate::new())).await?;
    match conversation.send("tools/call", json!({ "name": "lend", "task": {} })).await {
        Err(ServiceError::McpError(error)) => assert_eq!(error.code, DENIED),
        other => panic!("{other:?}"),
    }
    assert_eq!((authority.validates(), library.effects.count()), (1, 0));
    conversation.end().await
}
