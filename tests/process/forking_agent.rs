//! An agent that forks, for the tests of what becomes of its guard: once, or many times under load.

use std::io::Write;
use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use fork::{Fork, fork, waitpid, waitpid_nohang};
use machineid_guard::{Denied, Gone, Guard, Reason, guarded_tool};

#[guarded_tool]
fn read() -> Result<(), Denied> {
    Ok(())
}

#[guarded_tool]
async fn read_async() -> Result<(), Denied> {
    Ok(())
}

fn say(who: &str, guard: &Guard) {
    let outcome = guard.enter(read);
    let outcome = outcome.as_ref().map_or_else(Denied::code, |()| "allowed");
    let mut out = std::io::stdout();
    // Nobody reads any more: then the test has failed already.
    drop(writeln!(out, "{who}: {outcome}").and_then(|()| out.flush()));
}

fn fork_once(guard: &Guard) -> Result<(), Box<dyn std::error::Error>> {
    say("parent", guard);
    match fork()? {
        Fork::Parent(child) => {
            waitpid(child)?;
            say("parent", guard);
        }
        Fork::Child => {
            say("child, with the parent's guard", guard);
            say("child, with its own guard", &Guard::from_env()?);
        }
    }
    Ok(())
}

/// How a child of a busy parent ends.
const DENIED: i32 = 0;
const ALLOWED: i32 = 2;
const OTHERWISE: i32 = 3;

fn child(guard: &Guard) -> ! {
    let outcomes = [guard.enter(read), pollster::block_on(guard.scope(read_async()))];
    exit(match outcomes.map(|outcome| outcome.map_err(|denied| denied.reason().clone())) {
        [Err(Reason::GatekeeperGone(Gone::Forked)), Err(Reason::GatekeeperGone(Gone::Forked))] => DENIED,
        [Ok(()), _] | [_, Ok(())] => ALLOWED,
        _ => OTHERWISE,
    })
}

/// Forks while other threads ask, so that every lock on the way is held by somebody now and then.
fn fork_under_load(guard: &Guard, times: usize) -> Result<(), Box<dyn std::error::Error>> {
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    drop(guard.enter(read));
                    drop(pollster::block_on(guard.scope(read_async())));
                }
            });
        }
        let outcome = (0..times).try_for_each(|_| fork_and_wait(guard));
        over.store(true, Ordering::Relaxed);
        outcome
    })
}

fn fork_and_wait(guard: &Guard) -> Result<(), Box<dyn std::error::Error>> {
    let Fork::Parent(process) = fork()? else { child(guard) };
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        match waitpid_nohang(process)? {
            Some(status) if status == DENIED => return Ok(()),
            Some(status) => return Err(format!("a child ended with {status}").into()),
            None if Instant::now() > deadline => return Err("a child hangs".into()),
            None => thread::sleep(Duration::from_millis(1)),
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let guard = Guard::from_env()?;
    match std::env::args().nth(1).map(|times| times.parse()) {
        None => fork_once(&guard),
        Some(times) => fork_under_load(&guard, times?),
    }
}
