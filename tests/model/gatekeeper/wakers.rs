//! A waker that does not come back, or panics, beside callers that want to be woken.

use std::sync::Arc as StdArc;
use std::task::{Context, Wake, Waker};
use std::time::Duration;

use shuttle::thread;

use crate::gatekeeper::slot::{Taken, Waited};
use crate::gatekeeper::sync::{Condvar, Mutex};
use crate::gatekeeper::world::{Executor, NEVER, Said, Time, World, try_out};

/// Blocks until it is let go.
struct Blocking {
    free: Mutex<bool>,
    changed: Condvar,
}

impl Wake for Blocking {
    fn wake(self: StdArc<Self>) {
        let mut free = self.free.lock().unwrap();
        while !*free {
            free = self.changed.wait(free).unwrap();
        }
    }
}

impl Blocking {
    fn new() -> StdArc<Self> {
        StdArc::new(Self { free: Mutex::new(false), changed: Condvar::new() })
    }

    fn let_go(&self) {
        *self.free.lock().unwrap() = true;
        self.changed.notify_all();
    }
}

fn one_blocks(world: &World) {
    let blocking = Blocking::new();
    let (first, mut unlucky) = world.question(NEVER);
    assert!(unlucky.poll(&mut Context::from_waker(&Waker::from(StdArc::clone(&blocking)))).is_pending());
    let (second, other) = world.question(NEVER);
    let time = Time::passes();
    let gatekeeper = thread::spawn(move || {
        first.answer(Said::Yes);
        second.answer(Said::Yes);
    });
    assert_eq!(Executor::new().block_on(other), Waited::Ruled(Said::Yes));
    gatekeeper.join().unwrap();
    drop(time);
    blocking.let_go();
}

#[test]
fn a_waker_that_blocks_keeps_no_other_caller_from_its_answer() {
    try_out(one_blocks);
}

fn one_blocks_at_the_deadline(world: &World) {
    let blocking = Blocking::new();
    let soon = Duration::from_millis(20);
    let (first, mut unlucky) = world.question(soon);
    assert!(unlucky.poll(&mut Context::from_waker(&Waker::from(StdArc::clone(&blocking)))).is_pending());
    let (second, other) = world.question(soon);
    let time = Time::passes();
    assert_eq!(Executor::new().block_on(other), Waited::Overdue(Taken::No));
    drop(time);
    blocking.let_go();
    drop((first, second));
}

#[test]
fn a_waker_that_blocks_keeps_no_other_caller_from_its_deadline() {
    try_out(one_blocks_at_the_deadline);
}
