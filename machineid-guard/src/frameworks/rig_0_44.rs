//! Tools for agents on `rig-core` and `rig-agent` 0.44.
//!
//! rig shows the model an ordinary error as "the tool failed", and only a *refusal* in its own words. So
//! a denial becomes a refusal:
//!
//! | the tool's error | what the attribute needs |
//! |---|---|
//! | `ToolExecutionError` | nothing |
//! | an error of your own | a variant `Denied(#[from] Denied)`, and [`denials_as_refusals`](GateToolSet::denials_as_refusals) on the set, or a `map_error` that does so |
//!
//! Or leave the tools alone and gate the whole set, in one line: [`gated`](GateToolSet::gated). A tool that is registered
//! elsewhere than in a set is put behind a gate on its own: [`Gated`].

use std::error::Error;

use ::rig_agent_0_44::tool::{RegisteredTool, ToolSet};
use ::rig_core_0_44::effect::{EffectKind, FamilyDescriptor, HandlerDescriptor, Outcome, family};
use ::rig_core_0_44::serve::{Dispatch, ErasedHandler, Reply, Serve};
use ::rig_core_0_44::tool::{Tool, ToolContext, ToolExecutionError, ToolResult};

use crate::denied::Denied;
use crate::frameworks::Gate;

pub use super::rig::{Gated, GatedError};

/// A refusal: the model reads [`Denied::agent_message`], the agent's hooks and telemetry get the code
/// and the message for operators, and by downcast the [`Denied`] itself. Never retryable.
impl From<Denied> for ToolExecutionError {
    fn from(denied: Denied) -> Self {
        Self::refused(denied.to_string())
            .with_model_feedback(denied.agent_message())
            .with_code(denied.code())
            .with_retryable(false)
            .with_source(denied)
    }
}

impl<T: Tool> Tool for Gated<T> {
    const NAME: &'static str = T::NAME;
    type Args = T::Args;
    type Output = T::Output;
    type Error = GatedError<T::Error>;

    fn description(&self) -> String {
        self.tool.description()
    }

    fn parameters(&self) -> serde_json::Value {
        self.tool.parameters()
    }

    fn map_error(&self, error: Self::Error) -> ToolExecutionError {
        match error {
            GatedError::Denied(denied) => denied.into(),
            GatedError::Tool(error) => self.tool.map_error(error),
        }
    }

    async fn call(&self, context: &mut ToolContext, args: T::Args) -> Result<T::Output, Self::Error> {
        self.ask(T::NAME).await?;
        self.tool.call(context, args).await.map_err(GatedError::Tool)
    }
}

/// Gates the tools of a set.
pub trait GateToolSet: Sized {
    /// Puts a boundary in front of every tool that the set has now, with the tool's own name. It asks
    /// before the arguments are read.
    ///
    /// Definitions, keys, embeddings and what is advertised stay as they are. A tool's liveness probe
    /// cannot be carried over, so tools that come and go, such as those of a remote server, are gated
    /// where they are registered.
    ///
    /// ```
    /// use machineid_guard::frameworks::{Gate, rig_0_44::GateToolSet};
    /// # use rig_agent_0_44 as rig_agent;
    /// use rig_agent::tool::ToolSet;
    ///
    /// let tools = ToolSet::default().gated(&Gate::new());
    /// # assert!(tools.is_empty());
    /// ```
    #[must_use]
    fn gated(self, gate: &Gate) -> Self;

    /// Turns failures that were caused by a denial into refusals: those whose error is a [`Denied`], or
    /// has one among its [sources](Error::source). A `#[error(transparent)]` variant of thiserror leaves
    /// the denial out of its sources, so give it a text: `#[error("{0}")]`.
    #[must_use]
    fn denials_as_refusals(self) -> Self;
}

impl GateToolSet for ToolSet {
    fn gated(self, gate: &Gate) -> Self {
        made_again(&self, |tool| Asking { gate: gate.clone(), name: tool.name(), tool })
    }

    fn denials_as_refusals(self) -> Self {
        made_again(&self, |tool| Refusing { tool })
    }
}

/// The same set with another handler for each tool.
fn made_again<H: Serve + 'static>(tools: &ToolSet, handler: impl Fn(Registered) -> H) -> ToolSet {
    let always: Vec<&str> = tools.always_exposed_names().collect();
    let mut again = ToolSet::default();
    for (name, tool) in tools.iter() {
        // A registration that cannot be made again is left out: the model is told that there is no such tool.
        let Ok(registered) = RegisteredTool::from_handler(handler(Registered::of(tool))) else { continue };
        let registered = registered.with_key(tool.key().clone());
        if always.contains(&name) {
            again.add_registered_tool(registered);
        } else {
            let mut retrievable = ToolSet::default();
            retrievable.add_registered_tool(registered);
            again.add_retrievable_tools(retrievable);
        }
    }
    again
}

/// A registered tool: what is said of it, and what runs it.
struct Registered {
    descriptor: HandlerDescriptor,
    handler: ErasedHandler,
}

impl Registered {
    fn of(tool: &RegisteredTool) -> Self {
        let handler = tool.handler().clone();
        let mut layers = handler.descriptor().layers;
        layers.insert(0, "machineid-guard".to_owned());
        Self {
            descriptor: HandlerDescriptor { key: tool.key().raw().clone(), family: tool.descriptor(), layers },
            handler,
        }
    }

    fn name(&self) -> String {
        match &self.descriptor.family {
            FamilyDescriptor::Tool { name, .. } => name.clone(),
            _ => self.descriptor.key.to_string(),
        }
    }
}

/// Asks, and hands the call on to the tool's own handler on a yes.
struct Asking {
    gate: Gate,
    name: String,
    tool: Registered,
}

impl Serve for Asking {
    type Family = family::Tool;

    fn descriptor(&self) -> HandlerDescriptor {
        self.tool.descriptor.clone()
    }

    async fn serve(&self, kind: EffectKind, dispatch: Dispatch) -> Reply {
        match self.gate.check(&self.name).ask().await {
            Ok(()) => self.tool.handler.handle(kind, dispatch).await,
            Err(denied) => refusal(denied),
        }
    }
}

/// Runs the tool, and makes a refusal of a failure that a denial caused.
struct Refusing {
    tool: Registered,
}

impl Serve for Refusing {
    type Family = family::Tool;

    fn descriptor(&self) -> HandlerDescriptor {
        self.tool.descriptor.clone()
    }

    async fn serve(&self, kind: EffectKind, dispatch: Dispatch) -> Reply {
        let reply = self.tool.handler.handle(kind, dispatch).await;
        let Reply::Outcome(Ok(Outcome::ToolResult { result })) = &reply else { return reply };
        match result.error().and_then(denial) {
            Some(denied) => refusal(denied),
            None => reply,
        }
    }
}

fn refusal(denied: Denied) -> Reply {
    Reply::Outcome(Ok(Outcome::ToolResult { result: ToolResult::failed(denied.into()) }))
}

/// The denial that the failure of a tool came from.
fn denial(failure: &ToolExecutionError) -> Option<Denied> {
    let mut cause = failure.source();
    while let Some(error) = cause {
        if let Some(denied) = error.downcast_ref::<Denied>() {
            return Some(denied.clone());
        }
        cause = error.source();
    }
    None
}
