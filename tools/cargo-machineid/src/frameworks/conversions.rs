//! How the types of a framework carry a denial so that the model reads it.

use super::{FRAMEWORKS, Framework, InUse, Scene, routes};

/// One type of a framework that tools return.
#[derive(Debug)]
pub(super) struct Conversion {
    pub(super) returns: Returns,
    pub(super) by: &'static [By],
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
    ByHand(&'static str),
}

/// What a codebase has to write so that a type of a framework carries a denial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Needed {
    /// The feature of the library.
    pub(crate) feature: Option<&'static str>,
    pub(crate) line: Option<Line>,
}

/// One line of `denials!`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// An error's path, or `-> ` and the whole type.
    pub(crate) of: String,
    pub(crate) how: String,
}

/// A return type whose parts have been looked up: paths from a crate's name on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looked<'a> {
    pub(crate) value: Option<&'a [String]>,
    pub(crate) ok: Option<&'a [String]>,
    pub(crate) error: Option<&'a [String]>,
}

/// What a framework's type needs; `Err` with what to do where an attribute does not help.
pub(crate) fn conversion(scene: Scene<'_>, returned: Looked<'_>) -> Option<Result<Needed, &'static str>> {
    FRAMEWORKS.iter().find_map(|framework| {
        let is_its = |words: &[String]| words.len() > 1 && framework.is_crate(scene, &words[0]);
        let named = |words: Option<&[String]>, name: &str| {
            words.is_some_and(|words| is_its(words) && words.last().is_some_and(|last| last == name))
        };
        let fits = |returns: Returns| match returns {
            Returns::Value(name) => named(returned.value, name),
            Returns::Error(name) => named(returned.error, name),
            Returns::Both(ok, error) => named(returned.ok, ok) && named(returned.error, error),
        };
        let conversion = framework.conversions.iter().find(|it| fits(it.returns))?;
        let words = [returned.value, returned.error, returned.ok].into_iter().flatten().find(|words| is_its(words))?;
        let used = routes::in_use(scene);
        let feature = framework
            .dependencies(scene)
            .find(|it| it.in_source == words[0])
            .and_then(|it| used.iter().find(|used| used.framework == it.package && used.is_of(it)))
            .and_then(|InUse { feature, .. }| *feature);
        conversion.by.iter().find_map(|by| needed(*by, conversion.returns, returned, feature))
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
    let used = routes::in_use(scene);
    description.own_errors.iter().copied().find(|it| used.iter().any(|used| used.feature == Some(it.feature)))
}

fn needed(
    by: By,
    returns: Returns,
    returned: Looked<'_>,
    feature: Option<&'static str>,
) -> Option<Result<Needed, &'static str>> {
    let line = |how: String| Line { of: of(returns, returned), how };
    Some(match by {
        By::Adapter => Ok(Needed { feature: Some(feature?), line: None }),
        By::AdaptersFunction(function) => {
            let module = feature?.replace('-', "_");
            let how = format!("machineid_guard::frameworks::{module}::{function}");
            Ok(Needed { feature, line: Some(line(how)) })
        }
        By::Closure(template) => {
            let path = |words: Option<&[String]>| words.map(absolute).unwrap_or_default();
            let root = [returned.value, returned.error, returned.ok].into_iter().flatten().next()?;
            let how = template
                .replace("{ok}", &path(returned.ok))
                .replace("{error}", &path(returned.error))
                .replace("{value}", &path(returned.value))
                .replace("{crate}", &absolute(&root[..1]));
            Ok(Needed { feature: None, line: Some(line(how)) })
        }
        By::ByHand(what) => Err(what),
    })
}

fn of(returns: Returns, returned: Looked<'_>) -> String {
    let path = |words: Option<&[String]>| words.map(absolute).unwrap_or_default();
    match returns {
        Returns::Value(_) => format!("-> {}", path(returned.value)),
        Returns::Error(_) => path(returned.error),
        Returns::Both(..) => format!("-> std::result::Result<{}, {}>", path(returned.ok), path(returned.error)),
    }
}

/// `rmcp::model::CallToolResult`: from a crate's name on it means the same in every module.
pub(crate) fn absolute(words: &[String]) -> String {
    words.join("::")
}
