//! A server that says more than it was asked for: after each no, a yes that nobody asked for.
//!
//! Taken for the answer to the next question, that yes would be a wrong one. HTTP/1.1 has nothing but order to
//! tie an answer to its question, so there a connection carries one question.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use machineid_guard_tests::scripted::{Play, Scripted};
use machineid_guard_tests::wire_faults::{half_a_yes_in_the_same_write, yes_after, yes_in_the_same_write};

use crate::TestResult;
use crate::victim::{Effect, call_sync, plain_guard};

const TRIES: usize = 2_000;

#[test]
fn a_yes_in_the_same_write_as_a_no_is_never_believed() -> TestResult {
    assert_never_believed("in the same write", yes_in_the_same_write())
}

#[test]
fn half_a_yes_in_the_same_write_is_never_believed() -> TestResult {
    assert_never_believed("half of it", half_a_yes_in_the_same_write())
}

/// The unasked yes comes at every moment between the no and the next question, and after that.
pub fn a_yes_after_a_no_is_never_believed_however_long_after() -> TestResult {
    for micros in [0, 20, 50, 100, 200, 500, 1_000, 2_000] {
        let pause = Duration::from_micros(micros);
        let (play, lies) = yes_after(pause);
        assert_never_believed(&format!("{pause:?} after it"), play)?;
        assert!(lies.load(Ordering::SeqCst) > TRIES / 2, "the yes was seldom written, so nothing was tested");
    }
    Ok(())
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
