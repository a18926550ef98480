//! Whether it compiles, and where it does not.

use std::collections::BTreeSet;
use std::io::{self, BufReader, IsTerminal as _};
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::Message;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};

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
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // A backtrace of cargo's, or rustup's, tells a user nothing.
    command.current_dir(root).args(["check", "--message-format", "json"]).env("RUST_BACKTRACE", "0");
    if targets == Targets::All {
        command.arg("--all-targets");
    }
    for package in packages {
        command.args(["--package", package]);
    }
    let is_seen = io::stderr().is_terminal();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(if is_seen { Stdio::inherit() } else { Stdio::piped() });
    let mut child = command.spawn()?;
    let stderr = child.stderr.take().map(|mut stderr| {
        std::thread::spawn(move || {
            let mut said = Vec::new();
            drop(io::copy(&mut stderr, &mut said));
            String::from_utf8_lossy(&said).into_owned()
        })
    });
    let stdout = child.stdout.take().map(BufReader::new);
    let (mut files, mut first) = (BTreeSet::new(), None);
    for message in stdout.into_iter().flat_map(Message::parse_stream) {
        let Message::CompilerMessage(message) = message? else { continue };
        if matches!(message.message.level, DiagnosticLevel::Error | DiagnosticLevel::Ice) {
            of_diagnostic(root, &message.message, &mut files);
            first = first.or(message.message.rendered);
        }
    }
    let status = child.wait()?;
    let said = stderr.and_then(|thread| thread.join().ok()).unwrap_or_default();
    Ok(match (status.success(), first) {
        (true, _) => Compiled::Yes,
        (false, Some(first)) => Compiled::No { files, first },
        (false, None) => Compiled::NotTried(said.trim().to_owned()),
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
