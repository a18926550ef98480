//! Surfaces that the program knows of.

use std::collections::BTreeSet;

use crate::boundary::boundaries;

/// A surface that `surface!` declares: the macro submits it, the linker keeps it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Declared(&'static str);

impl Declared {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(surface: &'static str) -> Self {
        Self(surface)
    }
}

inventory::collect!(Declared);

/// The surfaces that boundaries name, and those that are declared for the boundaries that are made while
/// the program runs.
pub(crate) fn known_surfaces() -> BTreeSet<&'static str> {
    let declared = inventory::iter::<Declared>.into_iter().map(|declared| declared.0);
    boundaries().into_iter().filter_map(|boundary| boundary.surface()).chain(declared).collect()
}
