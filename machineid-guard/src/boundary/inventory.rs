use crate::boundary::Boundary;

/// One entry of the inventory: the attributes submit it, the linker keeps it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Registered(&'static Boundary);

impl Registered {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(boundary: &'static Boundary) -> Self {
        Self(boundary)
    }
}

inventory::collect!(Registered);

/// Every boundary that is linked into this program, sorted by file and line.
///
/// Unused, private, generic and trait-impl functions are in it as well: what counts is that the
/// attribute stands in code that was linked.
#[must_use]
pub fn boundaries() -> Vec<&'static Boundary> {
    let mut all: Vec<_> = inventory::iter::<Registered>.into_iter().map(|entry| entry.0).collect();
    all.sort_by_key(|boundary| (boundary.file(), boundary.line(), boundary.kind()));
    all
}
