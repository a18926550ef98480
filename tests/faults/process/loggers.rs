//! A logger of `log` is the one thing of the program that the gatekeeper's thread cannot keep out: the HTTP
//! stack writes to it from there. It may panic, block, or call a tool; every caller is decided by its deadline
//! and later calls work.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use log::{LevelFilter, Log, Metadata, Record};
use machineid_guard::local::LocalAuthority;
use machineid_guard::{Denied, Gone, Guard, Reason};
use machineid_guard_tests::child::run_in_child;
use machineid_guard_tests::scripted::Gate;

use crate::TestResult;
use crate::victim::{Effect, call_async, call_sync};

use super::by_hand::HANG;

/// What it does with a line that is written from the gatekeeper's thread.
struct Unruly {
    lines: AtomicUsize,
    deed: fn(usize),
}

impl Log for Unruly {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, _: &Record<'_>) {
        if std::thread::current().name() == Some("machineid-gatekeeper") {
            (self.deed)(self.lines.fetch_add(1, Ordering::SeqCst));
        }
    }

    fn flush(&self) {}
}

/// The logger of a whole process: each test runs in one of its own.
fn install(deed: fn(usize)) -> &'static Unruly {
    let logger: &'static Unruly = Box::leak(Box::new(Unruly { lines: AtomicUsize::new(0), deed }));
    log::set_logger(logger).expect("the process has no other logger");
    log::set_max_level(LevelFilter::Trace);
    logger
}

fn guard(authority: &LocalAuthority, timeout: Duration) -> Result<Guard, machineid_guard::ConfigError> {
    authority.guard().timeout(timeout).build()
}

fn decided(call: fn(&Guard, &Effect) -> Result<(), Denied>, guard: &Guard, effect: &Effect) -> Result<(), Denied> {
    let start = Instant::now();
    let outcome = call(guard, effect);
    assert!(start.elapsed() < HANG / 3, "not decided by its deadline");
    outcome
}

/// The first five lines panic.
fn panic_at_first(line: usize) {
    assert!(line >= 5, "a logger that panics");
}

#[test]
#[ignore = "a child process of another test"]
fn child_with_a_logger_that_panics() -> TestResult {
    let logger = install(panic_at_first);
    let authority = LocalAuthority::start()?;
    let (guard, effect) = (guard(&authority, Duration::from_secs(10))?, Effect::default());
    let mut lost = 0;
    while logger.lines.load(Ordering::SeqCst) < 5 {
        for call in [call_async, call_sync] {
            if let Err(denied) = decided(call, &guard, &effect) {
                assert_eq!(denied.reason(), &Reason::GatekeeperGone(Gone::Panicked), "{denied}");
                lost += 1;
            }
        }
    }
    assert!(lost > 0, "no panic reached a question");
    let ran = effect.count();
    for call in [call_async, call_sync] {
        decided(call, &guard, &effect)?;
    }
    assert_eq!(effect.count(), ran + 2);
    Ok(())
}

static BLOCKED: OnceLock<Gate> = OnceLock::new();

/// The first line blocks until the gate is open.
fn block_at_first(line: usize) {
    if line == 0 {
        BLOCKED.get_or_init(Gate::shut).wait();
    }
}

#[test]
#[ignore = "a child process of another test"]
fn child_with_a_logger_that_blocks_once() -> TestResult {
    install(block_at_first);
    let authority = LocalAuthority::start()?;
    let (guard, effect) = (guard(&authority, Duration::from_secs(1))?, Effect::default());
    let denied = decided(call_async, &guard, &effect).expect_err("the gatekeeper is held up");
    assert_eq!((denied.code(), effect.count()), ("TIMEOUT", 0));
    // The thread that is held up does not pick these up; another one takes its place while it still hangs.
    for call in [call_async, call_sync] {
        decided(call, &guard, &effect)?;
    }
    BLOCKED.get_or_init(Gate::shut).open();
    decided(call_sync, &guard, &effect)?;
    assert_eq!(effect.count(), 3);
    let registrations = authority.requests().iter().filter(|r| format!("{:?}", r.endpoint()) == "Register").count();
    assert!(registrations <= 3, "the device was registered {registrations} times");
    Ok(())
}

/// Every line blocks until the gate is open.
fn block_always(_: usize) {
    BLOCKED.get_or_init(Gate::shut).wait();
}

#[test]
#[ignore = "a child process of another test"]
fn child_with_a_logger_that_blocks_always() -> TestResult {
    install(block_always);
    let authority = LocalAuthority::start()?;
    let (guard, effect) = (guard(&authority, Duration::from_millis(100))?, Effect::default());
    for _ in 0..20 {
        for call in [call_async, call_sync] {
            let denied = decided(call, &guard, &effect).expect_err("the gatekeeper is held up");
            assert!(["TIMEOUT", "GATEKEEPER_GONE"].contains(&denied.code()), "{denied}");
        }
    }
    assert_eq!(effect.count(), 0);
    assert!(gatekeepers()? <= 8, "{} threads wait for a logger", gatekeepers()?);
    BLOCKED.get_or_init(Gate::shut).open();
    let start = Instant::now();
    while decided(call_sync, &guard, &effect).is_err() {
        assert!(start.elapsed() < HANG, "no later call works");
    }
    Ok(())
}

/// How many threads of this process are gatekeepers. Their names are cut to 15 bytes.
fn gatekeepers() -> std::io::Result<usize> {
    let names = std::fs::read_dir("/proc/self/task")?
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    Ok(names.filter(|name| name.trim() == "machineid-gatek").count())
}

static GUARD: OnceLock<Guard> = OnceLock::new();
static FROM_INSIDE: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn call_a_tool(_: usize) {
    if let Some(guard) = GUARD.get() {
        let effect = Effect::default();
        for call in [call_async, call_sync] {
            let code = call(guard, &effect).map_or_else(|denied| denied.code().to_owned(), |()| "allowed".to_owned());
            FROM_INSIDE.lock().unwrap().push(code);
        }
        assert_eq!(effect.count(), 0);
    }
}

#[test]
#[ignore = "a child process of another test"]
fn child_with_a_logger_that_calls_a_tool() -> TestResult {
    install(call_a_tool);
    let authority = LocalAuthority::start()?;
    let effect = Effect::default();
    let guard = GUARD.get_or_init(|| guard(&authority, Duration::from_secs(10)).expect("a good configuration"));
    for call in [call_async, call_sync] {
        decided(call, guard, &effect)?;
    }
    assert_eq!(effect.count(), 2);
    let from_inside = FROM_INSIDE.lock().unwrap().clone();
    assert!(!from_inside.is_empty(), "the logger was not told anything");
    assert!(from_inside.iter().all(|code| code == "WHILE_REPORTING"), "{from_inside:?}");
    Ok(())
}

fn run(test: &str) -> TestResult {
    run_in_child(&format!("process::loggers::{test}"), |command| command)
}

pub fn a_logger_that_panics_costs_the_questions_under_way_and_not_the_process() -> TestResult {
    run("child_with_a_logger_that_panics")
}

pub fn a_logger_that_blocks_costs_its_callers_a_denial_in_time_and_later_calls_work() -> TestResult {
    run("child_with_a_logger_that_blocks_once")?;
    run("child_with_a_logger_that_blocks_always")
}

pub fn a_logger_that_calls_a_tool_is_denied_there_and_hangs_nobody() -> TestResult {
    run("child_with_a_logger_that_calls_a_tool")
}
