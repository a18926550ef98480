//! How the types of a framework carry a denial so that the model reads it.

use super::{FRAMEWORKS, Framework, Scene, routes};

/// One type of a framework that tools return.
#[derive(Debug)]
pub(super) struct Conversion {
    pub(super) returns: Returns,
    pub(super) by: &'static [By],
    /// What a person may want to do besides, once.
    pub(super) note: Option<&'static str>,
}

/// What is returned, by the last words of the types.
#[derive(Clone, Copy, Debug)]
pub(super) enum Returns {
    Value(&'static str),
    Error(&'static str),
    /// A whole `Result`, since its error is nothing that the model reads.
    Both(&'static str, &'static str),
}

/// A way, of which the first that fits the release is taken.
#[derive(Clone, Copy, Debug)]
pub(super) enum By {
    /// The library's adapter for the release makes it do so.
    Adapter,
    /// A line of `denials!`, with a function of the adapter.
    AdaptersFunction(&'static str),
    /// A line of `denials!`, with a closure. `{ok}`, `{error}`, `{value}` and `{crate}` stand for paths.
    Closure(&'static str),
    /// No attribute helps: what does.
    Hand(&'static str),
}

/// What a codebase has to write so that a type of a framework carries a denial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Needed {
    /// The feature of the library.
    pub(crate) feature: Option<&'static str>,
    pub(crate) line: Option<Line>,
    pub(crate) note: Option<&'static str>,
}

/// One line of `denials!`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// An error's path, or `-> ` and the whole type.
    pub(crate) of: String,
    pub(crate) how: String,
}

/// A return type whose parts have been looked up: the paths that each may be, from a crate's name on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Looked<'a> {
    pub(crate) value: &'a [Vec<String>],
    pub(crate) ok: &'a [Vec<String>],
    pub(crate) error: &'a [Vec<String>],
}

/// The parts of a return type that are the framework's.
#[derive(Clone, Copy, Debug, Default)]
struct Parts<'a> {
    value: &'a [String],
    ok: &'a [String],
    error: &'a [String],
}

/// What a framework's type needs; `Err` with what to do where an attribute does not help.
pub(crate) fn conversion(scene: Scene<'_>, looked: Looked<'_>) -> Option<Result<Needed, &'static str>> {
    FRAMEWORKS.iter().find_map(|framework| {
        let parts = |returns: Returns| match returns {
            Returns::Value(name) => {
                Some(Parts { value: framework.named(scene, looked.value, name)?, ..Parts::default() })
            }
            Returns::Error(name) => {
                Some(Parts { error: framework.named(scene, looked.error, name)?, ..Parts::default() })
            }
            Returns::Both(ok, error) => Some(Parts {
                ok: framework.named(scene, looked.ok, ok)?,
                error: framework.named(scene, looked.error, error)?,
                ..Parts::default()
            }),
        };
        let (conversion, parts) =
            framework.conversions.iter().find_map(|it| parts(it.returns).map(|parts| (it, parts)))?;
        let word = [parts.value, parts.error, parts.ok].into_iter().find_map(<[String]>::first)?;
        let feature = framework.dependencies(scene).find(|it| it.in_source == *word).and_then(routes::feature);
        let note = conversion.note;
        conversion.by.iter().find_map(|by| needed(*by, conversion.returns, parts, feature, note))
    })
}

/// What a framework makes of an error of the codebase's own, where the model would not read its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnErrors {
    pub(crate) feature: &'static str,
    /// What a person has to write, once.
    pub(crate) note: &'static str,
}

/// What is left to do for own errors, with the release that the package has.
pub(crate) fn own_errors(scene: Scene<'_>, framework: Framework) -> Option<OwnErrors> {
    let description = FRAMEWORKS.iter().find(|it| it.framework == framework)?;
    let mut used = description.dependencies(scene).filter_map(routes::feature);
    used.find_map(|feature| description.own_errors.iter().copied().find(|it| it.feature == feature))
}

fn needed(
    by: By,
    returns: Returns,
    parts: Parts<'_>,
    feature: Option<&'static str>,
    note: Option<&'static str>,
) -> Option<Result<Needed, &'static str>> {
    let line = |how: String| Some(Line { of: of(returns, parts), how });
    Some(match by {
        By::Adapter => Ok(Needed { feature: Some(feature?), line: None, note }),
        By::AdaptersFunction(function) => {
            let module = feature?.replace('-', "_");
            let how = format!("machineid_guard::frameworks::{module}::{function}");
            Ok(Needed { feature, line: line(how), note })
        }
        By::Closure(template) => {
            let root = [parts.value, parts.error, parts.ok].into_iter().find_map(<[String]>::first)?;
            let how = template
                .replace("{ok}", &absolute(parts.ok))
                .replace("{error}", &absolute(parts.error))
                .replace("{value}", &absolute(parts.value))
                .replace("{crate}", root);
            Ok(Needed { feature: None, line: line(how), note })
        }
        By::Hand(what) => Err(what),
    })
}

fn of(returns: Returns, parts: Parts<'_>) -> String {
    match returns {
        Returns::Value(_) => format!("-> {}", absolute(parts.value)),
        Returns::Error(_) => absolute(parts.error),
        Returns::Both(..) => format!("-> std::result::Result<{}, {}>", absolute(parts.ok), absolute(parts.error)),
    }
}

/// `rmcp::model::CallToolResult`: from a crate's name on it means the same in every module.
pub(crate) fn absolute(words: &[String]) -> String {
    words.join("::")
}
