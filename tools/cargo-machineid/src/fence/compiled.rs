//! One run of the compiler, and what it said of effects.

use std::collections::BTreeSet;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::CompilerMessage;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticSpan};

use super::{driver, settings};
use crate::compiler::{self, Ended, Ran};

/// The call of an effect that the compiler resolved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// The root file of the target that was compiled.
    pub(super) target: Utf8PathBuf,
    /// Where it is, or the call of the outermost macro that it comes from.
    pub(super) file: Utf8PathBuf,
    /// From 1.
    pub(super) line: usize,
    /// Characters, from 1.
    pub(super) column: usize,
    /// The effect's path.
    pub(super) path: String,
    pub(super) written: Written,
}

/// Who wrote the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Written {
    InSource,
    ByMacro,
}

/// What a run said.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) found: BTreeSet<Found>,
    /// Paths that lead to nothing, in a crate that is there.
    pub(super) unresolved: BTreeSet<String>,
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotCompiled {
    #[error("cargo could not be run: {0}")]
    Cargo(#[from] io::Error),
    #[error("it does not compile. The first error:\n{0}")]
    Errors(String),
    #[error("cargo did not come to compiling:\n{0}")]
    NotTried(String),
}

/// Compiles with clippy in front of the compiler.
pub(super) fn run(
    root: &Utf8Path,
    driver: &Utf8Path,
    settings: &Utf8Path,
    arguments: &[String],
) -> Result<Said, NotCompiled> {
    let mut command = compiler::cargo();
    command.current_dir(root).args(["check", "--message-format", "json"]).args(arguments);
    command.env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?).env(driver::DRIVER, driver);
    command.env("CLIPPY_CONF_DIR", settings).env("CLIPPY_ARGS", settings::arguments());
    let Ran { messages, ended } = compiler::run(command)?;
    match ended {
        Ended::Compiled => {}
        Ended::Errors(first) => return Err(NotCompiled::Errors(first)),
        Ended::NotTried(said) => return Err(NotCompiled::NotTried(said)),
    }
    let mut said = Said::default();
    for message in &messages {
        said.take(root, message);
    }
    Ok(said)
}

impl Said {
    fn take(&mut self, root: &Utf8Path, message: &CompilerMessage) {
        let diagnostic = &message.message;
        if let Some(path) = unresolved(diagnostic) {
            self.unresolved.insert(path);
        }
        if diagnostic.code.as_ref().is_none_or(|code| code.code != settings::LINT) {
            return;
        }
        let Some(path) = between(&diagnostic.message, '`') else { return };
        for span in diagnostic.spans.iter().filter(|span| span.is_primary) {
            let outermost = outermost(span);
            let file = root.join(&outermost.file_name);
            self.found.insert(Found {
                target: message.target.src_path.clone(),
                file: file.canonicalize_utf8().unwrap_or(file),
                line: outermost.line_start,
                column: outermost.column_start,
                path: path.clone(),
                written: if span.expansion.is_some() { Written::ByMacro } else { Written::InSource },
            });
        }
    }
}

/// `… does not refer to a reachable function`, at the settings.
fn unresolved(diagnostic: &Diagnostic) -> Option<String> {
    let is_of_settings = diagnostic.spans.iter().any(|span| span.file_name.ends_with("clippy.toml"));
    if !is_of_settings || !diagnostic.message.contains("does not refer to") {
        return None;
    }
    between(&diagnostic.message, '`')
}

fn between(text: &str, sign: char) -> Option<String> {
    text.split(sign).nth(1).map(str::to_owned)
}

/// The place in the source where the outermost macro is called.
fn outermost(span: &DiagnosticSpan) -> &DiagnosticSpan {
    let mut span = span;
    while let Some(expansion) = &span.expansion {
        span = &expansion.span;
    }
    span
}
