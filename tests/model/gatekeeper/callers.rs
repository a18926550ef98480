//! Whoever waits gets the ruling, by thread or by task.

use shuttle::sync::atomic::{AtomicBool, Ordering};
use shuttle::thread;

use crate::gatekeeper::slot::Waited;
use crate::gatekeeper::sync::Arc;
use crate::gatekeeper::world::{Executor, NEVER, Said, World, try_out};

fn ruled_on_a_thread(world: &World) {
    let (reply, waiting) = world.question(NEVER);
    let gatekeeper = thread::spawn(move || reply.answer(Said::Yes));
    assert_eq!(waiting.wait(), Waited::Ruled(Said::Yes));
    gatekeeper.join().unwrap();
}

#[test]
fn a_caller_that_waits_on_its_thread_gets_the_ruling() {
    try_out(ruled_on_a_thread);
}

fn ruled_in_a_task(world: &World) {
    let callers: Vec<_> = (0..2)
        .map(|_| {
            let (reply, waiting) = world.question(NEVER);
            let caller = thread::spawn(move || Executor::new().block_on(waiting));
            (reply, caller)
        })
        .collect();
    let (replies, callers): (Vec<_>, Vec<_>) = callers.into_iter().unzip();
    let gatekeeper = thread::spawn(move || replies.iter().for_each(|reply| reply.answer(Said::No)));
    for caller in callers {
        assert_eq!(caller.join().unwrap(), Waited::Ruled(Said::No));
    }
    gatekeeper.join().unwrap();
}

#[test]
fn callers_that_wait_in_tasks_get_the_ruling() {
    try_out(ruled_in_a_task);
}

/// The watch of a running body: once the stop has been said, no look at it says "go on".
fn stopped(world: &World) {
    let (reply, mut watch) = world.question(NEVER);
    let said = Arc::new(AtomicBool::new(false));
    let saying = Arc::clone(&said);
    let gatekeeper = thread::spawn(move || {
        reply.answer(Said::No);
        saying.store(true, Ordering::SeqCst);
    });
    let executor = Executor::new();
    let waker = executor.waker();
    loop {
        let was_said = said.load(Ordering::SeqCst);
        let looked = watch.poll(&mut std::task::Context::from_waker(&waker));
        if looked.is_ready() {
            break;
        }
        assert!(!was_said, "the body goes on after its stop was said");
        thread::yield_now();
    }
    gatekeeper.join().unwrap();
}

#[test]
fn a_stop_that_was_said_is_seen_by_the_next_look() {
    try_out(stopped);
}

fn ruled_on_together(world: &World) {
    let (first, second) = (world.question(NEVER), world.question(NEVER));
    let mut peal = world.bell.peal();
    let gatekeeper = thread::spawn(move || {
        first.0.answer_in(&mut peal, Said::Yes);
        second.0.answer_in(&mut peal, Said::Yes);
        // Not rung by itself: as where the gatekeeper panics in between.
    });
    let other = thread::spawn(move || Executor::new().block_on(second.1));
    assert_eq!(Executor::new().block_on(first.1), Waited::Ruled(Said::Yes));
    assert_eq!(other.join().unwrap(), Waited::Ruled(Said::Yes));
    gatekeeper.join().unwrap();
}

#[test]
fn callers_that_are_woken_together_are_woken_even_where_the_gatekeeper_panics_before_it_rings() {
    try_out(ruled_on_together);
}
