//! Keep AI-agent tools stoppable: every guarded function asks [MachineID](https://machineid.io) right
//! before its body runs, and the body runs only on a plain yes.
//!
//! **Register. Validate. Work. If validation fails, work does not begin.**
//!
//! ```
//! use machineid_guard::{Denied, Guard, guarded_tool, side_effect};
//! use machineid_guard::local::LocalAuthority;
//!
//! #[guarded_tool]
//! async fn search_orders(query: &str) -> Result<String, Denied> {
//!     Ok(format!("orders that match {query}"))
//! }
//!
//! #[side_effect(surface = "payments")]
//! fn refund(order: u64) -> Result<(), Denied> {
//!     println!("refunding {order}");
//!     Ok(())
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let authority = LocalAuthority::start()?; // production: Guard::from_env()
//! let guard = authority.guard().device_id("openai-agent:prod:tool-server:01").build()?;
//! guard.enter(|| refund(7))?;
//!
//! authority.revoke("openai-agent:prod:payments:01")?;
//! let denied = guard.enter(|| refund(7)).unwrap_err();
//! assert_eq!(denied.code(), "DEVICE_REVOKED");
//! # Ok(())
//! # }
//! ```
//!
//! # What to read
//!
//! - The attributes: [`guarded_tool`], [`side_effect`], [`resume`], [`checkpoint!`], [`guarded_tools`],
//!   [`surface!`]; for closures [`guarded!`].
//! - The policy: [`Guard`] says which authority is asked, and for which device. It is scoped, installed,
//!   or built from the environment.
//! - The no: [`Denied`] and its [`Reason`]; [`FromDenied`] for return types of your own.
//! - The yes: [`Permit`], the only proof of one, for functions that nobody may call unasked.
//! - The list: [`boundaries`], [`assert_all_guarded`], [`assert_boundaries_match`].
//! - The calls themselves, without a policy: [`Client`].
//! - Tests and quickstarts: [`local::LocalAuthority`], and [`local::prove_denied`] for a framework's whole list
//!   of tools (feature `local`).
//!
//! # One guarded call
//!
//! The attribute puts a check in front of the body. The check finds the guard in force and the device,
//! and puts the question to the guard's *gatekeeper*, a thread of its own that owns the connection, so
//! that it does not matter whether the caller is sync, on which executor, or blocked. It waits by a clock
//! of its own, and no code of the program runs on that thread but a `log` logger. The gatekeeper
//! registers the device once, then validates. The answer is [decoded strictly](Decision::decode), its age
//! is looked at once more right before the body, and everything but a yes in time is a [`Denied`], which
//! is logged and becomes the function's own error.
//!
//! There is no fail-open option, no cached yes, no warn mode, and no feature that removes a check. This
//! stops mistakes in safe code; it does not stop a hostile author of the same crate.

#![cfg_attr(docsrs, feature(doc_cfg))]

// The modules stand in the order in which they build on each other: none uses one below it.
//
// ground            setting, moment, printable, visible
// who and where     identity, boundary
// the answer        decision, denied, client, permit
// the thread        gatekeeper
// what is told      told
// one guarded call  guarded_call
// the policy        guard
mod setting;

mod moment;

mod printable;
mod visible;

mod identity;

mod boundary;

mod decision;

mod denied;

mod client;

mod permit;

mod gatekeeper;

mod told;

mod guarded_call;

mod guard;

#[cfg(feature = "local")]
#[cfg_attr(docsrs, doc(cfg(feature = "local")))]
pub mod local;

#[cfg(any(
    feature = "rig-0-28",
    feature = "rig-0-35",
    feature = "rig-0-44",
    feature = "rmcp-0-14",
    feature = "rmcp-0-16",
    feature = "rmcp-1",
    feature = "rmcp-2",
    feature = "rmcp-3",
    feature = "rust-mcp-sdk-0-9",
    feature = "rust-mcp-sdk-1",
    feature = "tower"
))]
pub mod frameworks;

pub use machineid_guard_macros::{
    checkpoint, checkpoint_blocking, guarded, guarded_tool, guarded_tools, guarded_wrapper, require_boundaries, resume,
    side_effect, surface, unguarded,
};

pub use boundary::{
    Boundaries, Boundary, BoundaryKind, ListedTool, assert_all_guarded, assert_boundaries_match, boundaries,
};
pub use client::{
    Acknowledged, Client, ClientBuilder, ClientError, Device, DeviceList, DeviceState, OrgKey, Registration,
    RegistrationStatus, Usage, Wire,
};
#[cfg(feature = "relay")]
#[cfg_attr(docsrs, doc(cfg(feature = "relay")))]
pub use client::{Question, Verbatim};
pub use decision::{Decision, Fault, Token, Verdict};
pub use denied::{Denied, FromDenied, Gone, Reason};
pub use guard::{
    AlreadyInstalled, Asking, DeviceExpr, Guard, GuardBuilder, NameExpr, StartError, StartupCheck, StartupReport,
};
pub use identity::{DeviceId, Identity, Surface, Unnamed};
pub use permit::{Permit, Receipt};
pub use setting::{ConfigError, Problem};
pub use told::{AuditFile, AuditIncomplete, Observation};

/// Not private, since the compiler names it to a user.
#[doc(hidden)]
pub mod later;

#[doc(hidden)]
pub mod __private;
/// The name under which `crate = path` looks for it: a wrong path is then an error that says what is not there.
#[doc(hidden)]
pub use self::__private as machineid_guard_root;
