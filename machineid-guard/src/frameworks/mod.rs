//! Adapters for the frameworks that tools are already written in, each behind a feature of its name and its release line.
//!
//! The attributes need none of this: they work under any framework whose macro keeps them. Here is what
//! makes a denial speak a framework's own language, and what gates a whole server, router or tool set at once.
//!
//! Take the module of the release that your tools are written for. `cargo tree -i rmcp` shows whether there are two in
//! your program, which would not fit each other.

// A file that several modules are made of is written for whichever release of its framework `super` names.
#![allow(clippy::duplicate_mod, reason = "the types of each release are its own, so the code is compiled for each")]

mod acts_on;
mod gate;
#[cfg(any(
    feature = "rmcp-0-14",
    feature = "rmcp-0-16",
    feature = "rmcp-1",
    feature = "rmcp-2",
    feature = "rmcp-3",
    feature = "rust-mcp-sdk-0-9",
    feature = "rust-mcp-sdk-1"
))]
mod mcp;
#[cfg(any(feature = "rig-0-28", feature = "rig-0-35", feature = "rig-0-44"))]
mod rig;

#[cfg(feature = "rig-0-28")]
#[cfg_attr(docsrs, doc(cfg(feature = "rig-0-28")))]
pub mod rig_0_28;

#[cfg(feature = "rig-0-35")]
#[cfg_attr(docsrs, doc(cfg(feature = "rig-0-35")))]
pub mod rig_0_35;

#[cfg(feature = "rig-0-44")]
#[cfg_attr(docsrs, doc(cfg(feature = "rig-0-44")))]
pub mod rig_0_44;

#[cfg(feature = "rmcp-0-14")]
#[cfg_attr(docsrs, doc(cfg(feature = "rmcp-0-14")))]
pub mod rmcp_0_14;

#[cfg(feature = "rmcp-0-16")]
#[cfg_attr(docsrs, doc(cfg(feature = "rmcp-0-16")))]
pub mod rmcp_0_16;

#[cfg(feature = "rmcp-1")]
#[cfg_attr(docsrs, doc(cfg(feature = "rmcp-1")))]
pub mod rmcp_1;

#[cfg(feature = "rmcp-2")]
#[cfg_attr(docsrs, doc(cfg(feature = "rmcp-2")))]
pub mod rmcp_2;

#[cfg(feature = "rmcp-3")]
#[cfg_attr(docsrs, doc(cfg(feature = "rmcp-3")))]
pub mod rmcp_3;

#[cfg(feature = "rust-mcp-sdk-0-9")]
#[cfg_attr(docsrs, doc(cfg(feature = "rust-mcp-sdk-0-9")))]
pub mod rust_mcp_sdk_0_9;

#[cfg(feature = "rust-mcp-sdk-1")]
#[cfg_attr(docsrs, doc(cfg(feature = "rust-mcp-sdk-1")))]
pub mod rust_mcp_sdk_1;

#[cfg(feature = "tower")]
#[cfg_attr(docsrs, doc(cfg(feature = "tower")))]
pub mod tower;

pub use acts_on::ActsOn;
pub use gate::Gate;
