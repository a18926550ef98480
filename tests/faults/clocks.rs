//! The machine sleeps, or is taken back from a snapshot: on Linux only the wall clock has moved then, and
//! the monotonic clock, which every timer goes by, stood still.
//!
//! The time of the wall clock is asked of the C library, as in production. A library that is loaded before
//! it adds the seconds that a file says.

use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, SystemTime};

use machineid_guard::{Denied, Fault, Permit, Reason, guarded_tool};
use machineid_guard_tests::child::run_in_child;
use machineid_guard_tests::preloaded;
use machineid_guard_tests::scripted::{ALLOW, Scripted, Step, healthy, json, on_validate};

use crate::TestResult;
use crate::run::{assert_row, assert_unharmed};
use crate::table::{Expected, Injection, OwnTest, Row};
use crate::victim::{Effect, delete_async, plain_guard};

const SKIPPED: &str = "CLOCK_SKIPPED";
const NIGHT: &str = "28800";

const CLOCK: &str = r#"
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t clock, struct timespec *now) {
    int said = syscall(SYS_clock_gettime, clock, now);
    FILE *file = clock == CLOCK_REALTIME ? fopen(getenv("CLOCK_SKIPPED"), "r") : NULL;
    long skipped = 0;
    if (file && fscanf(file, "%ld", &skipped) == 1) now->tv_sec += skipped;
    if (file) fclose(file);
    return said;
}
"#;

pub fn rows() -> Vec<Row> {
    let own = |fault: &str, test: OwnTest, expected| Row::new(fault, Injection::Own(test), expected);
    let denied = |reason| Expected::Denied(reason);
    vec![
        own(
            "the machine sleeps for a night, with a question on its way that is answered with a yes",
            |_| with_clock("clocks::child_asleep_while_it_asks"),
            denied(Reason::Fault(Fault::Timeout)),
        ),
        own(
            "the machine sleeps for a night, with a yes that its caller has not picked up",
            |_| with_clock("clocks::child_asleep_with_a_yes"),
            denied(Reason::PermitExpired),
        ),
        own(
            "the machine sleeps for a night, with a permit that is not redeemed",
            |_| with_clock("clocks::child_asleep_with_a_permit"),
            denied(Reason::PermitExpired),
        ),
        own(
            "the wall clock is set back by a night while a question is on its way",
            |_| with_clock("clocks::child_set_back"),
            Expected::Allowed,
        ),
    ]
}

fn with_clock(test: &str) -> TestResult {
    let folder = format!("clock-{}-{}", std::process::id(), test.replace(':', "-"));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    std::fs::create_dir_all(&folder)?;
    let (library, skipped) = (preloaded::compile(&folder, CLOCK)?, folder.join("skipped"));
    std::fs::write(&skipped, "0")?;
    let outcome = run_in_child(test, |command| command.env("LD_PRELOAD", library).env(SKIPPED, &skipped));
    std::fs::remove_dir_all(&folder)?;
    outcome
}

/// Moves the wall clock, and nothing else.
fn skip(seconds: &str) {
    let file = std::env::var_os(SKIPPED).expect("only in the child");
    let before = SystemTime::now();
    std::fs::write(file, seconds).expect("the file of the skipped seconds");
    let moved = SystemTime::now().duration_since(before).unwrap_or_else(|set_back| set_back.duration());
    assert!(moved > Duration::from_secs(20_000), "the clock stands: the library is not in force");
}

fn row(expected: Expected) -> Row {
    Row::new("", Injection::Own(|_| Ok(())), expected)
}

#[test]
#[ignore = "a child process of another test"]
fn child_asleep_while_it_asks() -> TestResult {
    asked_while_the_clock_moves(NIGHT, &row(Expected::Denied(Reason::Fault(Fault::Timeout))))
}

#[test]
#[ignore = "a child process of another test"]
fn child_set_back() -> TestResult {
    asked_while_the_clock_moves("-28800", &row(Expected::Allowed))
}

fn asked_while_the_clock_moves(seconds: &'static str, row: &Row) -> TestResult {
    let sleep = Step::Do(Arc::new(move |_| {
        skip(seconds);
        Ok(())
    }));
    let authority = Scripted::start(on_validate(move |_| vec![sleep.clone(), json(ALLOW)]))?;
    let guard = plain_guard(&authority.base_url())?;
    assert_row(row, &guard);
    authority.play(healthy());
    assert_unharmed(&guard);
    Ok(())
}

/// Says when it is woken.
struct Bell(SyncSender<()>);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        let _ = self.0.try_send(());
    }
}

#[test]
#[ignore = "a child process of another test"]
fn child_asleep_with_a_yes() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let guard = plain_guard(&authority.base_url())?;
    let effect = Effect::default();
    let mut call = pin!(guard.scope(delete_async(&effect)));
    let (ring, heard) = mpsc::sync_channel(1);
    let waker = Waker::from(Arc::new(Bell(ring)));
    let mut context = Context::from_waker(&waker);
    assert!(call.as_mut().poll(&mut context).is_pending());
    heard.recv_timeout(Duration::from_secs(10))?;
    skip(NIGHT);
    let Poll::Ready(Err(denied)) = call.as_mut().poll(&mut context) else { panic!("an old yes was used") };
    assert_eq!((denied.reason(), effect.count()), (&Reason::PermitExpired, 0));
    assert_unharmed(&guard);
    Ok(())
}

#[guarded_tool(permit = permit)]
fn prepare() -> Result<Permit, Denied> {
    Ok(permit)
}

#[test]
#[ignore = "a child process of another test"]
fn child_asleep_with_a_permit() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let guard = plain_guard(&authority.base_url())?;
    let permit = guard.enter(prepare)?;
    skip(NIGHT);
    assert!(permit.age() >= Duration::from_hours(8), "{:?}", permit.age());
    assert_eq!(permit.redeem().unwrap_err().reason(), &Reason::PermitExpired);
    assert_unharmed(&guard);
    Ok(())
}
