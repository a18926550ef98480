//! What the pages of the documentation show in Rust compiles.

/// docs/children.md
#[cfg(doctest)]
#[doc = include_str!("../../docs/children.md")]
pub struct Children;

/// docs/deploy.md
#[cfg(doctest)]
#[doc = include_str!("../../docs/deploy.md")]
pub struct Deploy;
