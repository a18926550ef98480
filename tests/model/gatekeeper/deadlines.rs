//! A deadline that comes, with or without an answer that comes late.

use std::task::Context;
use std::time::Duration;

use shuttle::thread;

use crate::gatekeeper::slot::{Taken, Waited};
use crate::gatekeeper::sync::Instant;
use crate::gatekeeper::world::{Executor, NEVER, Said, Time, World, try_out};

const SOON: Duration = Duration::from_millis(10);

fn silent(world: &World) {
    let (first, on_a_thread) = world.question(SOON);
    let (second, in_a_task) = world.question(SOON);
    second.take_up();
    let time = Time::passes();
    let task = thread::spawn(move || Executor::new().block_on(in_a_task));
    assert_eq!(on_a_thread.wait(), Waited::Overdue(Taken::No));
    assert_eq!(task.join().unwrap(), Waited::Overdue(Taken::Yes));
    drop(time);
    drop((first, second));
}

#[test]
fn whoever_is_answered_by_nobody_is_decided_at_the_deadline() {
    try_out(silent);
}

fn sooner(world: &World) {
    let (first, mut patient) = world.question(NEVER);
    assert!(patient.poll(&mut Context::from_waker(&Executor::new().waker())).is_pending());
    // By now the lookout may sleep for as long as that one has.
    let (second, hasty) = world.question(SOON);
    let time = Time::passes();
    assert_eq!(Executor::new().block_on(hasty), Waited::Overdue(Taken::No));
    drop(time);
    drop((first, second));
}

#[test]
fn a_deadline_that_is_sooner_than_the_one_that_is_kept_is_kept_too() {
    try_out(sooner);
}

fn late(world: &World) {
    let (first, on_a_thread) = world.question(SOON);
    let (second, in_a_task) = world.question(SOON);
    let time = Time::passes();
    let gatekeeper = thread::spawn(move || {
        first.answer(Said::Yes);
        second.answer(Said::Yes);
    });
    let task = thread::spawn(move || Executor::new().block_on(in_a_task));
    let waited = on_a_thread.wait();
    drop(on_a_thread);
    for waited in [waited, task.join().unwrap()] {
        assert!(matches!(waited, Waited::Ruled(Said::Yes) | Waited::Overdue(Taken::No)), "{waited:?}");
    }
    gatekeeper.join().unwrap();
    drop(time);
    world.assert_all_places_free();
}

#[test]
fn an_answer_that_comes_with_the_deadline_is_one_or_the_other() {
    try_out(late);
}

/// A watch that is renewed goes on past its first deadline, and ends at the last.
fn renewed(world: &World) {
    let (reply, watch) = world.question(SOON);
    let last = Instant::now() + SOON + SOON;
    reply.put_off(last);
    let time = Time::passes();
    let waited = Executor::new().block_on(watch);
    assert!(Instant::now() >= last, "it ended before its time");
    assert_eq!(waited, Waited::Overdue(Taken::No));
    drop(time);
    drop(reply);
}

#[test]
fn a_watch_that_is_renewed_ends_at_its_last_deadline() {
    try_out(renewed);
}

/// Nobody picks the question up, and nobody answers it either.
fn never_heard(world: &World) {
    let (first, on_a_thread) = world.question_to_pick_up(SOON, SOON + SOON);
    let (second, mut in_a_task) = world.question_to_pick_up(SOON, SOON + SOON);
    let time = Time::passes();
    let executor = Executor::new();
    // Who looks late is told of the end at once.
    if executor.run(&mut in_a_task) == Waited::Unheard {
        assert_eq!(executor.run(&mut in_a_task), Waited::Overdue(Taken::No));
    }
    let waited = on_a_thread.wait();
    if waited == Waited::Unheard {
        assert_eq!(on_a_thread.wait(), Waited::Overdue(Taken::No));
    }
    drop(time);
    drop((first, second));
}

#[test]
fn a_caller_whom_nobody_heard_is_told_so_and_decided_at_the_deadline() {
    try_out(never_heard);
}
