use std::borrow::Cow;
use std::fmt;

use crate::boundary::Boundary;

/// A tool as a framework lists it, for [`assert_all_guarded`](crate::assert_all_guarded).
///
/// Made from a name, or from a name and a module. Several modules may have a function of one name, and a name
/// alone cannot say which of them a framework calls.
///
/// ```
/// use machineid_guard::ListedTool;
///
/// let by_name = ListedTool::from("search");
/// // The boundary must stand in that module, or in one inside of it:
/// let in_module = ListedTool::from(("search", "my_agent::web"));
/// // A function with `#[guarded_tool]` and `#[side_effect]`:
/// let asks_twice = ListedTool::from("refund").guarded_twice();
/// # let _ = (by_name, in_module, asks_twice);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedTool {
    name: String,
    module: Option<String>,
    needs: usize,
}

impl ListedTool {
    /// Its function has two boundaries: `#[guarded_tool]` and `#[side_effect]`.
    #[must_use]
    pub fn guarded_twice(self) -> Self {
        Self { needs: 2, ..self }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn module(&self) -> Option<&str> {
        self.module.as_deref()
    }

    /// How many boundaries it needs.
    pub(super) fn needs(&self) -> usize {
        self.needs
    }

    /// Whether both are listed under the same name and module.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.name == other.name && self.module == other.module
    }

    /// Whether the boundary may be this tool's.
    pub(super) fn may_have(&self, boundary: &Boundary) -> bool {
        boundary.name() == self.name && self.may_stand_with(boundary)
    }

    /// Whether the boundary stands in the tool's module, or in one inside of it.
    pub(super) fn may_stand_with(&self, boundary: &Boundary) -> bool {
        self.module().is_none_or(|module| {
            let rest = boundary.module_path().strip_prefix(module);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        })
    }
}

impl From<String> for ListedTool {
    fn from(name: String) -> Self {
        Self { name, module: None, needs: 1 }
    }
}

impl From<&str> for ListedTool {
    fn from(name: &str) -> Self {
        Self::from(name.to_owned())
    }
}

impl From<&&str> for ListedTool {
    fn from(name: &&str) -> Self {
        Self::from(*name)
    }
}

impl From<&String> for ListedTool {
    fn from(name: &String) -> Self {
        Self::from(name.as_str())
    }
}

impl From<Cow<'_, str>> for ListedTool {
    fn from(name: Cow<'_, str>) -> Self {
        Self::from(name.into_owned())
    }
}

/// A name, and the path of a module: `("search", "my_agent::web")`, `("search", module_path!())`.
impl<N: Into<Self>> From<(N, &str)> for ListedTool {
    fn from((name, module): (N, &str)) -> Self {
        Self { module: Some(module.to_owned()), ..name.into() }
    }
}

/// `"search"`, `"search" in my_agent::web`
impl fmt::Display for ListedTool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.name)?;
        self.module().map_or(Ok(()), |module| write!(f, " in {module}"))
    }
}
