//! An agent with an audit file, for the tests of what is in the file when it ends.
//!
//! Its first argument is the file, each further one is a step:
//! - `call` a guarded function and go on whatever came out,
//! - `flush` the file, and say whether it is whole,
//! - `say` something, so that the test knows how far it is, and `wait` until the test says something,
//! - `close` the file,
//! - `fork` a child that calls and leaves, and wait for its end,
//! - `exit` at once, without dropping anything.
//!
//! After the last one it returns from `main`.

use std::io::Write;
use std::time::Duration;

use fork::{Fork, fork, waitpid};
use machineid_guard::{AuditFile, Denied, Guard, GuardBuilder, guarded_tool};

#[guarded_tool]
fn read() -> Result<(), Denied> {
    Ok(())
}

fn say(what: &str) {
    let mut out = std::io::stdout();
    // Nobody reads any more: then the test has failed already.
    drop(writeln!(out, "{what}").and_then(|()| out.flush()));
}

fn say_whether_whole(audit: &AuditFile) {
    match audit.flush(Duration::from_secs(10)) {
        Ok(()) => say("whole"),
        Err(incomplete) => say(&format!("{incomplete:?}")),
    }
}

fn call(guard: &Guard) {
    // The trail says how it came out.
    let _ = guard.enter(read);
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut steps = std::env::args().skip(1);
    let mut audit = Some(AuditFile::append(steps.next().ok_or("no file")?)?);
    let recorder = audit.as_ref().ok_or("closed")?.recorder();
    let guard = GuardBuilder::from_env()?.on_decision(recorder).build()?;
    for step in steps {
        match step.as_str() {
            "call" => call(&guard),
            "flush" => say_whether_whole(audit.as_ref().ok_or("closed")?),
            "say" => say("here"),
            "wait" => drop(std::io::stdin().read_line(&mut String::new())?),
            "close" => drop(audit.take()),
            "fork" => match fork()? {
                Fork::Parent(child) => drop(waitpid(child)?),
                Fork::Child => {
                    call(&guard);
                    return Ok(());
                }
            },
            "exit" => std::process::exit(0),
            other => return Err(format!("no such step: {other}").into()),
        }
    }
    Ok(())
}
