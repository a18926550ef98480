//! A future that is dropped in the middle of its check, and one that is not polled for long after it.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use machineid_guard::{Denied, guarded_tool};

use crate::trial::{Trial, effect, effects};

#[guarded_tool]
async fn act() -> Result<(), Denied> {
    effect();
    Ok(())
}

/// Says whether somebody wants the future to be polled.
#[derive(Default)]
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[track_caller]
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn dropped_in_the_middle_of_the_check_nothing_runs() {
    let trial = Trial::new();
    {
        let mut call = Box::pin(trial.guard.scope(act()));
        let poll = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(poll.is_pending(), "the answer takes a thread and a network");
    }
    until("the gatekeeper has asked meanwhile", || !trial.authority.requests().is_empty());
    assert_eq!(effects(), 0);
    assert!(trial.run(act()).is_ok(), "the next call is not disturbed");
}

#[test]
fn held_up_after_the_yes_it_is_denied() {
    const LIFETIME: Duration = Duration::from_millis(500);
    let trial = Trial::new();
    let guard = trial.authority.guard().timeout(LIFETIME).build().expect("a complete configuration");
    let flag = Arc::new(Flag::default());
    let waker = Waker::from(Arc::clone(&flag));
    let mut call = pin!(guard.scope(act()));
    assert!(call.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    until("the yes arrives", || flag.0.load(Ordering::SeqCst));
    // The caller's runtime is busy with something else for longer than a yes is good for.
    std::thread::sleep(LIFETIME + Duration::from_millis(50));
    let Poll::Ready(Err(denied)) = call.poll(&mut Context::from_waker(&waker)) else {
        panic!("an old yes is none");
    };
    assert_eq!(denied.code(), "PERMIT_EXPIRED");
    assert_eq!(effects(), 0);
}
