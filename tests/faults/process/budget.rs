//! tokio gives each task a budget per poll, and answers "not yet" to a task that has used it up. A sibling
//! that does so must keep neither an answer nor a stop from the one beside it.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use machineid_guard::local::LocalAuthority;
use machineid_guard::{BoundaryKind, Denied, guarded_tool};
use machineid_guard_tests::scripted::{Scripted, Step, on_accept};

use crate::TestResult;
use crate::victim::{DEVICE, Effect, delete_async, guard};

use super::by_hand::HANG;

/// Uses up the budget of its task at each poll, and is never done.
async fn busy() {
    loop {
        tokio::task::consume_budget().await;
    }
}

/// Polls the sibling first, so that the other one never has any budget.
async fn beside_a_busy_sibling<F: Future>(future: F) -> F::Output {
    let (mut sibling, mut future) = (pin!(busy()), pin!(future));
    poll_fn(|cx| {
        assert!(sibling.as_mut().poll(cx).is_pending());
        future.as_mut().poll(cx)
    })
    .await
}

fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // In a task: what `block_on` itself polls has no budget.
    tokio::task::LocalSet::new().block_on(&runtime, future)
}

pub fn an_answer_is_seen_by_a_task_without_budget() -> TestResult {
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().timeout(Duration::from_secs(10)).build()?;
    let effect = Effect::default();
    block_on(async {
        for _ in 0..50 {
            beside_a_busy_sibling(guard.scope(delete_async(&effect))).await?;
        }
        Ok::<(), Denied>(())
    })?;
    assert_eq!(effect.count(), 50);
    Ok(())
}

pub fn a_timeout_is_seen_by_a_task_without_budget() -> TestResult {
    let authority = Scripted::start(on_accept(|| vec![Step::Hang]))?;
    let timeout = Duration::from_millis(300);
    let guard = guard(&authority.base_url(), timeout).build()?;
    let (effect, start) = (Effect::default(), Instant::now());
    let denied = block_on(beside_a_busy_sibling(guard.scope(delete_async(&effect)))).expect_err("nobody answers");
    assert_eq!((denied.code(), effect.count()), ("TIMEOUT", 0));
    assert!(start.elapsed() < timeout * 10, "{:?}", start.elapsed());
    Ok(())
}

#[guarded_tool(recheck = "10ms")]
async fn endless(steps: &AtomicU64) -> Result<(), Denied> {
    poll_fn::<(), _>(|cx| {
        steps.fetch_add(1, Ordering::SeqCst);
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    Ok(())
}

pub fn a_stop_is_seen_by_a_running_body_without_budget() -> TestResult {
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().device_id(DEVICE).timeout(Duration::from_secs(10)).build()?;
    let steps = AtomicU64::new(0);
    let stopped = std::thread::scope(|scope| {
        scope.spawn(|| {
            while steps.load(Ordering::SeqCst) < 1000 {
                std::thread::yield_now();
            }
            authority.revoke(DEVICE).expect("it is registered");
        });
        let start = Instant::now();
        let watched = guard.scope(endless(&steps));
        let outcome = block_on(beside_a_busy_sibling(async {
            // Ends by itself where no stop comes.
            let mut watched = pin!(watched);
            poll_fn(|cx| match watched.as_mut().poll(cx) {
                Poll::Pending if start.elapsed() > HANG => Poll::Ready(None),
                pending_or_not => pending_or_not.map(Some),
            })
            .await
        }));
        outcome.expect("the body ran on after the revoke")
    });
    let denied = stopped.expect_err("revoked");
    assert_eq!((denied.code(), denied.boundary().kind()), ("DEVICE_REVOKED", BoundaryKind::InFlight));
    Ok(())
}
