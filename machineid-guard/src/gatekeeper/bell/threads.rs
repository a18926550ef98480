//! The threads: one lookout, and as many ringers as are needed.

use std::io;
use std::panic::AssertUnwindSafe;
use std::task::Waker;

use super::Tower;
use super::duties::{Duties, Next};
use crate::gatekeeper::sync::{Arc, Builder, Instant, PoisonError};

/// Starts the lookout and the first ringer.
pub(super) fn start(tower: &Arc<Tower>, duties: &mut Duties) -> io::Result<()> {
    let watched = Arc::clone(tower);
    Builder::new().name("machineid-lookout".into()).spawn(move || keep_a_lookout(&watched))?;
    duties.lookout_is_there();
    // Without a ringer so far, the lookout tries again.
    drop(start_a_ringer(tower, duties));
    Ok(())
}

fn start_a_ringer(tower: &Arc<Tower>, duties: &mut Duties) -> io::Result<()> {
    let ringing = Arc::clone(tower);
    Builder::new().name("machineid-bell".into()).spawn(move || ring_wakers(&ringing))?;
    duties.ringer_is_there();
    Ok(())
}

fn keep_a_lookout(tower: &Arc<Tower>) {
    let mut duties = tower.lock();
    while !duties.is_over() {
        let now = Instant::now();
        duties.take_due(now);
        if duties.needs_another_ringer(now) {
            // Where no thread can be had, it is tried again at the next look.
            drop(start_a_ringer(tower, &mut duties));
        }
        if !duties.ready.is_empty() {
            tower.called.notify_one();
        }
        duties = match duties.sleep(now) {
            Some(until) => {
                let left = until.saturating_duration_since(Instant::now());
                tower.noticed.wait_timeout(duties, left).unwrap_or_else(PoisonError::into_inner).0
            }
            None => tower.noticed.wait(duties).unwrap_or_else(PoisonError::into_inner),
        };
    }
}

fn ring_wakers(tower: &Tower) {
    let mut duties = tower.lock();
    loop {
        match duties.next(Instant::now()) {
            Next::Ring(number, waker) => {
                drop(duties);
                ring(waker);
                duties = tower.lock();
                duties.rang(number);
            }
            Next::Wait => {
                duties.begin_waiting();
                duties = tower.called.wait(duties).unwrap_or_else(PoisonError::into_inner);
                duties.end_waiting();
            }
            Next::End => return,
        }
    }
}

/// The program's own code. A panic in there is its task's business: the panic hook has reported it.
fn ring(waker: Waker) {
    if let Err(payload) = std::panic::catch_unwind(AssertUnwindSafe(|| waker.wake())) {
        // Dropping what the program panicked with may panic again.
        std::mem::forget(payload);
    }
}
