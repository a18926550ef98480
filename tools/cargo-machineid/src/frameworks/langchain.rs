//! langchain-rust.

use super::{Description, Framework};

pub(super) const DESCRIPTION: Description = Description {
    framework: Framework::Langchain,
    crates: &["langchain_rust"],
    macros: &[],
    structs: &[],
    traits: &[("Tool", &["run", "call"])],
    conversions: &[],
    own_errors: &[],
};
