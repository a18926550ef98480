//! Every entrance of a server behind one gate.

#![allow(deprecated, reason = "clients of older protocol versions send what newer ones no longer know")]

use std::borrow::Cow;
use std::fmt;

use super::denial::{DENIED, refusal};
use super::rmcp::model::{
    CallToolRequestParams, CallToolResponse, CancelTaskParams, CancelledNotificationParam, CompleteRequestParams,
    CompleteResult, CustomNotification, CustomRequest, CustomResult, DiscoverResult, GetPromptRequestParams,
    GetPromptResponse, GetSkillRequestParams, GetSkillResult, GetTaskParams, GetTaskResult, InitializeRequestParams,
    InitializeResult, ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult, ListSkillsResult,
    ListToolsResult, PaginatedRequestParams, ProgressNotificationParam, ProtocolVersion,
    ReadResourceDirectoryRequestParams, ReadResourceDirectoryResult, ReadResourceRequestParams, ReadResourceResponse,
    Reference, ServerConfig, SetLevelRequestParams, SubscribeRequestParams, SubscriptionFilter, Tool,
    UnsubscribeRequestParams, UpdateTaskParams,
};
use super::rmcp::service::{NotificationContext, RequestContext, SubscriptionContext};
use super::rmcp::{ErrorData, RoleServer, ServerHandler};

use crate::frameworks::Gate;
use crate::frameworks::mcp::Entrance;

type Request = RequestContext<RoleServer>;
type Notification = NotificationContext<RoleServer>;

/// A server that asks before it acts on a request, whatever is inside of it does with the request.
///
/// The [module](super) says what each request is asked for, and shows the one line that it takes. It is a handler, so it
/// goes wherever the handler went: to `serve`, and to `StreamableHttpService`.
///
/// Denials of attributes that are inside, on the functions, become the same answer as its own, so that the model reads
/// those of a tool that returns `Result<_, ErrorData>` too. A handler that is gated here and has attributes as well asks
/// twice.
///
/// What stands around it is not gated: routes that are added by rmcp's `Router` belong in the handler, by
/// `#[tool_handler(router = …)]`.
#[derive(Clone)]
pub struct GatedServer<S> {
    server: S,
    gate: Gate,
}

impl<S: ServerHandler> GatedServer<S> {
    /// Puts the gate in front of a server.
    pub fn new(server: S, gate: &Gate) -> Self {
        Self { server, gate: gate.clone() }
    }

    async fn ask(&self, method: &str, entrance: Entrance<'_>) -> Result<(), ErrorData> {
        Ok(self.gate.check(&entrance.boundary(method)).ask().await?)
    }

    async fn called(&self, request: CallToolRequestParams, context: Request) -> Result<CallToolResponse, ErrorData> {
        self.ask("tools/call", Entrance::Tool(&request.name)).await?;
        self.server.call_tool(request, context).await
    }
}

/// A function that a later release adds keeps its default here, which is to know no such request.
impl<S: ServerHandler> ServerHandler for GatedServer<S> {
    async fn call_tool(&self, request: CallToolRequestParams, context: Request) -> Result<CallToolResponse, ErrorData> {
        match self.called(request, context).await {
            Err(denied) if denied.code == DENIED => Ok(refusal(denied).into()),
            answer => answer,
        }
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: Request,
    ) -> Result<GetPromptResponse, ErrorData> {
        self.ask("prompts/get", Entrance::Of(&request.name)).await?;
        self.server.get_prompt(request, context).await
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: Request,
    ) -> Result<ReadResourceResponse, ErrorData> {
        self.ask("resources/read", Entrance::Of(&request.uri)).await?;
        self.server.read_resource(request, context).await
    }

    async fn read_resource_directory(
        &self,
        request: ReadResourceDirectoryRequestParams,
        context: Request,
    ) -> Result<ReadResourceDirectoryResult, ErrorData> {
        self.ask("resources/directory/read", Entrance::Of(&request.uri)).await?;
        self.server.read_resource_directory(request, context).await
    }

    async fn get_skill(&self, request: GetSkillRequestParams, context: Request) -> Result<GetSkillResult, ErrorData> {
        self.ask("skills/get", Entrance::Of(&request.uri)).await?;
        self.server.get_skill(request, context).await
    }

    async fn subscribe(&self, request: SubscribeRequestParams, context: Request) -> Result<(), ErrorData> {
        self.ask("resources/subscribe", Entrance::Of(&request.uri)).await?;
        self.server.subscribe(request, context).await
    }

    async fn complete(&self, request: CompleteRequestParams, context: Request) -> Result<CompleteResult, ErrorData> {
        self.ask("completion/complete", completed(&request.r#ref)).await?;
        self.server.complete(request, context).await
    }

    async fn get_task(&self, request: GetTaskParams, context: Request) -> Result<GetTaskResult, ErrorData> {
        self.ask("tasks/get", Entrance::Method).await?;
        self.server.get_task(request, context).await
    }

    async fn update_task(&self, request: UpdateTaskParams, context: Request) -> Result<(), ErrorData> {
        self.ask("tasks/update", Entrance::Method).await?;
        self.server.update_task(request, context).await
    }

    async fn on_custom_request(&self, request: CustomRequest, context: Request) -> Result<CustomResult, ErrorData> {
        self.ask(&request.method, Entrance::Method).await?;
        self.server.on_custom_request(request, context).await
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        self.ask("subscriptions/listen", Entrance::Method).await?;
        self.server.listen(context).await
    }

    // From here on nobody is asked: these say what there is, or stop something, or have no answer.

    async fn set_level(&self, request: SetLevelRequestParams, context: Request) -> Result<(), ErrorData> {
        self.server.set_level(request, context).await
    }

    async fn unsubscribe(&self, request: UnsubscribeRequestParams, context: Request) -> Result<(), ErrorData> {
        self.server.unsubscribe(request, context).await
    }

    async fn cancel_task(&self, request: CancelTaskParams, context: Request) -> Result<(), ErrorData> {
        self.server.cancel_task(request, context).await
    }

    async fn initialize(
        &self,
        request: InitializeRequestParams,
        context: Request,
    ) -> Result<InitializeResult, ErrorData> {
        self.server.initialize(request, context).await
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        context: Request,
    ) -> Result<ListToolsResult, ErrorData> {
        self.server.list_tools(request, context).await
    }

    async fn list_prompts(
        &self,
        request: Option<PaginatedRequestParams>,
        context: Request,
    ) -> Result<ListPromptsResult, ErrorData> {
        self.server.list_prompts(request, context).await
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: Request,
    ) -> Result<ListResourcesResult, ErrorData> {
        self.server.list_resources(request, context).await
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        context: Request,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        self.server.list_resource_templates(request, context).await
    }

    async fn list_skills(
        &self,
        request: Option<PaginatedRequestParams>,
        context: Request,
    ) -> Result<ListSkillsResult, ErrorData> {
        self.server.list_skills(request, context).await
    }

    async fn ping(&self, context: Request) -> Result<(), ErrorData> {
        self.server.ping(context).await
    }

    async fn discover(&self, context: Request) -> Result<DiscoverResult, ErrorData> {
        self.server.discover(context).await
    }

    fn negotiate_initialize(&self, request: &InitializeRequestParams) -> Result<InitializeResult, ErrorData> {
        self.server.negotiate_initialize(request)
    }

    fn supported_protocol_versions(&self) -> Cow<'static, [ProtocolVersion]> {
        self.server.supported_protocol_versions()
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        self.server.accepted_subscription_filter(requested)
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.server.get_tool(name)
    }

    fn get_info(&self) -> ServerConfig {
        self.server.get_info()
    }

    async fn on_cancelled(&self, notification: CancelledNotificationParam, context: Notification) {
        self.server.on_cancelled(notification, context).await;
    }

    async fn on_progress(&self, notification: ProgressNotificationParam, context: Notification) {
        self.server.on_progress(notification, context).await;
    }

    async fn on_custom_notification(&self, notification: CustomNotification, context: Notification) {
        self.server.on_custom_notification(notification, context).await;
    }

    async fn on_initialized(&self, context: Notification) {
        self.server.on_initialized(context).await;
    }

    async fn on_roots_list_changed(&self, context: Notification) {
        self.server.on_roots_list_changed(context).await;
    }
}

fn completed(reference: &Reference) -> Entrance<'_> {
    match reference {
        Reference::Prompt(prompt) => Entrance::Of(&prompt.name),
        Reference::Resource(resource) => Entrance::Of(&resource.uri),
        _ => Entrance::Method,
    }
}

impl<S> fmt::Debug for GatedServer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatedServer").field("gate", &self.gate).finish_non_exhaustive()
    }
}
