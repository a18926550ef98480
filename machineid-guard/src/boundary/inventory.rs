//! Every boundary that is linked into the program, and what can be demanded of them.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::boundary::{Boundary, BoundaryKind};

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

/// Fails the test that calls it unless every one of a framework's tools has a boundary of its name.
///
/// `names` is what the framework itself would offer to the model, so a tool that was added without an
/// attribute, or whose attribute a framework macro dropped, is found. `exemptions` are names that may go
/// without; one that no longer stands for an unguarded tool fails as well, so that the list stays true.
/// Only boundaries of kind `before_tool_call` and `before_side_effect` count.
///
/// ```
/// # use machineid_guard::{Denied, assert_all_guarded, guarded_tool};
/// #[guarded_tool]
/// fn search(query: &str) -> Result<String, Denied> {
///     Ok(query.to_owned())
/// }
///
/// let offered_to_the_model = ["search", "current_time"];
/// assert_all_guarded(offered_to_the_model, ["current_time"]);
/// ```
///
/// # Panics
/// When a tool has no boundary and no exemption, or an exemption is stale. The message names them.
#[track_caller]
#[allow(clippy::panic, reason = "an assertion for tests, documented to panic")]
pub fn assert_all_guarded<N: AsRef<str>, E: AsRef<str>>(
    names: impl IntoIterator<Item = N>,
    exemptions: impl IntoIterator<Item = E>,
) {
    let names: BTreeSet<String> = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
    let exempt: BTreeSet<String> = exemptions.into_iter().map(|name| name.as_ref().to_owned()).collect();
    let guarded: BTreeSet<String> =
        boundaries().into_iter().filter(|boundary| gates_a_tool(boundary)).map(|it| it.name().to_owned()).collect();
    let missing: Vec<_> = names.iter().filter(|name| !guarded.contains(*name) && !exempt.contains(*name)).collect();
    let stale: Vec<_> = exempt.iter().filter(|name| guarded.contains(*name) || !names.contains(*name)).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "tools without a boundary: {missing:?} (put `#[guarded_tool]` on top of each, or exempt it by name)\n\
         stale exemptions: {stale:?} (guarded, or not a tool any more: remove them)"
    );
}

fn gates_a_tool(boundary: &Boundary) -> bool {
    matches!(boundary.kind(), BoundaryKind::ToolCall | BoundaryKind::SideEffect)
}
