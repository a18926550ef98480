//! A server that says more than it was asked for: after each no, a yes that nobody asked for.
//!
//! Taken for the answer to the next question, that yes would be a wrong one. HTTP/1.1 has nothing but order
//! to tie an answer to its question, so the order is what is tried here.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

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

fn assert_never_believed(when: &str, play: Play) -> TestResult {
    let authority = Scripted::start(play)?;
    let guard = plain_guard(&authority.base_url())?;
    let effect = Effect::default();
    let start = Instant::now();
    for _ in 0..TRIES {
        drop(call_sync(&guard, &effect));
    }
    println!(
        "unasked yes {when}: {TRIES} tries in {:?}, wrong yeses {}, connections {}",
        start.elapsed(),
        effect.count(),
        authority.connections()
    );
    assert_eq!(effect.count(), 0, "an answer was believed that belonged to no question");
    Ok(())
}

/// The order is forced: the yes has been written before the next question is asked.
pub fn a_yes_that_lay_there_before_the_question_is_never_believed() -> TestResult {
    let written = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&written);
    let allow = http("HTTP/1.1 200 OK", "", ALLOW.as_bytes());
    let lie: Act = Arc::new(move |stream| {
        stream.write_all(&allow)?;
        counted.fetch_add(1, Ordering::SeqCst);
        Ok(())
    });
    let authority = Scripted::start(on_validate(move |_| vec![json(DENY), Step::Do(Arc::clone(&lie))]))?;
    let guard = plain_guard(&authority.base_url())?;
    let effect = Effect::default();
    for number in 0..TRIES {
        assert_eq!(call_sync(&guard, &effect).map_err(|denied| denied.code().to_owned()), Err("DEVICE_REVOKED".into()));
        while written.load(Ordering::SeqCst) <= number {
            std::thread::yield_now();
        }
    }
    println!("unasked yes there before the next question: {TRIES} tries, wrong yeses {}", effect.count());
    assert_eq!((effect.count(), authority.validates()), (0, TRIES));
    Ok(())
}
