//! A server that says more than it was asked for: after each no, a yes that nobody asked for.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::scripted::{ALLOW, Act, DENY, Play, Step, http, json, on_validate};

fn answer(body: &str) -> Vec<u8> {
    http("HTTP/1.1 200 OK", "", body.as_bytes())
}

/// The unasked yes is in the same write as the no.
#[must_use]
pub fn yes_in_the_same_write() -> Play {
    let both = [answer(DENY), answer(ALLOW)].concat();
    on_validate(move |_| vec![Step::Say(both.clone())])
}

/// Half of the unasked yes is in the same write; the other half comes when it will.
#[must_use]
pub fn half_a_yes_in_the_same_write() -> Play {
    let allow = answer(ALLOW);
    let first = [answer(DENY), allow[..20].to_vec()].concat();
    let rest = allow[20..].to_vec();
    on_validate(move |_| vec![Step::Say(first.clone()), Step::Say(rest.clone())])
}

/// The unasked yes comes so long after the no. Also how often it could be written.
#[must_use]
pub fn yes_after(pause: Duration) -> (Play, Arc<AtomicUsize>) {
    let (lie, lies) = lie(pause);
    (on_validate(move |_| vec![json(DENY), Step::Do(Arc::clone(&lie))]), lies)
}

/// Writes a yes after a pause, and counts how often that could be written.
fn lie(pause: Duration) -> (Act, Arc<AtomicUsize>) {
    let written = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&written);
    let allow = answer(ALLOW);
    let act: Act = Arc::new(move |stream| {
        let start = Instant::now();
        while start.elapsed() < pause {
            std::hint::spin_loop();
        }
        stream.write_all(&allow)?;
        counted.fetch_add(1, Ordering::SeqCst);
        Ok(())
    });
    (act, written)
}
