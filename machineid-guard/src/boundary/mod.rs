//! The static description of one enforcement point, and the list of all that are linked in.

mod all_guarded;
mod declared;
mod inventory;
mod kind;
mod listed_tool;
mod name;
mod place;
mod snapshot;

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

pub use all_guarded::assert_all_guarded;
pub use declared::Declared;
pub use inventory::{Boundaries, Registered, boundaries};
pub use kind::BoundaryKind;
pub use listed_tool::ListedTool;
pub use snapshot::assert_boundaries_match;

pub(crate) use declared::known_surfaces;
pub(crate) use name::Name;
pub(crate) use place::Place;

/// One place where the authority is asked before work goes on.
///
/// The attributes make one per guarded function, as a `static`; [`boundaries`] lists all that are
/// linked into the program. A [`Denied`](crate::Denied) carries the one that it happened at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Boundary {
    kind: BoundaryKind,
    name: Name,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_expression: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    surface: Option<Cow<'static, str>>,
    module_path: &'static str,
    file: &'static str,
    line: u32,
}

impl Boundary {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        kind: BoundaryKind,
        name: &'static str,
        module_path: &'static str,
        file: &'static str,
        line: u32,
    ) -> Self {
        Self { kind, name: Name::of_source(name), name_expression: None, surface: None, module_path, file, line }
    }

    /// A constant that names a boundary must be what a literal must be. The compiler evaluates this.
    #[doc(hidden)]
    #[must_use]
    pub const fn constant_name(name: &'static str) -> &'static str {
        let bytes = name.as_bytes();
        let (mut at, mut is_blank) = (0, true);
        while at < bytes.len() {
            assert!(
                !bytes[at].is_ascii_control(),
                "this boundary's name has control characters, which would break the lines of a log: take them out"
            );
            is_blank &= bytes[at].is_ascii_whitespace();
            at += 1;
        }
        assert!(!is_blank, "this boundary's name is blank: write what the agent calls it");
        name
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_surface(mut self, surface: &'static str) -> Self {
        // The old value is a `None`, which const evaluation cannot see: forget it instead of dropping it.
        std::mem::forget(self.surface.replace(Cow::Borrowed(surface)));
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_name_expression(mut self, expression: &'static str) -> Self {
        self.name_expression = Some(expression);
        self
    }

    /// A boundary that no attribute stands for. It is not in the inventory.
    pub(crate) fn made(kind: BoundaryKind, name: &str, surface: Option<&str>) -> Self {
        Self {
            name: Name::of_run(name),
            surface: surface.map(|surface| Cow::Owned(surface.to_owned())),
            ..Self::new(kind, "", module_path!(), file!(), line!())
        }
    }

    pub(crate) fn renamed(&self, name: Option<&Name>) -> Self {
        let mut boundary = self.clone();
        if let Some(name) = name {
            boundary.name = name.clone();
        }
        boundary
    }

    pub(crate) fn of_kind(mut self, kind: BoundaryKind) -> Self {
        self.kind = kind;
        self
    }

    /// When in the work this boundary asks.
    #[must_use]
    pub fn kind(&self) -> BoundaryKind {
        self.kind
    }

    /// The tool's or the effect's name: the function's own unless `name = …` says otherwise.
    ///
    /// One that is only known while the program runs (`name = expression`, a gate) is at most 128 bytes of printable ASCII: other characters in it are written as `\u{…}`, and
    /// what is longer is cut off. It may come from the model, and it goes into logs and back to the model.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The source text of a `name = …` that is only known while the function runs.
    #[must_use]
    pub fn name_expression(&self) -> Option<&str> {
        self.name_expression
    }

    /// The surface that this boundary asks for; `None` means the guard's own device.
    #[must_use]
    pub fn surface(&self) -> Option<&str> {
        self.surface.as_deref()
    }

    /// The module that the guarded function stands in.
    #[must_use]
    pub fn module_path(&self) -> &str {
        self.module_path
    }

    /// The source file, as the compiler was given it.
    #[must_use]
    pub fn file(&self) -> &str {
        self.file
    }

    /// The line of the attribute.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }
}

/// `before_side_effect refund`
impl fmt::Display for Boundary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.name())
    }
}
