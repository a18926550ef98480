//! Every boundary that is linked into the program.

use std::fmt;

use serde::{Serialize, Serializer};

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
/// attribute stands in code that was linked. Show it as a table with `Display`, or as JSON.
///
/// ```
/// use machineid_guard::{Denied, boundaries, guarded_tool};
///
/// #[guarded_tool(surface = "email")]
/// fn send_email(to: &str) -> Result<(), Denied> {
///     println!("to {to}");
///     Ok(())
/// }
///
/// println!("{}", boundaries());
/// assert!(boundaries().iter().any(|boundary| boundary.name() == "send_email"));
/// ```
#[must_use]
pub fn boundaries() -> Boundaries {
    let mut all: Vec<_> = inventory::iter::<Registered>.into_iter().map(|entry| entry.0).collect();
    all.sort_by_key(|boundary| (boundary.file(), boundary.line(), boundary.kind(), boundary.name()));
    Boundaries(all)
}

/// The boundaries of the program, as [`boundaries`] lists them.
#[derive(Clone, Debug)]
pub struct Boundaries(Vec<&'static Boundary>);

impl Boundaries {
    /// The boundaries, by file and line.
    pub fn iter(&self) -> std::slice::Iter<'_, &'static Boundary> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the program has no boundary at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl IntoIterator for Boundaries {
    type Item = &'static Boundary;
    type IntoIter = std::vec::IntoIter<&'static Boundary>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Boundaries {
    type Item = &'a &'static Boundary;
    type IntoIter = std::slice::Iter<'a, &'static Boundary>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Boundaries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// A table: kind, name, surface, place.
impl fmt::Display for Boundaries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<[String; 4]> = self.iter().map(|boundary| row(boundary)).collect();
        let heads = ["KIND", "NAME", "SURFACE", "PLACE"].map(str::to_owned);
        let width = |column: usize| {
            let cells = rows.iter().chain([&heads]).map(|row| row[column].chars().count());
            cells.max().unwrap_or_default()
        };
        let [kind, name, surface] = [0, 1, 2].map(width);
        for [a, b, c, d] in [&heads].into_iter().chain(&rows) {
            writeln!(f, "{a:<kind$}  {b:<name$}  {c:<surface$}  {d}")?;
        }
        Ok(())
    }
}

fn row(boundary: &Boundary) -> [String; 4] {
    let name = match boundary.name_expression() {
        Some(expression) => format!("{} (name = {expression})", boundary.name()),
        None => boundary.name().to_owned(),
    };
    let surface = boundary.surface().unwrap_or("-").to_owned();
    let place = format!("{}:{} {}", boundary.file(), boundary.line(), boundary.module_path());
    [boundary.kind().to_string(), name, surface, place]
}
