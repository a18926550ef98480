//! Tests that change what a whole process has: each runs as a child process of its own.

use std::error::Error;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Longer than any of them takes.
const HANG: Duration = Duration::from_mins(1);

/// Set to the folder of binaries that were built with `panic = "abort"`, as `.ci/run` does, it has the tests of
/// whole processes run those.
const ABORTING_BINARIES: &str = "MACHINEID_ABORTING_BINARIES";

/// What a panic does in the binaries under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panics {
    /// They unwind, and can be caught.
    Unwind,
    /// They end the process.
    Abort,
}

/// The binary at the path that cargo gives, or its twin in which a panic ends the process.
#[must_use]
pub fn binary(path: &str) -> (PathBuf, Panics) {
    let name = Path::new(path).file_name().unwrap_or_default();
    match std::env::var_os(ABORTING_BINARIES) {
        Some(folder) => (Path::new(&folder).join(name), Panics::Abort),
        None => (PathBuf::from(path), Panics::Unwind),
    }
}

/// Runs one ignored test of this binary in a process of its own, and reports what it said if it failed.
///
/// # Errors
/// Where it fails, hangs, or is not there.
pub fn run_in_child(test: &str, prepare: impl FnOnce(&mut Command) -> &mut Command) -> Result<(), Box<dyn Error>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args([test, "--exact", "--ignored", "--nocapture"]);
    command.env("RUST_BACKTRACE", "0");
    let mut child = prepare(&mut command).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (stdout, stderr) = (read_all(child.stdout.take()), read_all(child.stderr.take()));
    let deadline = Instant::now() + HANG;
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if Instant::now() > deadline => {
                child.kill()?;
                return Err(format!("{test} hangs").into());
            }
            None => thread::sleep(Duration::from_millis(10)),
        }
    };
    let said = stdout.join().unwrap_or_default() + &stderr.join().unwrap_or_default();
    // A misspelt name runs no test, which is a success for the harness.
    if status.success() && said.contains("1 passed") { Ok(()) } else { Err(said.into()) }
}

/// Reads as it is written: a child that nobody reads from blocks when it has said too much.
fn read_all(stream: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read until an error is all that there is.
        stream.map(|mut stream| stream.read_to_end(&mut bytes));
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
