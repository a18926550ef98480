//! `cargo machineid`: finds every tool that an AI agent can call, and says which of them nobody guards.

mod arguments;
mod baseline;
mod catalogue;
mod compiler;
mod exempt;
mod fence;
mod fix;
mod frameworks;
mod reading;
mod record;
mod report;
mod rules;
mod scan;
mod source;
mod verdict;
mod workspace;

use std::process::ExitCode;

/// A parser goes as deep as the source that it reads, and source can be written to be deep.
const STACK: usize = 512 << 20;

fn main() -> ExitCode {
    if let Some(code) = fence::as_compiler() {
        return code;
    }
    let run = std::thread::Builder::new().stack_size(STACK).spawn(|| arguments::parsed().run());
    match run.map(std::thread::JoinHandle::join) {
        Ok(Ok(outcome)) => outcome.code(),
        Ok(Err(_panic)) => report::Outcome::NoVerdict.code(),
        Err(error) => {
            anstream::eprintln!("error: no thread could be started: {error}");
            report::Outcome::NoVerdict.code()
        }
    }
}
