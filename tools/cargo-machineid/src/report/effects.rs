//! Effects, as a report lists them.

use serde::Serialize;

/// What a fence found.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) listed: Vec<ListedEffect>,
    pub(crate) counts: EffectCounts,
    pub(crate) ran: Ran,
}

/// One effect, with its verdict.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ListedEffect {
    /// The path of what is called.
    pub(crate) operation: String,
    /// The surface that is suggested.
    pub(crate) surface: String,
    pub(crate) verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<String>,
    /// `call`, or `value` where it is handed on.
    pub(crate) taken: &'static str,
    pub(crate) package: String,
    pub(crate) target: &'static str,
    pub(crate) function: String,
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// How many effects have which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct EffectCounts {
    #[serde(rename = "effects")]
    pub(crate) all: usize,
    pub(crate) guarded: usize,
    pub(crate) exempt: usize,
    pub(crate) unguarded: usize,
    /// Taken as values, whoever asks around them.
    pub(crate) as_values: usize,
    /// Effects that only tests, examples and benchmarks have. They are no findings.
    pub(crate) of_tests_and_examples: usize,
    /// In files that are no module of the source, as what a build makes: who asks there cannot be seen.
    pub(crate) elsewhere: usize,
}

/// What was compiled: nothing is known of the rest.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Ran {
    pub(crate) target: String,
    /// Features of the workspace's packages that were off.
    pub(crate) features_off: Vec<String>,
    /// Dependencies that the catalogue knows in other versions only: `lettre 0.10.4`.
    pub(crate) in_other_versions: Vec<String>,
}
