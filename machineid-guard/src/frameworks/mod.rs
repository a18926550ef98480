//! Adapters for the frameworks that tools are already written in, each behind a feature of its name.
//!
//! The attributes need none of this: they work under any framework whose macro keeps them. Here is what
//! makes a denial speak a framework's own language, and what gates a whole router or tool set at once.

mod acts_on;
mod gate;

#[cfg(feature = "rmcp")]
#[cfg_attr(docsrs, doc(cfg(feature = "rmcp")))]
pub mod rmcp;

#[cfg(feature = "rig")]
#[cfg_attr(docsrs, doc(cfg(feature = "rig")))]
pub mod rig;

#[cfg(feature = "tower")]
#[cfg_attr(docsrs, doc(cfg(feature = "tower")))]
pub mod tower;

pub use acts_on::ActsOn;
pub use gate::Gate;
