//! Every entrance of a server behind one gate.

use std::borrow::Cow;
use std::fmt;

use ::rmcp::handler::server::tool::IntoCallToolResult;
use ::rmcp::model::{ClientNotification, ClientRequest, ProtocolVersion, Reference, ServerConfig, ServerResult};
use ::rmcp::service::{NotificationContext, RequestContext, Service};
use ::rmcp::{ErrorData, RoleServer, ServerHandler};

use crate::denied::Denied;
use crate::frameworks::Gate;

/// A server that asks before it acts on a request, whatever its handler does with it: tools, prompts, resources,
/// completions, tasks and requests of its own.
///
/// | request | boundary |
/// |---|---|
/// | `tools/call` | the tool's name; a denial is a result with `isError: true` |
/// | `prompts/get` | `prompts/get greeting` |
/// | `resources/read`, `resources/subscribe`, `resources/directory/read`, `skills/get` | `resources/read file:///orders` |
/// | `completion/complete` | `completion/complete greeting`: the prompt's name, or the resource's URI |
/// | `tasks/get`, `tasks/update`, `subscriptions/listen`, and every other request that is not in the next row | its method |
/// | `initialize`, `ping`, `server/discover`, `logging/setLevel`, `resources/unsubscribe`, `tasks/cancel`, and those that list tools, prompts, resources, resource templates and skills | none: they say what there is, or stop something |
///
/// A URI reaches [`Gate::surfaces`] as the client spelt it: let what is not in your list be
/// [`ActsOn::Unknown`](crate::frameworks::ActsOn).
///
/// Except for tools, a denial is a protocol error of code [`DENIED`](super::DENIED). Notifications have no answer and
/// are handed on unasked.
///
/// The yes is for the request. What goes on after its answer is the server's to guard: a task that a tool starts and
/// that runs in the background (an attribute on what it does, with `recheck` or a
/// [`checkpoint!`](crate::checkpoint)), and the updates of a subscription. A handler that is
/// gated here and has attributes as well asks twice.
///
/// ```
/// use machineid_guard::frameworks::{Gate, rmcp::GatedServer};
/// use rmcp::{ServerHandler, ServiceExt};
///
/// # #[derive(Clone)]
/// # struct SupportDesk;
/// # impl ServerHandler for SupportDesk {}
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// # let (transport, _) = tokio::io::duplex(64);
/// let gate = Gate::new().surfaces(|entrance| (entrance == "refund").then_some("payments"));
/// GatedServer::new(SupportDesk, &gate).serve(transport).await?.waiting().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct GatedServer<S> {
    server: S,
    gate: Gate,
}

impl<S: ServerHandler> GatedServer<S> {
    /// Puts the gate in front of the server.
    pub fn new(server: S, gate: &Gate) -> Self {
        Self { server, gate: gate.clone() }
    }

    /// Asks, where the request is one that acts.
    async fn ask(&self, request: &ClientRequest) -> Result<(), Denied> {
        match entrance(request) {
            Some(name) => self.gate.check(&name).ask().await,
            None => Ok(()),
        }
    }
}

impl<S: ServerHandler> Service<RoleServer> for GatedServer<S> {
    async fn handle_request(
        &self,
        request: ClientRequest,
        context: RequestContext<RoleServer>,
    ) -> Result<ServerResult, ErrorData> {
        match self.ask(&request).await {
            Ok(()) => Service::handle_request(&self.server, request, context).await,
            Err(denied) => refused(denied, &request, context.protocol_version().as_ref()),
        }
    }

    async fn handle_notification(
        &self,
        notification: ClientNotification,
        context: NotificationContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Service::handle_notification(&self.server, notification, context).await
    }

    fn get_info(&self) -> ServerConfig {
        Service::get_info(&self.server)
    }

    fn supported_protocol_versions(&self) -> Cow<'static, [ProtocolVersion]> {
        Service::supported_protocol_versions(&self.server)
    }
}

/// What the boundary of a request is called; `None` for those that only say what there is, or stop something. A
/// request that a later release of rmcp knows is asked for.
fn entrance(request: &ClientRequest) -> Option<String> {
    use ClientRequest as R;
    let method = request.method();
    let of = |what: &str| Some(format!("{method} {what}"));
    match request {
        R::InitializeRequest(_)
        | R::PingRequest(_)
        | R::DiscoverRequest(_)
        | R::SetLevelRequest(_)
        | R::UnsubscribeRequest(_)
        | R::CancelTaskRequest(_)
        | R::ListToolsRequest(_)
        | R::ListPromptsRequest(_)
        | R::ListResourcesRequest(_)
        | R::ListResourceTemplatesRequest(_)
        | R::ListSkillsRequest(_) => None,
        R::CallToolRequest(call) => Some(call.params.name.clone().into_owned()),
        R::GetPromptRequest(prompt) => of(&prompt.params.name),
        R::ReadResourceRequest(resource) => of(&resource.params.uri),
        R::SubscribeRequest(resource) => of(&resource.params.uri),
        R::ReadResourceDirectoryRequest(directory) => of(&directory.params.uri),
        R::GetSkillRequest(skill) => of(&skill.params.uri),
        R::CompleteRequest(completion) => match &completion.params.r#ref {
            Reference::Prompt(prompt) => of(&prompt.name),
            Reference::Resource(resource) => of(&resource.uri),
            _ => Some(method.to_owned()),
        },
        _ => Some(method.to_owned()),
    }
}

/// A denial as the client of this request reads it.
fn refused(
    denied: Denied,
    request: &ClientRequest,
    version: Option<&ProtocolVersion>,
) -> Result<ServerResult, ErrorData> {
    if !matches!(request, ClientRequest::CallToolRequest(_)) {
        return Err(denied.into());
    }
    let mut result = ServerResult::from(denied.into_call_tool_result()?);
    // Dates that are written like this compare as text. An older client does not know the field.
    if version.is_none_or(|version| version.as_str() < ProtocolVersion::V_2026_07_28.as_str()) {
        result.strip_result_type_for_legacy_peer();
    }
    Ok(result)
}

impl<S> fmt::Debug for GatedServer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatedServer").field("gate", &self.gate).finish_non_exhaustive()
    }
}
