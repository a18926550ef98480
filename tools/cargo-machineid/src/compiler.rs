//! One run of cargo that compiles, and what the compiler says in it.

use std::io::{self, BufReader, IsTerminal as _, Read as _};
use std::process::{Command, Stdio};

use cargo_metadata::diagnostic::DiagnosticLevel;
use cargo_metadata::{CompilerMessage, Message};

/// A run that has ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) messages: Vec<CompilerMessage>,
    pub(crate) ended: Ended,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Compiled,
    /// With errors, of which this is the first as the compiler shows it.
    Errors(String),
    /// Before anything was compiled, with what cargo said.
    NotTried(String),
}

/// The cargo that this was started by, or the one that a shell would find.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // A backtrace of cargo's, or rustup's, tells a user nothing.
    command.env("RUST_BACKTRACE", "0");
    command
}

/// Runs it to its end. Cargo's progress goes to a terminal, where one looks on.
pub(crate) fn run(mut command: Command) -> io::Result<Ran> {
    let is_seen = io::stderr().is_terminal();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(if is_seen { Stdio::inherit() } else { Stdio::piped() });
    let mut child = command.spawn()?;
    let stderr = child.stderr.take().map(|mut stderr| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            drop(stderr.read_to_end(&mut text));
            String::from_utf8_lossy(&text).trim().to_owned()
        })
    });
    let mut messages = Vec::new();
    for message in child.stdout.take().map(BufReader::new).into_iter().flat_map(Message::parse_stream) {
        if let Message::CompilerMessage(message) = message? {
            messages.push(message);
        }
    }
    let is_success = child.wait()?.success();
    let said = stderr.and_then(|thread| thread.join().ok()).unwrap_or_default();
    let first = messages.iter().find(|it| is_error(it)).map(|it| it.message.to_string());
    Ok(Ran {
        ended: match (is_success, first) {
            (true, _) => Ended::Compiled,
            (false, Some(first)) => Ended::Errors(first),
            (false, None) => Ended::NotTried(said),
        },
        messages,
    })
}

/// Whether it stops the compiler.
pub(crate) fn is_error(message: &CompilerMessage) -> bool {
    matches!(message.message.level, DiagnosticLevel::Error | DiagnosticLevel::Ice)
}
