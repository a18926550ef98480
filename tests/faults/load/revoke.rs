//! A revoke that was acknowledged before a boundary always denies it, whatever is in flight.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use machineid_guard::Guard;
use machineid_guard::local::LocalAuthority;

use crate::TestResult;
use crate::victim::{Effect, delete_async};

const CALLERS: usize = 64;
/// Each round has calls before the revoke, calls across it, and at least this many after it.
const AFTER_EACH_REVOKE: usize = 1_000;
/// Answers are held back on their way, each for another while, so that old yeses are in flight when the revoke
/// is acknowledged, and arrive one after the other among callers that came later.
const LATENCIES: [Duration; 5] = [
    Duration::from_millis(20),
    Duration::from_millis(10),
    Duration::from_millis(5),
    Duration::from_millis(2),
    Duration::ZERO,
];
const ROUNDS: usize = 12;

/// Odd while the revoke is known to be in force: set after it was acknowledged, and taken back before the
/// device is restored. A call that sees the same odd number before and after it came after the revoke.
#[derive(Default)]
struct Phase {
    number: AtomicUsize,
    after_revoke: AtomicUsize,
    wrong: AtomicUsize,
    allowed: AtomicUsize,
}

impl Phase {
    async fn call(&self, guard: &Guard, effects: &Effect) {
        let before = self.number.load(Ordering::SeqCst);
        let allowed = guard.scope(delete_async(effects)).await.is_ok();
        self.allowed.fetch_add(usize::from(allowed), Ordering::SeqCst);
        if before % 2 == 1 && before == self.number.load(Ordering::SeqCst) {
            self.after_revoke.fetch_add(1, Ordering::SeqCst);
            self.wrong.fetch_add(usize::from(allowed), Ordering::SeqCst);
        }
    }
}

pub fn no_call_that_comes_after_an_acknowledged_revoke_is_allowed() -> TestResult {
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().timeout(Duration::from_secs(10)).build()?;
    let (phase, effects) = (Arc::new(Phase::default()), Arc::new(Effect::default()));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build()?;
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (guard, phase, effects) = (guard.clone(), Arc::clone(&phase), Arc::clone(&effects));
            runtime.spawn(async move {
                while phase.number.load(Ordering::SeqCst) < 2 * ROUNDS {
                    phase.call(&guard, &effects).await;
                }
            })
        })
        .collect();
    for round in 0..ROUNDS {
        for latency in LATENCIES.into_iter().cycle().skip(round).take(4 * LATENCIES.len()) {
            authority.set_latency(latency);
            std::thread::sleep(Duration::from_micros(300));
        }
        wait_for_more(&phase.allowed, CALLERS);
        authority.revoke(LocalAuthority::DEVICE_ID)?;
        phase.number.fetch_add(1, Ordering::SeqCst);
        wait_for_more(&phase.after_revoke, AFTER_EACH_REVOKE);
        phase.number.fetch_add(1, Ordering::SeqCst);
        authority.restore(LocalAuthority::DEVICE_ID)?;
    }
    for caller in callers {
        runtime.block_on(caller)?;
    }
    let after_revoke = phase.after_revoke.load(Ordering::SeqCst);
    let wrong = phase.wrong.load(Ordering::SeqCst);
    println!(
        "revoke under {CALLERS} callers, {ROUNDS} times: {after_revoke} calls came after it, wrongly allowed {wrong}; \
         {} calls were allowed when they should be",
        effects.count()
    );
    assert_eq!(wrong, 0);
    assert!(after_revoke >= 10_000, "only {after_revoke} calls were tried");
    assert_eq!(effects.count(), phase.allowed.load(Ordering::SeqCst));
    Ok(())
}

fn wait_for_more(count: &AtomicUsize, more: usize) {
    let until = count.load(Ordering::SeqCst) + more;
    while count.load(Ordering::SeqCst) < until {
        std::thread::sleep(Duration::from_millis(1));
    }
}
