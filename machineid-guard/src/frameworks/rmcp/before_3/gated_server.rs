//! Every entrance of a server behind one gate; `super::rmcp` is one of the releases before rmcp 3.

use std::fmt;

use super::denial::{DENIED, refusal};
use super::rmcp::model::{CallToolResult, ClientNotification, ClientRequest, Reference, ServerInfo, ServerResult};
use super::rmcp::service::{NotificationContext, RequestContext, Service};
use super::rmcp::{ErrorData, RoleServer};

use crate::frameworks::Gate;
use crate::frameworks::mcp::Entrance;

/// A server that asks before it acts on a request, whatever is inside of it does with the request.
///
/// The [module](super) says what each request is asked for, and shows the one line that it takes.
///
/// Denials of attributes that are inside, on the functions, become the same answer as its own, so that the model reads
/// those of a tool that returns `Result<_, ErrorData>` too. A handler that is gated here and has attributes as well asks
/// twice.
#[derive(Clone)]
pub struct GatedServer<S> {
    server: S,
    gate: Gate,
}

impl<S: Service<RoleServer>> GatedServer<S> {
    /// Puts the gate in front of a server: a `ServerHandler`, a `Router`, or another `Service`.
    pub fn new(server: S, gate: &Gate) -> Self {
        Self { server, gate: gate.clone() }
    }

    async fn ask(&self, request: &ClientRequest) -> Result<(), ErrorData> {
        match entrance(request) {
            Some(entrance) => Ok(self.gate.check(&entrance.boundary(request.method())).ask().await?),
            None => Ok(()),
        }
    }
}

impl<S: Service<RoleServer>> Service<RoleServer> for GatedServer<S> {
    async fn handle_request(
        &self,
        request: ClientRequest,
        context: RequestContext<RoleServer>,
    ) -> Result<ServerResult, ErrorData> {
        let in_band = in_band_answer(&request);
        let answer = match self.ask(&request).await {
            Ok(()) => self.server.handle_request(request, context).await,
            Err(denied) => Err(denied),
        };
        match (answer, in_band) {
            (Err(denied), Some(in_band)) if denied.code == DENIED => Ok(in_band(refusal(denied))),
            (answer, _) => answer,
        }
    }

    async fn handle_notification(
        &self,
        notification: ClientNotification,
        context: NotificationContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.server.handle_notification(notification, context).await
    }

    fn get_info(&self) -> ServerInfo {
        self.server.get_info()
    }
}

/// How a denied tool call is answered; `None` where it has to be a protocol error. A call that asks for a task is
/// answered with a task or an error.
fn in_band_answer(request: &ClientRequest) -> Option<fn(CallToolResult) -> ServerResult> {
    match request {
        ClientRequest::CallToolRequest(call) if call.params.task.is_none() => Some(ServerResult::CallToolResult),
        _ => None,
    }
}

/// `None` where the client wants to be told what there is, or to stop something: nobody is asked. A request that is not
/// named here is asked for by its method.
fn entrance(request: &ClientRequest) -> Option<Entrance<'_>> {
    use ClientRequest as R;
    Some(match request {
        R::InitializeRequest(_)
        | R::PingRequest(_)
        | R::SetLevelRequest(_)
        | R::UnsubscribeRequest(_)
        | R::CancelTaskRequest(_)
        | R::ListToolsRequest(_)
        | R::ListPromptsRequest(_)
        | R::ListResourcesRequest(_)
        | R::ListResourceTemplatesRequest(_) => return None,
        R::CallToolRequest(call) => Entrance::Tool(&call.params.name),
        R::GetPromptRequest(prompt) => Entrance::Of(&prompt.params.name),
        R::ReadResourceRequest(resource) => Entrance::Of(&resource.params.uri),
        R::SubscribeRequest(resource) => Entrance::Of(&resource.params.uri),
        R::CompleteRequest(completion) => completed(&completion.params.r#ref),
        _ => Entrance::Method,
    })
}

fn completed(reference: &Reference) -> Entrance<'_> {
    if let Reference::Prompt(prompt) = reference {
        Entrance::Of(&prompt.name)
    } else if let Reference::Resource(resource) = reference {
        Entrance::Of(&resource.uri)
    } else {
        Entrance::Method
    }
}

impl<S> fmt::Debug for GatedServer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatedServer").field("gate", &self.gate).finish_non_exhaustive()
    }
}
