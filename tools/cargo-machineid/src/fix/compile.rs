//! Whether it compiles, and where it does not.

use std::collections::BTreeSet;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticSpan};

use crate::compiler::{self, Ended, Ran};

/// What the compiler says.
#[derive(Debug)]
pub(super) enum Compiled {
    Yes,
    /// The files that errors are in, and the first of them as the compiler shows it.
    No {
        files: BTreeSet<Utf8PathBuf>,
        first: String,
    },
    /// Cargo did not come to compiling.
    NotTried(String),
}

/// Which targets are compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Targets {
    All,
    /// Without tests, examples and benchmarks.
    Product,
}

/// Runs `cargo check` for these packages.
pub(super) fn check(root: &Utf8Path, packages: &BTreeSet<String>, targets: Targets) -> io::Result<Compiled> {
    let mut command = compiler::cargo();
    command.current_dir(root).args(["check", "--message-format", "json"]);
    if targets == Targets::All {
        command.arg("--all-targets");
    }
    for package in packages {
        command.args(["--package", package]);
    }
    let Ran { messages, ended } = compiler::run(command)?;
    Ok(match ended {
        Ended::Compiled => Compiled::Yes,
        Ended::NotTried(said) => Compiled::NotTried(said),
        Ended::Errors(first) => {
            let mut files = BTreeSet::new();
            let errors = messages.iter().filter(|message| compiler::is_error(message));
            errors.for_each(|error| of_diagnostic(root, &error.message, &mut files));
            Compiled::No { files, first }
        }
    })
}

/// Every file that the error names: what it points at may be in another than what is wrong.
fn of_diagnostic(root: &Utf8Path, diagnostic: &Diagnostic, files: &mut BTreeSet<Utf8PathBuf>) {
    for span in &diagnostic.spans {
        of_span(root, span, files);
    }
    for child in &diagnostic.children {
        of_diagnostic(root, child, files);
    }
}

fn of_span(root: &Utf8Path, span: &DiagnosticSpan, files: &mut BTreeSet<Utf8PathBuf>) {
    let path = root.join(&span.file_name);
    files.insert(path.canonicalize_utf8().unwrap_or(path));
    if let Some(expansion) = &span.expansion {
        of_span(root, &expansion.span, files);
    }
}
