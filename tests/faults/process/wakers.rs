//! Code of the program that runs beside the questions: a waker that panics, blocks, or runs its task in
//! place. Each costs its own caller something, and no other caller.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use machineid_guard::{Denied, Guard};
use machineid_guard_tests::scripted::{ALLOW, Gate, Play, Scripted, Step, healthy, json, on_validate};

use crate::TestResult;
use crate::run::assert_unharmed;
use crate::victim::{Effect, call_async, call_sync, delete_async, guard};

use super::by_hand::{ByHand, HANG};

const TIMEOUT: Duration = Duration::from_secs(10);

/// Answers a validate when the gate is open.
fn gated(answer: &Gate) -> Play {
    let steps = vec![Step::Wait(answer.clone()), json(ALLOW)];
    on_validate(move |_| steps.clone())
}

fn poll_with<F: Future + ?Sized>(waker: &Waker, future: &mut Pin<Box<F>>) -> Poll<F::Output> {
    future.as_mut().poll(&mut Context::from_waker(waker))
}

/// Calls that come after the waker was rung, and one that waited beside it: all are allowed, and nobody
/// waited for a deadline.
fn assert_nobody_else_pays(guard: &Guard, waker: &Waker, authority: &Scripted) -> TestResult {
    let answer = Gate::shut();
    authority.play(gated(&answer));
    let (own, other) = (Effect::default(), Effect::default());
    let mut misbehaving = Box::pin(guard.scope(delete_async(&own)));
    assert!(poll_with(waker, &mut misbehaving).is_pending());
    let (by_hand, mut beside) = (ByHand::new(), Box::pin(guard.scope(delete_async(&other))));
    assert!(by_hand.poll(&mut beside).is_pending());
    let start = Instant::now();
    answer.open();
    by_hand.wait();
    assert!(matches!(by_hand.poll(&mut beside), Poll::Ready(Ok(()))));
    for _ in 0..20 {
        call_async(guard, &other)?;
        call_sync(guard, &other)?;
    }
    assert!(start.elapsed() < TIMEOUT / 2, "somebody waited for a deadline: {:?}", start.elapsed());
    assert_eq!(other.count(), 41);
    authority.play(healthy());
    assert_unharmed(guard);
    Ok(())
}

struct PanickingWaker;

impl Wake for PanickingWaker {
    fn wake(self: Arc<Self>) {
        panic!("a waker that panics");
    }
}

pub fn a_waker_that_panics_costs_nobody_else_anything() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let guard = guard(&authority.base_url(), TIMEOUT).build()?;
    for _ in 0..3 {
        let waker = Waker::from(Arc::new(PanickingWaker));
        assert_nobody_else_pays(&guard, &waker, &authority)?;
    }
    Ok(())
}

struct BlockingWaker(Gate);

impl Wake for BlockingWaker {
    fn wake(self: Arc<Self>) {
        self.0.wait();
    }
}

pub fn a_waker_that_blocks_costs_nobody_else_anything() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let guard = guard(&authority.base_url(), TIMEOUT).build()?;
    let for_ever = Gate::shut();
    for _ in 0..5 {
        let waker = Waker::from(Arc::new(BlockingWaker(for_ever.clone())));
        assert_nobody_else_pays(&guard, &waker, &authority)?;
    }
    for_ever.open();
    Ok(())
}

type Task = Pin<Box<dyn Future<Output = Result<(), Denied>> + Send>>;

/// Polls its task as soon as it is woken, on the thread that wakes.
struct InPlaceWaker {
    task: Mutex<Option<Task>>,
    ran_on: Mutex<Option<(ThreadId, Option<String>)>>,
}

impl Wake for InPlaceWaker {
    fn wake(self: Arc<Self>) {
        let task = self.task.lock().unwrap().take();
        if let Some(mut task) = task {
            let waker = Waker::from(Arc::clone(&self));
            if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
                *self.task.lock().unwrap() = Some(task);
                return;
            }
            let here = thread::current();
            *self.ran_on.lock().unwrap() = Some((here.id(), here.name().map(str::to_owned)));
        }
    }
}

/// The body runs on the thread that wakes, which is not the gatekeeper's: a sync tool that it calls asks the
/// gatekeeper, and is answered.
pub fn a_waker_that_polls_in_place_does_not_hold_the_gatekeeper_up() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let guard = guard(&authority.base_url(), TIMEOUT).build()?;
    let effect = Arc::new(Effect::default());
    let (inner, counted) = (guard.clone(), Arc::clone(&effect));
    let task: Task = Box::pin(guard.scope(async move {
        delete_async(&counted).await?;
        call_sync(&inner, &counted)
    }));
    let waker = Arc::new(InPlaceWaker { task: Mutex::new(Some(task)), ran_on: Mutex::default() });
    Arc::clone(&waker).wake();
    let start = Instant::now();
    let ran_on = loop {
        if let Some(ran_on) = waker.ran_on.lock().unwrap().take() {
            break ran_on;
        }
        assert!(start.elapsed() < HANG, "the task was not woken");
        thread::yield_now();
    };
    assert_eq!(ran_on.1.as_deref(), Some("machineid-bell"));
    assert_eq!(effect.count(), 2);
    assert_unharmed(&guard);
    Ok(())
}

/// Whoever is answered by nobody is woken at the deadline, though a waker of another task blocks.
pub fn every_async_caller_is_woken_at_its_deadline_by_a_silent_authority() -> TestResult {
    let answer = Gate::shut();
    let authority = Scripted::start(gated(&answer))?;
    let guard = guard(&authority.base_url(), Duration::from_millis(500)).build()?;
    let (effect, for_ever) = (Effect::default(), Gate::shut());
    let waker = Waker::from(Arc::new(BlockingWaker(for_ever.clone())));
    let mut blocking: Vec<_> = (0..3).map(|_| Box::pin(guard.scope(delete_async(&effect)))).collect();
    for future in &mut blocking {
        assert!(poll_with(&waker, future).is_pending());
    }
    let (by_hand, mut innocent) = (ByHand::new(), Box::pin(guard.scope(delete_async(&effect))));
    let start = Instant::now();
    assert!(by_hand.poll(&mut innocent).is_pending());
    by_hand.wait();
    let Poll::Ready(Err(denied)) = by_hand.poll(&mut innocent) else { panic!("woken before the deadline") };
    assert_eq!((denied.code(), effect.count()), ("TIMEOUT", 0));
    assert!(start.elapsed() < HANG / 10, "{:?}", start.elapsed());
    for_ever.open();
    answer.open();
    Ok(())
}
