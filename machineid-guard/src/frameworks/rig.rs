//! Tools for agents on `rig` (`rig-core`, `rig-agent`).
//!
//! rig shows the model an ordinary error as "the tool failed", and only a *refusal* in its own words. So
//! a denial becomes a refusal. A tool whose error is `ToolExecutionError` needs an attribute and nothing
//! else; one with an error type of its own says in `map_error` that its denial is a refusal.
//!
//! Or leave the tools alone and gate the whole set, in one line: [`gated`](GateToolSet::gated).

use ::rig_agent::tool::{RegisteredTool, ToolSet};
use ::rig_core::effect::{EffectKind, HandlerDescriptor, Outcome, family};
use ::rig_core::error::ErrorReport;
use ::rig_core::serve::{Dispatch, ErasedHandler, Reply, Serve};
use ::rig_core::tool::{ToolExecutionError, ToolResult};

use crate::denied::Denied;
use crate::frameworks::Gate;

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
    /// use machineid_guard::frameworks::{Gate, rig::GateToolSet};
    /// use rig_agent::tool::ToolSet;
    ///
    /// let tools = ToolSet::default().gated(&Gate::new());
    /// # assert!(tools.is_empty());
    /// ```
    #[must_use]
    fn gated(self, gate: &Gate) -> Self;
}

impl GateToolSet for ToolSet {
    fn gated(self, gate: &Gate) -> Self {
        let always: Vec<&str> = self.always_exposed_names().collect();
        let mut gated = Self::default();
        for (name, tool) in self.iter() {
            // A registration that cannot be made again is left out: the model is told that there is no such tool.
            let Ok(tool) = gated_tool(tool, gate.clone()) else { continue };
            if always.contains(&name) {
                gated.add_registered_tool(tool);
            } else {
                let mut retrievable = Self::default();
                retrievable.add_registered_tool(tool);
                gated.add_retrievable_tools(retrievable);
            }
        }
        gated
    }
}

fn gated_tool(tool: &RegisteredTool, gate: Gate) -> Result<RegisteredTool, ErrorReport> {
    let descriptor = HandlerDescriptor {
        key: tool.key().raw().clone(),
        family: tool.descriptor(),
        layers: [vec!["machineid-guard".to_owned()], tool.handler().descriptor().layers].concat(),
    };
    RegisteredTool::from_handler(GatedTool { gate, name: tool.name(), descriptor, tool: tool.handler().clone() })
}

/// Asks, and hands the call on to the tool's own handler on a yes.
struct GatedTool {
    gate: Gate,
    name: String,
    descriptor: HandlerDescriptor,
    tool: ErasedHandler,
}

impl Serve for GatedTool {
    type Family = family::Tool;

    fn descriptor(&self) -> HandlerDescriptor {
        self.descriptor.clone()
    }

    async fn serve(&self, kind: EffectKind, dispatch: Dispatch) -> Reply {
        match self.gate.check(&self.name).ask().await {
            Ok(()) => self.tool.handle(kind, dispatch).await,
            Err(denied) => Reply::Outcome(Ok(Outcome::ToolResult { result: ToolResult::failed(denied.into()) })),
        }
    }
}
