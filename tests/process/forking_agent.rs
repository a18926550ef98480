//! An agent that forks, for the test of what becomes of its guard.

use std::io::Write;

use fork::{Fork, fork, waitpid};
use machineid_guard::{Denied, Guard, guarded_tool};

#[guarded_tool]
fn read() -> Result<(), Denied> {
    Ok(())
}

fn say(who: &str, guard: &Guard) {
    let outcome = guard.enter(read);
    let outcome = outcome.as_ref().map_or_else(Denied::code, |()| "allowed");
    let mut out = std::io::stdout();
    // Nobody reads any more: then the test has failed already.
    drop(writeln!(out, "{who}: {outcome}").and_then(|()| out.flush()));
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let guard = Guard::from_env()?;
    say("parent", &guard);
    match fork()? {
        Fork::Parent(child) => {
            waitpid(child)?;
            say("parent", &guard);
        }
        Fork::Child => {
            say("child, with the parent's guard", &guard);
            say("child, with its own guard", &Guard::from_env()?);
        }
    }
    Ok(())
}
