//! The behavioural net: each tool that a framework lists is called, while everything is denied.

use std::collections::BTreeSet;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use super::organisation::OrgSwitch;
use super::tool_trial::{Listed, ToolTrial};
use super::witness::Looking;
use super::{Endpoint, LocalAuthority, Unproven};

/// Proves of each of a framework's tools that a stopped organisation stops it: disables the organisation, calls
/// every tool through the framework's own dispatch, and enables it again.
///
/// `tools` is the framework's own list, and `call` makes one call as the framework makes it and gives the text that
/// the model gets. A tool passes when all of this holds:
///
/// - it asked the authority, at its own boundary, under the name that the framework lists it by, before anything
///   else of it asked;
/// - the authority's answer was the disabled organisation's `ORG_DISABLED`;
/// - what the model gets has that code in it, as [`Denied::agent_message`](crate::Denied::agent_message) has, and not the
///   device's id, as the log's line, which is the text of a [`Denied`](crate::Denied), has;
/// - the counter of [`effects`](ProveDenied::effects), where one is given, stood still.
///
/// So it finds what no list of boundaries can: a gated router that is built and never used, an attribute that a
/// framework's macro dropped, two tools behind one name; and a cache in front of a boundary, where the tools were
/// called before while they were allowed.
///
/// Of an MCP server's protocol error, that text is the `message`; its `data` is for programs, and names the device.
///
/// Arguments that the framework refuses prove nothing: a tool that was not asked for and whose answer looks like such a
/// refusal is reported as not reached. A tool's call from other code, past the framework, is not made here, and no
/// tool in another process is seen.
///
/// The guard has to come from [`LocalAuthority::guard`]; it is the one in force where the framework runs the tool, so
/// [install](crate::Guard::install) it where the framework spawns tasks. Nothing else may use the authority
/// meanwhile.
///
/// ```
/// use machineid_guard::local::{LocalAuthority, prove_denied};
/// use machineid_guard::{Denied, guarded_tool};
///
/// #[guarded_tool]
/// async fn search(query: &str) -> Result<String, Denied> {
///     Ok(format!("results for {query}"))
/// }
///
/// /// What a framework's dispatch looks like.
/// async fn call(tool: &str) -> Result<String, Denied> {
///     match tool {
///         "search" => search("tea").await,
///         _ => Ok("what time is it?".into()),
///     }
/// }
///
/// # async fn test() -> Result<(), Box<dyn std::error::Error>> {
/// let authority = LocalAuthority::start()?;
/// let guard = authority.guard().build()?;
/// let as_the_model_reads_it = async |tool: String| match guard.scope(call(&tool)).await {
///     Ok(text) => text,
///     Err(denied) => denied.agent_message(),
/// };
///
/// prove_denied(&authority, ["search"], as_the_model_reads_it).await?;
///
/// let unproven = prove_denied(&authority, ["search", "clock"], as_the_model_reads_it).await.unwrap_err();
/// assert!(unproven.to_string().contains("clock: NOT STOPPED: nobody was asked"));
/// # Ok(())
/// # }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
/// ```
pub fn prove_denied<T: Into<String>, C: AsyncFnMut(String) -> String>(
    authority: &LocalAuthority,
    tools: impl IntoIterator<Item = T>,
    call: C,
) -> ProveDenied<'_, C> {
    let tools = tools.into_iter().map(Into::into).collect();
    ProveDenied { authority, tools, call, effects: Box::new(|| 0) }
}

/// A proof that was not made yet: `.await` it. Made by [`prove_denied`].
#[must_use = "nothing is called before this is awaited"]
pub struct ProveDenied<'a, C> {
    authority: &'a LocalAuthority,
    tools: Vec<String>,
    call: C,
    effects: Box<dyn FnMut() -> usize + 'a>,
}

impl<'a, C> ProveDenied<'a, C> {
    /// Reads a counter at what the tools act on: mails sent, rows written. A tool that moved it fails. Without one,
    /// what a tool does before it asks is not seen.
    pub fn effects(mut self, effects: impl FnMut() -> usize + 'a) -> Self {
        self.effects = Box::new(effects);
        self
    }
}

impl<'a, C: AsyncFnMut(String) -> String + 'a> IntoFuture for ProveDenied<'a, C> {
    type Output = Result<(), Unproven>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.made())
    }
}

impl<C: AsyncFnMut(String) -> String> ProveDenied<'_, C> {
    async fn made(mut self) -> Result<(), Unproven> {
        let _the_only_proof = self.authority.state.proofs.lock().await;
        let _disabled = Disabled::of(self.authority);
        let looking = self.authority.state.witness.look();
        let mut seen = BTreeSet::new();
        let mut trials = Vec::new();
        for tool in std::mem::take(&mut self.tools) {
            let listed = if seen.insert(tool.clone()) { Listed::Once } else { Listed::Again };
            trials.push(self.trial(tool, listed, &looking).await);
        }
        Unproven::unless_all_are_stopped(&trials)
    }

    /// Calls one tool.
    async fn trial(&mut self, tool: String, listed: Listed, looking: &Looking<'_>) -> ToolTrial {
        drop(looking.take());
        let (logged, effects) = (self.authority.requests().len(), (self.effects)());
        let answer = (self.call)(tool.clone()).await;
        let requests = self.authority.requests().split_off(logged);
        ToolTrial {
            tool,
            listed,
            observed: looking.take(),
            validates: requests.into_iter().filter(|request| request.endpoint() == Endpoint::Validate).collect(),
            effects: (self.effects)().abs_diff(effects),
            answer,
        }
    }
}

/// The organisation is off as long as it is there.
struct Disabled<'a> {
    authority: &'a LocalAuthority,
    before: OrgSwitch,
}

impl<'a> Disabled<'a> {
    fn of(authority: &'a LocalAuthority) -> Self {
        let before = std::mem::replace(&mut authority.state.office().organisation.switch, OrgSwitch::Disabled);
        Self { authority, before }
    }
}

impl Drop for Disabled<'_> {
    fn drop(&mut self) {
        self.authority.state.office().organisation.switch = self.before;
    }
}

impl<C> fmt::Debug for ProveDenied<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProveDenied").field("tools", &self.tools).finish_non_exhaustive()
    }
}
