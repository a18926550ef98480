//! Callers that go away, and a gatekeeper that does.

use shuttle::sync::atomic::{AtomicBool, Ordering};
use shuttle::thread;

use crate::gatekeeper::slot::Waited;
use crate::gatekeeper::sync::Arc;
use crate::gatekeeper::world::{Executor, NEVER, Said, Time, World, try_out};

const SOON: std::time::Duration = std::time::Duration::from_millis(4);

fn cancelled(world: &World) {
    let (first, leaving) = world.question(NEVER);
    let (second, staying) = world.question(NEVER);
    let gatekeeper = thread::spawn(move || {
        first.answer(Said::Yes);
        second.answer(Said::Yes);
    });
    let goes_away = thread::spawn(move || {
        let mut leaving = leaving;
        let waker = Executor::new().waker();
        drop(leaving.poll(&mut std::task::Context::from_waker(&waker)));
    });
    assert_eq!(Executor::new().block_on(staying), Waited::Ruled(Said::Yes));
    goes_away.join().unwrap();
    gatekeeper.join().unwrap();
    world.assert_all_places_free();
}

#[test]
fn a_caller_that_goes_away_gives_its_place_back_and_disturbs_nobody() {
    try_out(cancelled);
}

fn dies(world: &World) {
    let (first, on_a_thread) = world.question(NEVER);
    let (second, in_a_task) = world.question(NEVER);
    let gatekeeper = thread::spawn(move || drop((first, second)));
    let task = thread::spawn(move || Executor::new().block_on(in_a_task));
    assert_eq!(on_a_thread.wait(), Waited::Ruled(Said::Panicked));
    assert_eq!(task.join().unwrap(), Waited::Ruled(Said::Panicked));
    gatekeeper.join().unwrap();
}

#[test]
fn a_gatekeeper_that_dies_leaves_nobody_waiting() {
    try_out(dies);
}

/// The first thread is held up, and comes back at some moment; another one answers in its place.
fn held_up(world: &World) {
    let (first, mut waiting) = world.question_to_pick_up(SOON, NEVER);
    let relieved = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&relieved);
    let held_up = thread::spawn(move || {
        let was_relieved = seen.load(Ordering::SeqCst);
        first.answer(Said::No);
        was_relieved
    });
    let time = Time::passes();
    let executor = Executor::new();
    let waited = match executor.run(&mut waiting) {
        Waited::Unheard => {
            let reply = waiting.another_reply();
            relieved.store(true, Ordering::SeqCst);
            let relief = thread::spawn(move || reply.answer(Said::Yes));
            let waited = executor.run(&mut waiting);
            relief.join().unwrap();
            waited
        }
        waited => waited,
    };
    let came_back_too_late = held_up.join().unwrap();
    drop(time);
    match waited {
        Waited::Ruled(Said::Yes) => {}
        Waited::Ruled(Said::No) => assert!(!came_back_too_late, "an end whose turn was over has ruled"),
        waited => panic!("{waited:?}"),
    }
}

#[test]
fn a_gatekeeper_that_is_held_up_is_relieved_and_does_not_rule_any_more() {
    try_out(held_up);
}

/// The first thread comes back when another one has the question, and before that one answers or after it.
fn comes_back_too_late(world: &World) {
    let (first, mut waiting) = world.question_to_pick_up(SOON, NEVER);
    let time = Time::passes();
    let executor = Executor::new();
    assert_eq!(executor.run(&mut waiting), Waited::Unheard);
    drop(time);
    let second = waiting.another_reply();
    let held_up = thread::spawn(move || first.answer(Said::No));
    let relief = thread::spawn(move || second.answer(Said::Yes));
    assert_eq!(executor.run(&mut waiting), Waited::Ruled(Said::Yes), "an end whose turn was over has ruled");
    held_up.join().unwrap();
    relief.join().unwrap();
}

#[test]
fn a_gatekeeper_that_comes_back_after_its_relief_does_not_rule() {
    try_out(comes_back_too_late);
}
