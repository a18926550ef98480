//! What was found, and the forms in which it is shown.

mod effects;
mod github;
mod human;
mod json;
mod plain;
mod sarif;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::Range;
use std::process::ExitCode;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;

pub(crate) use self::effects::{Effects, ListedEffect, Ran};

use crate::frameworks::InUse;
use crate::rules::{Rule, Weight};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    Clean,
    Findings,
    /// Something could not be looked at, so nothing can be said.
    NoVerdict,
}

impl Outcome {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::NoVerdict => 2,
        })
    }
}

/// A form of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// As the compiler shows its errors.
    Human,
    Json,
    Sarif,
    /// Workflow commands, which GitHub shows at the line.
    Github,
}

/// A place in a file, for a person and for an editor.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// From the workspace's root.
    pub(crate) path: Utf8PathBuf,
    pub(crate) bytes: Range<usize>,
    /// Counted from one.
    pub(crate) line: usize,
    /// Characters, counted from one.
    pub(crate) column: usize,
    pub(crate) text: Arc<str>,
}

impl Spot {
    /// A place in the text of a file. `root` is what paths are shown from.
    pub(crate) fn new(root: &Utf8Path, path: &Utf8Path, text: &Arc<str>, bytes: Range<usize>) -> Self {
        let before = text.get(..bytes.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            path: path.strip_prefix(root).unwrap_or(path).to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            text: Arc::clone(text),
            bytes,
        }
    }
}

/// One thing to do something about.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) rule: Rule,
    pub(crate) message: String,
    /// At the place, in a few words.
    pub(crate) label: String,
    /// What to write.
    pub(crate) help: Vec<String>,
    pub(crate) spot: Spot,
    pub(crate) package: String,
    /// The path of the item in its crate: it stays when lines move.
    pub(crate) item: String,
    /// What an effect calls.
    pub(crate) operation: Option<String>,
    /// Digest of the function, where it is about one.
    pub(crate) content: Option<String>,
}

/// One tool, with its verdict.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Listed {
    pub(crate) name: Option<String>,
    pub(crate) framework: &'static str,
    pub(crate) verdict: &'static str,
    /// By what it is guarded, why it is exempt, or what cannot be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<String>,
    pub(crate) package: String,
    /// `lib`, `bin`, `example`, `test`, `bench`
    pub(crate) target: &'static str,
    pub(crate) function: String,
    /// The line of the function that acts; 0 where it is not seen.
    #[serde(rename = "fn_line")]
    pub(crate) acts_at: usize,
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hint: Option<&'static str>,
}

/// How many tools have which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    pub(crate) tools: usize,
    pub(crate) guarded: usize,
    pub(crate) exempt: usize,
    pub(crate) unguarded: usize,
    pub(crate) undecided: usize,
    /// Tools that only tests, examples and benchmarks have. They are no findings.
    pub(crate) of_tests_and_examples: usize,
}

/// All of a run.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) findings: Vec<Finding>,
    /// How many more there are that a baseline knows.
    pub(crate) known: usize,
    pub(crate) files: usize,
    pub(crate) outcome: Outcome,
    pub(crate) of: Subject,
}

/// What a run was about.
#[derive(Debug)]
pub(crate) enum Subject {
    Tools(Tools),
    Effects(Effects),
}

/// What a scan found.
#[derive(Debug, Default)]
pub(crate) struct Tools {
    pub(crate) listed: Vec<Listed>,
    pub(crate) counts: Counts,
    pub(crate) frameworks: BTreeSet<InUse>,
}

impl Report {
    /// Shows it, and says how the run ended.
    pub(crate) fn shown(&self, format: Format) -> Outcome {
        match self.write(format) {
            Ok(()) => self.outcome,
            // Whoever reads the output has gone away, as `head` does.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.outcome,
            Err(error) => {
                anstream::eprintln!("error: the report cannot be written: {error}");
                Outcome::NoVerdict
            }
        }
    }

    /// Writes it to standard output.
    fn write(&self, format: Format) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        match format {
            Format::Human => human::write(self, &mut out),
            Format::Json => json::write(self, &mut out),
            Format::Sarif => sarif::write(self, &mut out),
            Format::Github => github::write(self, &mut out),
        }?;
        out.flush()
    }
}

impl Weight {
    const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}
