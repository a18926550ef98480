//! One ticker per device: a hundred bodies ask about as often as one does.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use machineid_guard::{Denied, guarded_tool};
use tokio::sync::Notify;

use crate::trial::{Trial, effects};

const PACE: Duration = Duration::from_millis(100);
const QUESTIONS: u32 = 6;

#[derive(Default)]
struct Bodies {
    running: AtomicUsize,
    end: Notify,
}

#[guarded_tool(recheck = "100ms")]
async fn body(bodies: Arc<Bodies>) -> Result<(), Denied> {
    let end = bodies.end.notified();
    bodies.running.fetch_add(1, Ordering::SeqCst);
    end.await;
    Ok(())
}

async fn poll_until(mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !is_so() {
        assert!(Instant::now() < deadline, "it did not come to that");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// The least time in which so many bodies are asked for [`QUESTIONS`] times.
fn time_of_questions(count: usize) -> Duration {
    let trial = Trial::new();
    trial.run(async {
        let bodies = Arc::new(Bodies::default());
        let calls: Vec<_> = (0..count).map(|_| tokio::spawn(trial.guard.scope(body(Arc::clone(&bodies))))).collect();
        poll_until(|| bodies.running.load(Ordering::SeqCst) == count).await;
        trial.authority.clear_requests();
        let started = Instant::now();
        poll_until(|| trial.validates() >= QUESTIONS as usize).await;
        let took = started.elapsed();
        bodies.end.notify_waiters();
        for call in calls {
            assert!(call.await.expect("no panic").is_ok(), "allowed throughout");
        }
        took
    })
}

/// A lower bound on the time, so a slow machine cannot fail it: between two questions of a ticker lies
/// its pace, and with a ticker for each body the questions would all be there after one pace.
#[test]
fn a_hundred_bodies_ask_as_often_as_one() {
    for count in [1, 100] {
        let took = time_of_questions(count);
        assert!(took >= PACE * (QUESTIONS - 2), "{count} bodies asked {QUESTIONS} times in {took:?}");
    }
    assert_eq!(effects(), 0);
}
