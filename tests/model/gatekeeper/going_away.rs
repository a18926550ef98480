//! Callers that go away, and a gatekeeper that does.

use shuttle::thread;

use crate::gatekeeper::slot::Waited;
use crate::gatekeeper::world::{Executor, NEVER, Said, World, try_out};

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
