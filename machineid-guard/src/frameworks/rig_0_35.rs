//! Tools for agents on `rig-core` 0.35.
//!
//! What a model reads of a failed call is the text of the error. So an attribute on `call` needs a variant for the denial
//! whose text is made for it, `#[error("{}", .0.agent_message())] Denied(#[from] Denied)`.
//!
//! A tool that has no error, or is another crate's, is put behind a gate where it is registered: [`Gated`].
//!
//! ```
//! use machineid_guard::frameworks::{Gate, rig_0_35::Gated};
//! # use rig_core_0_35 as rig; // in a program of its own it is called `rig`
//! use rig::tool::{Tool, ToolSet};
//!
//! # fn tools(refund: impl Tool + 'static, search: impl Tool + 'static) {
//! let gate = Gate::new().surfaces(|tool| (tool == "refund").then_some("payments"));
//! let mut tools = ToolSet::default();
//! tools.add_tool(Gated::new(refund, &gate));
//! tools.add_tool(Gated::new(search, &gate));
//! # }
//! ```

use ::rig_core_0_35 as rig;

#[path = "rig/before_0_40.rs"]
mod before_0_40;

pub use super::rig::{Gated, GatedError};
