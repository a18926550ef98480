//! A server that says more than it was asked for: after each no, a yes that nobody asked for.
//!
//! Taken for the answer to the next question, that yes would be a wrong one. HTTP/1.1 has nothing but order to
//! tie an answer to its question, so there a connection carries one question.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use machineid_guard_tests::scripted::{ALLOW, Act, DENY, Play, Scripted, Step, http, json, on_validate};

use crate::TestResult;
use crate::victim::{Effect, call_sync, plain_guard};

const TRIES: usize = 2_000;

/// The unasked yes is in the same write as the no.
#[test]
fn a_yes_in_the_same_write_as_a_no_is_never_believed() -> TestResult {
    let both = [http("HTTP/1.1 200 OK", "", DENY.as_bytes()), http("HTTP/1.1 200 OK", "", ALLOW.as_bytes())].concat();
    assert_never_believed("in the same write", on_validate(move |_| vec![Step::Say(both.clone())]))
}

/// Half of the unasked yes is in the same write; the other half comes when it will.
#[test]
fn half_a_yes_in_the_same_write_is_never_believed() -> TestResult {
    let allow = http("HTTP/1.1 200 OK", "", ALLOW.as_bytes());
    let first = [http("HTTP/1.1 200 OK", "", DENY.as_bytes()), allow[..20].to_vec()].concat();
    let rest = allow[20..].to_vec();
    assert_never_believed("half of it", on_validate(move |_| vec![Step::Say(first.clone()), Step::Say(rest.clone())]))
}

/// The unasked yes comes at every moment between the no and the next question, and after that.
pub fn a_yes_after_a_no_is_never_believed_however_long_after() -> TestResult {
    for micros in [0, 20, 50, 100, 200, 500, 1_000, 2_000] {
        let pause = Duration::from_micros(micros);
        let (lie, lies) = lie(pause);
        let play = on_validate(move |_| vec![json(DENY), Step::Do(Arc::clone(&lie))]);
        assert_never_believed(&format!("{pause:?} after it"), play)?;
        assert!(lies.load(Ordering::SeqCst) > TRIES / 2, "the yes was seldom written, so nothing was tested");
    }
    Ok(())
}

/// Writes a yes after a pause, and counts how often that could be written.
fn lie(pause: Duration) -> (Act, Arc<AtomicUsize>) {
    let written = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&written);
    let allow = http("HTTP/1.1 200 OK", "", ALLOW.as_bytes());
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

fn assert_never_believed(when: &str, play: Play) -> TestResult {
    let authority = Scripted::start(play)?;
    let guard = plain_guard(&authority.base_url())?;
    let effect = Effect::default();
    let start = Instant::now();
    for _ in 0..TRIES {
        let denied = call_sync(&guard, &effect).err().map(|denied| denied.code().to_owned());
        assert_eq!(denied.as_deref(), Some("DEVICE_REVOKED"), "unasked yes {when}");
    }
    println!("unasked yes {when}: {TRIES} tries in {:?}, wrong yeses {}", start.elapsed(), effect.count());
    assert_eq!(effect.count(), 0, "an answer was believed that belonged to no question");
    assert_eq!((authority.validates(), authority.connections()), (TRIES, TRIES + 1), "one question, one connection");
    Ok(())
}
