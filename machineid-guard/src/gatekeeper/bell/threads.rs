//! The threads: one lookout, and as many ringers as are needed.

use std::io;
use std::panic::AssertUnwindSafe;
use std::task::Waker;

use super::Tower;
use super::deadlines::Deadlines;
use super::rota::{Hand, Next, Rota, Summon};
use crate::gatekeeper::sync::{Arc, Builder, Instant, PoisonError};

/// Starts the lookout and the first ringer.
pub(super) fn start(tower: &Arc<Tower>, deadlines: &mut Deadlines) -> io::Result<()> {
    let watched = Arc::clone(tower);
    Builder::new().name("machineid-lookout".into()).spawn(move || keep_a_lookout(&watched))?;
    deadlines.lookout_is_awake();
    // Without a ringer so far, the lookout tries again.
    drop(start_a_ringer(tower, &mut tower.rota()));
    Ok(())
}

fn start_a_ringer(tower: &Arc<Tower>, rota: &mut Rota) -> io::Result<()> {
    let (ringing, hand) = (Arc::clone(tower), Arc::new(Hand::default()));
    let own = Arc::clone(&hand);
    Builder::new().name("machineid-bell".into()).spawn(move || ring_wakers(&ringing, &own))?;
    rota.engage(hand);
    Ok(())
}

fn keep_a_lookout(tower: &Arc<Tower>) {
    loop {
        let now = Instant::now();
        let due = {
            let mut deadlines = tower.deadlines();
            if deadlines.is_over() {
                return;
            }
            deadlines.lookout_is_awake();
            deadlines.take_due(now)
        };
        let look = {
            let mut rota = tower.rota();
            rota.add(due);
            rota.relieve_the_stuck(now);
            if rota.needs_another_ringer(now) {
                // Where no thread can be had, it is tried again at the next look.
                drop(start_a_ringer(tower, &mut rota));
            }
            if let Summon::Ringer = rota.summon() {
                tower.called.notify_one();
            }
            rota.looked()
        };
        let mut deadlines = tower.deadlines();
        if deadlines.is_over() {
            return;
        }
        let slept = match deadlines.sleep(now, look) {
            Some(until) => {
                let left = until.saturating_duration_since(Instant::now());
                tower.noticed.wait_timeout(deadlines, left).unwrap_or_else(PoisonError::into_inner).0
            }
            None => tower.noticed.wait(deadlines).unwrap_or_else(PoisonError::into_inner),
        };
        drop(slept);
    }
}

fn ring_wakers(tower: &Tower, hand: &Arc<Hand>) {
    let mut rota = tower.rota();
    loop {
        match rota.next(hand) {
            Next::Ring => {
                let summon = rota.summon_for(hand);
                drop(rota);
                tower.wake(&summon);
                while let Some(waker) = hand.next() {
                    ring(waker);
                }
                rota = tower.rota();
            }
            Next::Wait => {
                rota.begin_waiting();
                while !rota.ends_waiting() {
                    rota = tower.called.wait(rota).unwrap_or_else(PoisonError::into_inner);
                }
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
