//! Tools, prompts, resources, completions, tasks and what a server adds: behind one gate, and with attributes.

#![allow(deprecated, reason = "clients of older protocol versions send what newer ones no longer know")]

use std::collections::BTreeMap;

use machineid_guard::frameworks::rmcp_3::{DENIED, GatedServer};
use machineid_guard::frameworks::{ActsOn, Gate};
use machineid_guard::guarded_tool;
use machineid_guard::local::prove_denied;
use one_authority::{TOOL_SERVER, turn};
use rmcp::model::{
    ArgumentInfo, CallToolRequest, CallToolRequestParams, CancelTaskParams, CancelTaskRequest, ClientRequest,
    CompleteRequest, CompleteRequestParams, CompleteResult, ContentBlock, CustomRequest, GetPromptRequest,
    GetPromptRequestParams, GetPromptResult, GetSkillRequest, GetSkillRequestParams, GetTaskParams, GetTaskRequest,
    ListPromptsRequest, ListResourceTemplatesRequest, ListResourcesRequest, ListSkillsRequest, ListToolsRequest,
    LoggingLevel, PingRequest, PromptMessage, ReadResourceDirectoryRequest, ReadResourceDirectoryRequestParams,
    ReadResourceRequest, ReadResourceRequestParams, ReadResourceResponse, Reference, ResultType, Role, ServerConfig,
    ServerResult, SetLevelRequest, SetLevelRequestParams, SubscribeRequest, SubscribeRequestParams, SubscriptionFilter,
    SubscriptionsListenRequest, SubscriptionsListenRequestParams, UnsubscribeRequest, UnsubscribeRequestParams,
    UpdateTaskParams, UpdateTaskRequest,
};
use rmcp::service::{RequestContext, RoleServer, ServiceError};
use rmcp::{ErrorData, ServerHandler, prompt, prompt_handler, prompt_router};

use crate::TestResult;
use crate::conversation::{Conversation, refusal_code};
use crate::library::{Library, everything};

/// Every entrance that acts: the name of its boundary, and a request.
fn acting() -> Vec<(&'static str, ClientRequest)> {
    let completion =
        |reference| CompleteRequest::new(CompleteRequestParams::new(reference, ArgumentInfo::new("name", "A"))).into();
    vec![
        ("lend", CallToolRequest::new(CallToolRequestParams::new("lend")).into()),
        ("prompts/get greeting", GetPromptRequest::new(GetPromptRequestParams::new("greeting")).into()),
        ("resources/read book:///1", ReadResourceRequest::new(ReadResourceRequestParams::new("book:///1")).into()),
        ("resources/subscribe book:///1", SubscribeRequest::new(SubscribeRequestParams::new("book:///1")).into()),
        ("completion/complete greeting", completion(Reference::for_prompt("greeting"))),
        ("completion/complete book:///{number}", completion(Reference::for_resource("book:///{number}"))),
        ("tasks/get", GetTaskRequest::new(GetTaskParams::new("1")).into()),
        ("tasks/update", UpdateTaskRequest::new(UpdateTaskParams::new("1", BTreeMap::default())).into()),
        ("library/burn", CustomRequest::new("library/burn", None).into()),
    ]
}

/// More of them, which this server has no function for: the request is asked for, whatever becomes of it.
fn unknown_to_the_server() -> Vec<(&'static str, ClientRequest)> {
    let (directory, skill) = ("resources/directory/read book:///", "skills/get skill:///lend/SKILL.md");
    vec![
        (directory, ReadResourceDirectoryRequest::new(ReadResourceDirectoryRequestParams::new("book:///")).into()),
        (skill, GetSkillRequest::new(GetSkillRequestParams::new("skill:///lend/SKILL.md")).into()),
    ]
}

/// Requests that say what there is, or stop something.
fn harmless() -> Vec<ClientRequest> {
    vec![
        PingRequest::default().into(),
        ListToolsRequest::default().into(),
        ListPromptsRequest::default().into(),
        ListResourcesRequest::default().into(),
        ListResourceTemplatesRequest::default().into(),
        ListSkillsRequest::default().into(),
        SetLevelRequest::new(SetLevelRequestParams::new(LoggingLevel::Info)).into(),
        UnsubscribeRequest::new(UnsubscribeRequestParams::new("book:///1")).into(),
        CancelTaskRequest::new(CancelTaskParams::new("1")).into(),
    ]
}

fn request(name: &str) -> ClientRequest {
    acting().into_iter().chain(unknown_to_the_server()).find(|(entrance, _)| *entrance == name).expect("one of them").1
}

/// What comes back, as text; a denial has to be of the kind that belongs to the entrance.
async fn answer(conversation: &Conversation, name: &str) -> String {
    match conversation.send(request(name)).await {
        Ok(ServerResult::CallToolResult(result)) => {
            assert_eq!((result.is_error, refusal_code(&result)), (Some(true), Some("ORG_DISABLED")), "{name}");
            assert!(result.result_type.is_none(), "clients of this protocol version do not know it");
            result.content.iter().filter_map(ContentBlock::as_text).map(|text| text.text.as_str()).collect()
        }
        Err(ServiceError::McpError(error)) => {
            assert_eq!(error.code, DENIED, "{name}: {error:?}");
            error.message.into_owned() // its `data` is for programs
        }
        other => panic!("{name}: {other:?}"),
    }
}

#[tokio::test]
async fn every_entrance_of_a_gated_server_asks_under_its_own_name_before_it_acts() -> TestResult {
    let (authority, library) = (turn().await, Library::default());
    let conversation = Conversation::with(GatedServer::new(library.clone(), &Gate::new())).await?;
    for (number, (name, request)) in acting().into_iter().enumerate() {
        let answered = conversation.send(request).await;
        assert!(answered.is_ok() || name.starts_with("tasks/"), "{name}: {answered:?}");
        assert_eq!((authority.validates(), library.effects()), (number + 1, number + 1), "{name}");
    }
    let names = acting().into_iter().chain(unknown_to_the_server()).map(|(name, _)| name);
    prove_denied(&authority, names, async |name: String| answer(&conversation, &name).await)
        .effects(|| library.effects())
        .await?;
    conversation.end().await
}

#[tokio::test]
async fn in_the_newest_version_of_the_protocol_tools_and_subscriptions_are_gated_the_same_way() -> TestResult {
    let (authority, library) = (turn().await, Library::default());
    let conversation = Conversation::newest(GatedServer::new(library.clone(), &Gate::new())).await?;
    let listen = || {
        let what = SubscriptionsListenRequestParams::new(SubscriptionFilter::default());
        ClientRequest::from(SubscriptionsListenRequest::new(what))
    };
    conversation.send(request("lend")).await?;
    conversation.send(listen()).await?;
    assert_eq!((authority.validates(), library.effects()), (2, 2));

    authority.disable_org();
    match conversation.send(request("lend")).await? {
        ServerResult::CallToolResult(denied) => {
            assert_eq!((denied.is_error, refusal_code(&denied)), (Some(true), Some("ORG_DISABLED")));
            assert_eq!(denied.result_type, Some(ResultType::COMPLETE), "clients of this version demand it");
        }
        other => panic!("{other:?}"),
    }
    match conversation.send(listen()).await {
        Err(ServiceError::McpError(error)) => assert_eq!(error.code, DENIED),
        other => panic!("{other:?}"),
    }
    assert_eq!((authority.validates(), library.effects()), (4, 2));
    conversation.end().await
}

#[tokio::test]
async fn what_says_what_there_is_or_stops_something_asks_nobody() -> TestResult {
    let (authority, library) = (turn().await, Library::default());
    authority.disable_org();
    let conversation = Conversation::with(GatedServer::new(library, &Gate::new())).await?;
    for request in harmless() {
        let method = request.method().to_owned();
        let answered = conversation.send(request).await;
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
        _ if entrance.starts_with("resources/") => ActsOn::Surface("shelves"),
        _ => ActsOn::Unknown,
    });
    let conversation = Conversation::with(GatedServer::new(library.clone(), &gate)).await?;
    conversation.send(request("resources/read book:///1")).await?;
    authority.revoke(&TOOL_SERVER.replace("tool-server", "shelves"))?;
    let denied = conversation.send(request("resources/read book:///1")).await.expect_err("revoked").to_string();
    assert!(denied.contains("DEVICE_REVOKED"), "{denied}");
    conversation.send(request("lend")).await?;
    let unknown = conversation.send(request("library/burn")).await.expect_err("unknown").to_string();
    assert!(unknown.contains("CONFIGURATION"), "{unknown}");
    assert_eq!(library.effects(), 2);
    conversation.end().await
}

/// The same entrances with attributes: on each function, ours on top.
#[derive(Clone, Default)]
struct Guarded(Library);

#[prompt_router]
impl Guarded {
    #[guarded_tool(name = "prompts/get greeting")]
    #[prompt(description = "greets a reader")]
    async fn greeting(&self) -> Result<GetPromptResult, ErrorData> {
        self.0.effect();
        Ok(GetPromptResult::new(vec![PromptMessage::new_text(Role::User, "hello")]))
    }
}

#[prompt_handler]
impl ServerHandler for Guarded {
    fn get_info(&self) -> ServerConfig {
        everything()
    }

    #[guarded_tool(name = format!("resources/read {}", request.uri))]
    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        self.0.read_resource(request, context).await
    }

    #[guarded_tool(name = "completion/complete greeting")]
    async fn complete(
        &self,
        request: CompleteRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        self.0.complete(request, context).await
    }

    #[guarded_tool(name = "tasks/update")]
    async fn update_task(
        &self,
        request: UpdateTaskParams,
        context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.0.update_task(request, context).await
    }
}

#[tokio::test]
async fn attributes_on_the_functions_of_the_handler_do_the_same() -> TestResult {
    let (authority, server) = (turn().await, Guarded::default());
    let conversation = Conversation::with(server.clone()).await?;
    let names = ["prompts/get greeting", "resources/read book:///1", "completion/complete greeting", "tasks/update"];
    for (number, name) in names.into_iter().enumerate() {
        let answered = conversation.send(request(name)).await;
        assert!(answered.is_ok() || name.starts_with("tasks/"), "{name}: {answered:?}");
        assert_eq!((authority.validates(), server.0.effects()), (number + 1, number + 1), "{name}");
    }
    prove_denied(&authority, names, async |name: String| answer(&conversation, &name).await)
        .effects(|| server.0.effects())
        .await?;
    conversation.end().await
}
