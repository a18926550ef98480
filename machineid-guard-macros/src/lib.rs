//! The attributes of `machineid-guard`: each puts a *boundary* in front of a function, and the
//! boundary asks `MachineID` right before the body runs. A denial returns from the function; the body
//! then never starts.
//!
//! Use them through the runtime crate, which re-exports them all and tests the examples below:
//! `use machineid_guard::{guarded_tool, side_effect, resume};`. An expansion names only
//! `::machineid_guard::__private`, so a crate that depends on this one alone cannot use it.
//!
//! # What an expansion is
//!
//! A prologue, not a wrapper. The attributes, the signature and the tokens of the body are emitted as
//! they were written; what is added stands in front of the body:
//!
//! ```text
//! async fn refund(order: u64) -> Result<(), ToolError> {
//!     if let Err(denied) = {
//!         // boundary!: static BOUNDARY: Boundary = …, and its entry in the inventory, even if nothing calls this
//!         // a sync function: wait_at(…)
//!         ask_at(boundary! { SideEffect, "refund", surface = "payments" }).await
//!     } {
//!         return <Result<(), ToolError> as FromDenied>::from_denied(denied);
//!     }
//!     { /* the body, token for token */ }
//! }
//! ```
//!
//! `return` and `?` in the body mean what they meant, there is no unguarded copy to call by mistake,
//! and no lint is switched off. Only a function that *returns* a future or a stream is reshaped, since work before
//! its `Box::pin(async move { … })` would else run before the question: its whole body moves into the
//! new future, behind the check.
//!
//! # How the crate is laid out
//!
//! In the order of the work: `arguments` (what stands in the parentheses), `item` (the function, its
//! body as raw tokens), `placement` (where a boundary would not hold), `return_type`, `deferred` and
//! `shape` (how the function waits), `expand` (the tokens). `block` covers whole blocks with the same expansion, and
//! `proof` shows it that a function's own boundary came to the body. Each is a pure function from tokens to
//! tokens. On a mistake the item is emitted beside the error,
//! so that one mistake is one error and an editor keeps completing in the body.

mod arguments;
mod attribute;
mod block;
mod checkpoint;
mod closure;
mod conditional;
mod deferred;
mod expand;
#[cfg(test)]
mod expansions;
mod framework;
mod item;
mod memoizer;
mod naming;
mod placement;
mod proof;
mod return_type;
mod shape;
mod surface;
mod tokens;
mod wrapper;

use proc_macro::TokenStream;

use self::attribute::BoundaryAttribute;
use self::block::BlockAttribute;
use self::checkpoint::Form;

/// A boundary before a tool call: the function asks right before its body runs.
///
/// Works on free functions, methods, trait implementations and default bodies; `async`, sync (the
/// thread waits for the answer, inside and outside of any runtime), `-> Pin<Box<dyn Future>>`,
/// `-> BoxFuture`, `-> impl Future`, `-> impl Stream`, `-> Pin<Box<dyn Stream>>`, `-> BoxStream`, and under
/// `#[async_trait]`. What the function gives must be able to carry a denial: a `Result` whose error is
/// `From<Denied>`, a type of yours that implements `FromDenied`, or any other together with `on_denied`. Of a
/// future that is its output, of a stream its item.
///
#[doc = include_str!("../docs/arguments.md")]
///
#[doc = include_str!("../docs/order.md")]
///
#[doc = include_str!("../docs/after_the_yes.md")]
///
/// # Example
///
/// ```ignore
/// // `ignore`: this needs the runtime, which re-exports the attribute and tests it.
/// use machineid_guard::{Denied, guarded_tool};
///
/// #[guarded_tool]
/// async fn search_orders(query: String) -> Result<Vec<String>, Denied> {
///     Ok(vec![query])
/// }
///
/// struct Shell { guard: machineid_guard::Guard }
///
/// impl Shell {
///     #[guarded_tool(guard = self.guard, on_denied = |denied| denied.agent_message())]
///     async fn run(&self, command: &str) -> String {
///         format!("ran {command}")
///     }
/// }
/// ```
#[proc_macro_attribute]
pub fn guarded_tool(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(BoundaryAttribute::GuardedTool, arguments.into(), &item.into()).into()
}

/// A boundary before an irreversible action: money, mail, deletion.
///
/// Expands as [`guarded_tool`](macro@guarded_tool) does and takes the same arguments, but `surface` is
/// required: the device that is asked for is the guard's own with that surface in it, so that an
/// operator can stop payments alone.
///
/// # Example
///
/// ```ignore
/// // `ignore`: this needs the runtime, which re-exports the attribute and tests it.
/// use machineid_guard::{Denied, Permit, side_effect, surface};
///
/// #[side_effect(surface = "email")]
/// fn send(to: &str) -> Result<(), Denied> {
///     Ok(println!("mail to {to}"))
/// }
///
/// surface!(pub Payments = "payments");
///
/// // Code that has no boundary cannot call this: only a boundary yields a permit.
/// fn charge(cents: u32, permit: Permit<Payments>) -> Result<(), Denied> {
///     let receipt = permit.redeem()?;
///     Ok(println!("charged {cents}: {receipt:?}"))
/// }
///
/// #[side_effect(surface = Payments, permit = permit)]
/// async fn refund(cents: u32) -> Result<(), Denied> {
///     charge(cents, permit)
/// }
/// ```
#[proc_macro_attribute]
pub fn side_effect(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(BoundaryAttribute::SideEffect, arguments.into(), &item.into()).into()
}

/// A boundary before paused or delayed work goes on: a workflow after an approval, a job from a queue,
/// a timer.
///
/// Expands as [`guarded_tool`](macro@guarded_tool) does and takes the same arguments. What was allowed
/// when the work was paused says nothing about now, so it asks anew; inside the work, a
/// [`checkpoint!`] asks at each step.
///
/// # Example
///
/// ```ignore
/// // `ignore`: this needs the runtime, which re-exports the attribute and tests it.
/// use machineid_guard::{Denied, checkpoint, resume};
///
/// #[resume]
/// async fn continue_workflow(id: u64) -> Result<(), Denied> {
///     for step in 0..3 {
///         checkpoint!("next_step").await?;
///         println!("{id}: step {step}");
///     }
///     Ok(())
/// }
/// ```
#[proc_macro_attribute]
pub fn resume(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(BoundaryAttribute::Resume, arguments.into(), &item.into()).into()
}

/// A boundary in the middle of async work: an expression that is a future of `Result<(), Denied>`.
///
/// The name in quotes comes first; `surface`, `device`, `guard` and `crate` may follow, with the
/// meaning that they have for [`guarded_tool`](macro@guarded_tool). Expands to a block that holds the
/// boundary's static and yields the question; nothing is asked before it is awaited. `let _ = checkpoint!(…);`
/// throws the answer away, as it does for every `Result`: clippy's `let_underscore_future` warns of it, and
/// `let_underscore_must_use` of the same with [`checkpoint_blocking!`].
///
/// ```ignore
/// // `ignore`: this needs the runtime, which re-exports the macro and tests it.
/// checkpoint!("next_step").await?;
/// checkpoint!("next_page", surface = "browser", guard = self.guard).await?;
/// ```
#[proc_macro]
pub fn checkpoint(tokens: TokenStream) -> TokenStream {
    checkpoint::checkpoint(Form::Future, tokens.into()).into()
}

/// A boundary in the middle of sync work: an expression that waits, and is a `Result<(), Denied>`.
///
/// Takes what [`checkpoint!`] takes.
///
/// ```ignore
/// // `ignore`: this needs the runtime, which re-exports the macro and tests it.
/// checkpoint_blocking!("next_row")?;
/// ```
#[proc_macro]
pub fn checkpoint_blocking(tokens: TokenStream) -> TokenStream {
    checkpoint::checkpoint(Form::Blocking, tokens.into()).into()
}

/// A closure with a boundary in it, for registries: `guarded!("search", |arguments, context| async move { … })`.
///
#[doc = include_str!("../docs/closures.md")]
///
/// ```ignore
/// // `ignore`: this needs the runtime, which re-exports the macro and tests it.
/// registry.insert("search", Box::new(guarded!("search", |arguments: Value, context: Context| {
///     Box::pin(async move { context.search(arguments).await })
/// })));
/// let pay = guarded!("pay", surface = "payments", |cents: u32| bank.pay(cents));
/// ```
#[proc_macro]
pub fn guarded(tokens: TokenStream) -> TokenStream {
    closure::guarded(tokens.into()).into()
}

/// On a trait: makes a type that implements it, asks, and hands on to any implementation of it.
///
#[doc = include_str!("../docs/wrapper.md")]
///
/// ```ignore
/// // `ignore`: this needs the runtime, which re-exports the macro and tests it.
/// #[guarded_wrapper(Guarded, fns(execute), name = self.name())]
/// #[async_trait]
/// pub trait Tool: Send + Sync {
///     fn name(&self) -> &str;
///     async fn execute(&self, arguments: Value) -> Result<Value, ToolError>;
/// }
///
/// registry.register(Arc::new(Guarded(tool)));
/// ```
#[proc_macro_attribute]
pub fn guarded_wrapper(arguments: TokenStream, item: TokenStream) -> TokenStream {
    wrapper::expand(arguments.into(), &item.into()).into()
}

/// Declares a surface as a type, so that a permit can say in its type what it is for.
///
/// `surface!(pub Payments = "payments");` expands to a type without values and its `Surface`
/// implementation, and makes the surface known to `Guard::startup`, which refuses one that the guard's
/// builder maps and nothing names; attributes such as documentation are passed through, and `crate = path` may follow.
/// A macro and not a derive, since there is no struct to speak of: the line says all there is, and
/// the name cannot be forgotten. It is printable ASCII without `:`, as the third part of a device id.
///
/// ```ignore
/// // `ignore`: this needs the runtime, which re-exports the macro and tests it.
/// surface! {
///     /// Everything that moves money.
///     pub Payments = "payments"
/// }
/// ```
#[proc_macro]
pub fn surface(tokens: TokenStream) -> TokenStream {
    surface::surface(tokens.into()).into()
}

/// Gives every tool of an `impl` block, a trait or an inline module a boundary, so that none is forgotten.
///
/// * On an inherent `impl` or an inline module (and the blocks in it): every function that is `pub` or
///   `pub(…)`, and every function that a framework's attribute makes a tool (by its last segment:
///   `tool`, `rig_tool`, `llm_tool`, `function_tool`, `mcp_tool`, `ai_tool`, `agent_tool`, `tool_fn`,
///   `tool_function`, `ai_function`), also in a `cfg_attr`, and every `no_mangle` one.
/// * On the implementation of a trait, also above or below `#[async_trait]`, and on a trait with default
///   bodies: the functions that are named, `#[guarded_tools(fns(execute))]`, since most functions of a
///   trait are metadata. A name that is not there is an error.
///
/// Each gets the prologue of [`guarded_tool`](macro@guarded_tool) in place; its attributes, `#[cfg]`
/// among them, stay as they are. The only way out is [`#[unguarded(reason = "…")]`](macro@unguarded).
///
#[doc = include_str!("../docs/blocks.md")]
///
/// # Arguments
///
/// | argument | meaning |
/// |---|---|
/// | `fns(…)` | the functions of a trait that act |
/// | `name` | for a trait: `name = Self::NAME`, `name = self.name()`. Where the block says what that is, it is text in the inventory: a constant, or a function that is a literal or a constant |
/// | `surface`, `device`, `guard`, `on_denied`, `permit`, `recheck`, `crate` | as for [`guarded_tool`](macro@guarded_tool), for each boundary that is added |
///
/// ```ignore
/// // `ignore`: this needs the runtime, which re-exports the attribute and tests it.
/// #[guarded_tools(surface = "email")]
/// impl Mailer {
///     #[unguarded(reason = "constructs, sends nothing")]
///     pub fn new() -> Self { Self }
///
///     pub async fn send(&self, to: &str) -> Result<(), Denied> { Ok(()) }
/// }
/// ```
#[proc_macro_attribute]
pub fn guarded_tools(arguments: TokenStream, item: TokenStream) -> TokenStream {
    block::expand(BlockAttribute::GuardedTools, arguments.into(), &item.into()).into()
}

/// Demands what [`guarded_tools`](macro@guarded_tools) adds: each function of the block that has no
/// boundary is an error at its name.
///
/// Takes the same places, `fns(…)` for a trait, `crate = path` where attributes stand under another path, and
/// honours [`#[unguarded(reason = "…")]`](macro@unguarded). Expands to the block as it was written, with a line
/// in each body that the function's own boundary takes out again.
#[proc_macro_attribute]
pub fn require_boundaries(arguments: TokenStream, item: TokenStream) -> TokenStream {
    block::expand(BlockAttribute::RequireBoundaries, arguments.into(), &item.into()).into()
}

/// Exempts a function, an `impl` or another item in a block with [`guarded_tools`](macro@guarded_tools) or
/// [`require_boundaries`](macro@require_boundaries): `#[unguarded(reason = "reads a constant")]`.
///
/// The block's attribute takes it off. Where there is none around it, it is an error: it would exempt
/// from nothing, and read as if it did. The reason may not be blank.
#[proc_macro_attribute]
pub fn unguarded(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::with_item(&block::misplaced_exemption(), &item.into()).into()
}
