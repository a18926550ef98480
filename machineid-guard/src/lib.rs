//! Keep AI-agent tools stoppable.
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate self as machineid_guard;

// The modules stand in the order in which they build on each other: none uses one below it.
mod setting;

mod identity;

mod boundary;

mod decision;

mod denied;

mod client;

mod permit;

mod gatekeeper;

mod guard;

#[cfg(feature = "local")]
pub mod local;

pub use machineid_guard_macros::{
    checkpoint, checkpoint_blocking, guarded_tool, guarded_tools, require_boundaries, resume, side_effect, surface,
    unguarded,
};

pub use boundary::{Boundaries, Boundary, BoundaryKind, assert_all_guarded, assert_boundaries_match, boundaries};
pub use client::{
    Acknowledged, Client, ClientBuilder, ClientError, Device, DeviceList, DeviceState, OrgKey, Registration,
    RegistrationStatus, Usage,
};
pub use decision::{Decision, Fault, Token, Verdict};
pub use denied::{Denied, FromDenied, Reason};
pub use guard::{AlreadyInstalled, Asking, AuditFile, Guard, GuardBuilder, Observation, StartupCheck, StartupReport};
pub use identity::{DeviceId, Identity, Surface, Unnamed};
pub use permit::{Permit, Receipt};
pub use setting::{ConfigError, Problem};

#[doc(hidden)]
pub mod __private;
