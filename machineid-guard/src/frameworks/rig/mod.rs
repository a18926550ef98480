//! What all releases of rig share.

mod gated;

pub use gated::{Gated, GatedError};
