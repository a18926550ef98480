//! Model Context Protocol servers on `rmcp`.
//!
//! A denial has to be read by the model, and a model reads the *result* of a tool call, not the
//! protocol's errors. So a denial becomes a result with `isError: true` wherever the function's return
//! type has room for one:
//!
//! | the tool returns | what the attribute needs |
//! |---|---|
//! | `CallToolResult`, `Result<_, String>`, `Result<_, Denied>` | nothing |
//! | `Result<_, YourError>` with `impl IntoCallToolResult for YourError` | `impl From<Denied> for YourError` |
//! | `Result<CallToolResult, ErrorData>` | [`in_band`], in a line of [`denials!`](crate::denials) |
//! | `Result<Json<_>, ErrorData>` | nothing, and [`denials_in_band`](GateRouter::denials_in_band) on the router |
//!
//! Or leave the functions alone and gate the router, in one line: [`gated`](GateRouter::gated). It has to be the
//! router that the handler uses: `#[tool_handler(router = Self::tool_router().gated(…))]`. A plain
//! `#[tool_handler]` makes another one and asks nobody, and the compiler does not notice.
//!
//! # Prompts, resources, completions, tasks
//!
//! They are entrances as tools are, and a gated tool router does not see them. Either
//!
//! - put attributes on the functions: `#[guarded_tool]` on a `#[prompt]`, and on `read_resource`, `complete` and the
//!   others in `impl ServerHandler`. They return `Result<_, ErrorData>`, which carries a denial as it is, a
//!   protocol error of code [`DENIED`]; or
//! - put the whole server behind a gate: [`GatedServer`].

mod gated_server;

use std::sync::Arc;

use ::rmcp::ErrorData;
use ::rmcp::handler::server::router::tool::{ToolRoute, ToolRouter};
use ::rmcp::handler::server::tool::IntoCallToolResult;
use ::rmcp::model::{CallToolResponse, CallToolResult, ContentBlock, ErrorCode, MetaObject};

use crate::denied::{Denied, FromDenied};
use crate::frameworks::Gate;

pub use gated_server::GatedServer;

/// The JSON-RPC code of a denial that had to become a protocol error, from the range that is free for servers.
pub const DENIED: ErrorCode = ErrorCode(-32043);

/// The key under which a result's `_meta` holds the denial, for clients that are programs.
pub const DENIED_META: &str = "machineid.io/denied";

/// A result that the model reads: not a success, and not to be tried again.
///
/// The text is [`Denied::agent_message`]; the code, the request id and the rest stand in `_meta`. Not in
/// the structured content, which clients hold against the tool's output schema.
impl FromDenied for CallToolResult {
    fn from_denied(denied: Denied) -> Self {
        refusal(denied.agent_message(), serde_json::to_value(&denied).unwrap_or_default())
    }
}

/// For tools that return `Result<_, Denied>`: a result, as above.
impl IntoCallToolResult for Denied {
    fn into_call_tool_result(self) -> Result<CallToolResponse, ErrorData> {
        Ok(CallToolResult::from_denied(self).into())
    }
}

/// A protocol error of code [`DENIED`], for `Result<_, ErrorData>`. The model does not read these: see
/// [`in_band`] and [`denials_in_band`](GateRouter::denials_in_band).
impl From<Denied> for ErrorData {
    fn from(denied: Denied) -> Self {
        Self::new(DENIED, denied.agent_message(), serde_json::to_value(&denied).ok())
    }
}

/// A denial as a result, for tools that return `Result<CallToolResult, ErrorData>`. Once, at the crate's root:
///
/// ```
/// use machineid_guard::frameworks::rmcp::in_band;
/// use rmcp::{ErrorData, model::CallToolResult};
///
/// machineid_guard::denials! {
///     -> Result<CallToolResult, ErrorData> => in_band,
/// }
/// # fn main() {}
/// ```
///
/// # Errors
/// Never: the denial is inside of the result.
pub fn in_band<E>(denied: Denied) -> Result<CallToolResult, E> {
    Ok(CallToolResult::from_denied(denied))
}

/// Gates the tools of a router.
pub trait GateRouter: Sized {
    /// Puts a boundary in front of every tool that the router has now, with the tool's own name. It asks
    /// before the arguments are read. Denials are [in band](Self::denials_in_band).
    ///
    /// ```
    /// use machineid_guard::frameworks::{Gate, rmcp::GateRouter};
    /// use rmcp::handler::server::tool::ToolRouter;
    ///
    /// # struct Server;
    /// # fn tools() -> ToolRouter<Server> {
    /// // Under `#[tool_router]`: Self::tool_router().gated(&Gate::new())
    /// ToolRouter::<Server>::new().gated(&Gate::new())
    /// # }
    /// ```
    ///
    /// With the macros: `#[tool_handler(router = Self::tool_router().gated(&Gate::new()))]`. A router that is gated
    /// in the server's constructor has to be named there as well, `#[tool_handler(router = self.tools)]`: a plain
    /// `#[tool_handler]` makes another one, and asks nobody.
    #[must_use]
    fn gated(self, gate: &Gate) -> Self;

    /// Turns denials that tools give back as [`ErrorData`] into results that the model reads.
    #[must_use]
    fn denials_in_band(self) -> Self;
}

impl<S: Send + Sync + 'static> GateRouter for ToolRouter<S> {
    fn gated(mut self, gate: &Gate) -> Self {
        for route in self.map.values_mut() {
            *route = gated(route, gate.clone());
        }
        self.denials_in_band()
    }

    fn denials_in_band(mut self) -> Self {
        for route in self.map.values_mut() {
            *route = in_band_route(route);
        }
        self
    }
}

fn gated<S: Send + Sync + 'static>(route: &ToolRoute<S>, gate: Gate) -> ToolRoute<S> {
    let (name, call) = (route.attr.name.clone(), Arc::clone(&route.call));
    ToolRoute::new_dyn(route.attr.clone(), move |context| {
        let (check, call) = (gate.check(&name), Arc::clone(&call));
        Box::pin(async move {
            match check.ask().await {
                Ok(()) => call(context).await,
                Err(denied) => denied.into_call_tool_result(),
            }
        })
    })
}

fn in_band_route<S: Send + Sync + 'static>(route: &ToolRoute<S>) -> ToolRoute<S> {
    let call = Arc::clone(&route.call);
    ToolRoute::new_dyn(route.attr.clone(), move |context| {
        let call = Arc::clone(&call);
        Box::pin(async move {
            match call(context).await {
                Err(ErrorData { code: DENIED, message, data, .. }) => {
                    Ok(refusal(message.into_owned(), data.unwrap_or_default()).into())
                }
                other => other,
            }
        })
    })
}

fn refusal(message: String, denied: serde_json::Value) -> CallToolResult {
    let mut result = CallToolResult::error(vec![ContentBlock::text(message)]);
    let mut meta = MetaObject::new();
    meta.0.insert(DENIED_META.to_owned(), denied);
    result.meta = Some(meta);
    result
}
