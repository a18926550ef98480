//! `recheck`: the authority is asked again while the body runs, and a no drops it at its current await.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use machineid_guard::{BoundaryKind, Denied, guarded_tool, side_effect};
use tokio::sync::Notify;

use crate::trial::{DENIAL, Trial, assert_guarded_async, effect, effects};

thread_local! {
    static DROPPED: Cell<bool> = const { Cell::new(false) };
}

/// Is dropped with the body that holds it.
struct Held;

impl Drop for Held {
    fn drop(&mut self) {
        DROPPED.set(true);
    }
}

#[guarded_tool(recheck = "10ms")]
async fn long_work(started: Arc<Notify>) -> Result<(), Denied> {
    let _held = Held;
    started.notify_one();
    std::future::pending::<()>().await;
    effect();
    Ok(())
}

#[side_effect(surface = "payments", recheck = "10ms")]
fn long_work_boxed(started: Arc<Notify>) -> std::pin::Pin<Box<dyn Future<Output = Result<(), String>> + Send>> {
    Box::pin(async move {
        let _held = Held;
        started.notify_one();
        std::future::pending::<()>().await;
        effect();
        Ok(())
    })
}

/// Denies as soon as the body runs.
async fn disable_after(started: Arc<Notify>, trial: &Trial) {
    started.notified().await;
    assert!(!DROPPED.get(), "allowed, the body runs");
    trial.authority.disable_org();
}

#[test]
fn a_no_drops_the_body_at_its_await() {
    let trial = Trial::new();
    let started = Arc::new(Notify::new());
    let (outcome, ()) =
        trial.run(async { tokio::join!(long_work(Arc::clone(&started)), disable_after(Arc::clone(&started), &trial)) });
    let denied = outcome.unwrap_err();
    assert_eq!(denied.boundary().kind(), BoundaryKind::InFlight);
    assert_eq!((denied.boundary().name(), denied.code()), ("long_work", DENIAL));
    assert!(denied.request_id().is_some(), "the no has the authority's id");
    assert!(DROPPED.get());
    assert_eq!(effects(), 0, "what stands after the await did not run");
}

#[test]
fn a_boxed_body_too() {
    let trial = Trial::new();
    let started = Arc::new(Notify::new());
    let (outcome, ()) = trial.run(async {
        tokio::join!(long_work_boxed(Arc::clone(&started)), disable_after(Arc::clone(&started), &trial))
    });
    assert!(outcome.unwrap_err().contains(DENIAL));
    assert!(DROPPED.get());
    assert_eq!(effects(), 0);
}

#[guarded_tool(recheck = "10ms")]
async fn through_questions(trial: &Trial, questions: usize) -> Result<u8, Denied> {
    while trial.validates() <= questions {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    effect();
    Ok(7)
}

#[test]
fn a_body_that_stays_allowed_ends_by_itself() {
    let trial = Trial::new();
    assert_eq!(trial.run(through_questions(&trial, 5)).expect("allowed throughout"), 7);
    assert_eq!(effects(), 1);
}

#[guarded_tool(recheck = "1m")]
async fn short(text: String) -> Result<usize, Denied> {
    effect();
    Ok(text.len())
}

#[test]
fn a_short_body_is_guarded_as_every_other() {
    assert_guarded_async(3, async || short("tea".to_owned()).await);
}

/// The outage of the authority is no yes.
#[test]
fn no_answer_stops_the_body_as_well() {
    let trial = Trial::new();
    let started = Arc::new(Notify::new());
    let stop = async {
        started.notified().await;
        trial.authority.stop();
    };
    let (outcome, ()) = trial.run(async { tokio::join!(long_work(Arc::clone(&started)), stop) });
    let denied = outcome.unwrap_err();
    assert_eq!(denied.boundary().kind(), BoundaryKind::InFlight);
    assert!(DROPPED.get());
}

#[guarded_tool(recheck = "10ms")]
async fn counted(polls: &AtomicUsize) -> Result<(), Denied> {
    poll_fn::<(), _>(|_| {
        polls.fetch_add(1, Ordering::SeqCst);
        Poll::Pending
    })
    .await;
    Ok(())
}

#[guarded_tool(recheck = "10ms", on_denied = |denied| Err(format!("{query}: {}", denied.code())))]
async fn with_an_argument_that_the_body_moves(query: String, started: Arc<Notify>) -> Result<String, String> {
    let query = query;
    started.notify_one();
    std::future::pending::<()>().await;
    effect();
    Ok(query)
}

#[guarded_tool(recheck = "10ms", on_denied = |denied| Err(format!("{query}: {}", denied.code())))]
fn boxed_with_an_argument_that_the_body_moves(
    query: String,
    started: Arc<Notify>,
) -> std::pin::Pin<Box<dyn Future<Output = Result<String, String>> + Send>> {
    Box::pin(async move {
        started.notify_one();
        std::future::pending::<()>().await;
        effect();
        Ok(query)
    })
}

struct Counter {
    calls: usize,
}

impl Counter {
    #[guarded_tool(recheck = "10ms", on_denied = |denied| Err(format!("{}: {}", self.calls, denied.code())))]
    async fn count(&mut self, started: Arc<Notify>) -> Result<String, String> {
        self.calls += 1;
        started.notify_one();
        std::future::pending::<()>().await;
        effect();
        Ok(String::new())
    }
}

/// The body has them when the no comes.
#[test]
fn on_denied_uses_what_the_body_uses() {
    let mut counter = Counter { calls: 0 };
    let query = || "tea".to_owned();
    assert_stopped_as("tea: ORG_DISABLED", |started| with_an_argument_that_the_body_moves(query(), started));
    assert_stopped_as("tea: ORG_DISABLED", |started| boxed_with_an_argument_that_the_body_moves(query(), started));
    assert_stopped_as("1: ORG_DISABLED", |started| counter.count(started));
    let denied = Trial::denying().run(counter.count(Arc::new(Notify::new())));
    assert_eq!(denied, Err("1: ORG_DISABLED".to_owned()), "before the body");
}

#[track_caller]
fn assert_stopped_as<F: Future<Output = Result<String, String>>>(expected: &str, call: impl FnOnce(Arc<Notify>) -> F) {
    let trial = Trial::new();
    let started = Arc::new(Notify::new());
    let disable = async {
        started.notified().await;
        trial.authority.disable_org();
    };
    let (outcome, ()) = trial.run(async { tokio::join!(call(Arc::clone(&started)), disable) });
    assert_eq!((outcome, effects()), (Err(expected.to_owned()), 0));
}

struct Woken(mpsc::Sender<()>);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        // The test is over where nobody listens any more.
        self.0.send(()).unwrap_or_default();
    }
}

/// The stop is there before the poll: the body does not get that poll.
#[test]
fn a_stop_that_is_known_is_not_overtaken_by_more_work() {
    let trial = Trial::new();
    let polls = AtomicUsize::new(0);
    let (wake, woken) = mpsc::channel();
    let waker = Waker::from(Arc::new(Woken(wake)));
    let mut call = pin!(trial.guard.scope(counted(&polls)));
    let denied = loop {
        let before = polls.load(Ordering::SeqCst);
        match call.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Pending if before == 0 && polls.load(Ordering::SeqCst) == 1 => trial.authority.disable_org(),
            Poll::Pending => {}
            Poll::Ready(outcome) => {
                assert_eq!(polls.load(Ordering::SeqCst), before, "the body was polled after its stop was known");
                break outcome.unwrap_err();
            }
        }
        woken.recv_timeout(Duration::from_secs(30)).expect("the task was woken");
    };
    assert_eq!((denied.code(), denied.boundary().kind()), (DENIAL, BoundaryKind::InFlight));
}
