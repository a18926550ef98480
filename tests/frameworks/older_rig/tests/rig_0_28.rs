//! Tools for rig 0.28, called as its agents call them: through the handle of a `ToolServer`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

extern crate rig_core_0_28 as rig;

use machineid_guard::frameworks::rig_0_28 as adapter;

#[path = "any/mod.rs"]
mod any;
