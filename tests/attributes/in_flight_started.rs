//! What a body under re-checks has started when it is dropped: whatever hangs on the body goes with it, and nothing
//! else does.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use machineid_guard::{BoundaryKind, Denied, guarded_tool};
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};

use crate::trial::Trial;

/// A task that is at work: it counts on for as long as it is there.
#[derive(Default)]
struct Task {
    steps: AtomicUsize,
    dropped: AtomicUsize,
}

struct Held(Arc<Task>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Ordering::SeqCst);
    }
}

async fn work(held: Held) {
    loop {
        held.0.steps.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[derive(Default)]
struct Started {
    in_a_set: Arc<Task>,
    spawned: Arc<Task>,
    handle: std::sync::Mutex<Option<JoinHandle<()>>>,
    all: Notify,
}

#[guarded_tool(recheck = "10ms")]
async fn starts_tasks(started: Arc<Started>) -> Result<(), Denied> {
    let mut set = JoinSet::new();
    set.spawn(work(Held(Arc::clone(&started.in_a_set))));
    let spawned = tokio::spawn(work(Held(Arc::clone(&started.spawned))));
    started.handle.lock().expect("no panic").replace(spawned);
    started.all.notify_one();
    set.join_next().await;
    Ok(())
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[test]
fn tasks_of_a_join_set_die_with_the_body_and_spawned_ones_do_not() {
    let trial = Trial::new();
    let started = Arc::new(Started::default());
    trial.run(async {
        let stop = async {
            started.all.notified().await;
            trial.authority.disable_org();
        };
        let (outcome, ()) = tokio::join!(starts_tasks(Arc::clone(&started)), stop);
        assert_eq!(outcome.unwrap_err().boundary().kind(), BoundaryKind::InFlight);
        let dropped = |task: &Task| task.dropped.load(Ordering::SeqCst);
        until("the set's task is gone", || dropped(&started.in_a_set) == 1).await;
        let steps = started.spawned.steps.load(Ordering::SeqCst);
        until("the spawned task works on", || started.spawned.steps.load(Ordering::SeqCst) > steps + 10).await;
        assert_eq!(dropped(&started.spawned), 0);
        started.handle.lock().expect("no panic").take().expect("it was spawned").abort();
    });
}

#[cfg(target_os = "linux")]
mod programs {
    use super::{Arc, BoundaryKind, Denied, Notify, Trial, guarded_tool, until};
    use std::sync::Mutex;
    use tokio::process::Command;

    #[guarded_tool(recheck = "10ms", on_denied = Err)]
    async fn starts_a_program(pid: Arc<Mutex<Option<u32>>>, started: Arc<Notify>) -> Result<(), Denied> {
        let mut program = Command::new("sleep").arg("600").kill_on_drop(true).spawn().expect("`sleep` is there");
        *pid.lock().expect("no panic") = program.id();
        started.notify_one();
        drop(program.wait().await);
        Ok(())
    }

    /// Whether there is such a process, other than as one that is dead and not yet waited for.
    fn is_alive(pid: u32) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
    }

    #[test]
    fn a_program_that_is_killed_on_drop_dies_with_the_body() {
        let trial = Trial::new();
        let (pid, started) = (Arc::new(Mutex::new(None)), Arc::new(Notify::new()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(trial.guard.scope(async {
            let stop = async {
                started.notified().await;
                let pid = pid.lock().expect("no panic").expect("it runs");
                assert!(is_alive(pid));
                trial.authority.disable_org();
                pid
            };
            let (outcome, pid) = tokio::join!(starts_a_program(Arc::clone(&pid), Arc::clone(&started)), stop);
            assert_eq!(outcome.unwrap_err().boundary().kind(), BoundaryKind::InFlight);
            until("the program is gone", || !is_alive(pid)).await;
        }));
    }
}

/// Says nothing until the guard gives up, which bounds how long the body goes on: an interval until the next
/// question, and the timeout for its answer.
#[guarded_tool(recheck = "50ms")]
async fn endless(started: Arc<Notify>) -> Result<(), Denied> {
    started.notify_one();
    std::future::pending().await
}

#[test]
fn with_a_silent_authority_the_body_ends_after_the_interval_and_the_timeout() {
    const TIMEOUT: Duration = Duration::from_millis(500);
    let trial = Trial::new();
    let guard = trial.authority.guard().timeout(TIMEOUT).build().expect("a complete configuration");
    let started = Arc::new(Notify::new());
    let took = crate::trial::block_on(guard.scope(async {
        let silence = async {
            started.notified().await;
            trial.authority.set_latency(Duration::from_mins(1));
            Instant::now()
        };
        let (outcome, silent_since) = tokio::join!(endless(Arc::clone(&started)), silence);
        assert_eq!(outcome.unwrap_err().code(), "TIMEOUT");
        silent_since.elapsed()
    }));
    println!("silent authority, re-checks each 50 ms, timeout {TIMEOUT:?}: the body ended after {took:?}");
    // A slow machine is slow; a body that waits for the authority would go on for a minute.
    assert!(took >= TIMEOUT / 2 && took < TIMEOUT * 10, "{took:?}");
}
