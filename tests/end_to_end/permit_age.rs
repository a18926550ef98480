//! A yes is good for the guard's timeout, counted from the question. Who is held up for longer does not
//! work on it: neither a caller that wakes late, nor an effect that comes late.

use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use machineid_guard::{Denied, Guard, Permit, Reason, side_effect};
use machineid_guard_tests::scripted::{ALLOW, Scripted, Step, json, on_validate};

use crate::TestResult;
use crate::agent::{Effects, TOOL_SERVER, authority, patient, search_orders};

const TIMEOUT: Duration = Duration::from_secs(2);

/// Says when the answer is there, and wakes nobody.
struct Bell(SyncSender<()>);

impl Bell {
    fn hang_up() -> (Waker, Receiver<()>) {
        let (ring, heard) = mpsc::sync_channel(1);
        (Waker::from(Arc::new(Self(ring))), heard)
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        // A bell that has rung already need not ring again.
        let _ = self.0.try_send(());
    }
}

#[test]
fn a_yes_that_is_picked_up_too_late_is_a_denial() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).timeout(TIMEOUT).build()?;
    guard.startup_blocking()?;
    let effects = Effects::default();
    let mut call = pin!(guard.scope(search_orders(&effects)));
    let (waker, answered) = Bell::hang_up();
    let mut context = Context::from_waker(&waker);

    let asked = Instant::now();
    assert!(call.as_mut().poll(&mut context).is_pending());
    answered.recv_timeout(TIMEOUT)?;
    // The answer was a yes. The caller's thread is busy with something else, for too long.
    thread::sleep((asked + TIMEOUT).saturating_duration_since(Instant::now()) + Duration::from_millis(50));
    let Poll::Ready(Err(denied)) = call.as_mut().poll(&mut context) else { panic!("an old yes was used") };
    assert_eq!(denied.reason(), &Reason::PermitExpired);
    assert_eq!(denied.code(), "PERMIT_EXPIRED");
    let last = authority.requests().last().expect("it was asked").clone();
    assert_eq!((last.code(), Some(last.request_id())), ("ALLOW", denied.request_id()));
    assert_eq!(effects.count(), 0);
    Ok(())
}

#[side_effect(surface = "payments", permit = permit)]
fn prepare_payment() -> Result<Permit, Denied> {
    Ok(permit)
}

#[test]
fn a_permit_that_is_kept_too_long_is_good_for_nothing() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).timeout(TIMEOUT).build()?;
    let [in_time, too_late] = [guard.enter(prepare_payment)?, guard.enter(prepare_payment)?];
    let request = too_late.request_id().map(str::to_owned);
    assert_eq!(in_time.redeem()?.device_id().as_str(), crate::agent::PAYMENTS);
    thread::sleep(TIMEOUT + Duration::from_millis(50));
    let denied = too_late.redeem().unwrap_err();
    assert_eq!(denied.reason(), &Reason::PermitExpired);
    assert_eq!(denied.request_id().map(str::to_owned), request);
    Ok(())
}

/// The authority may take its time: a revoke that it acknowledged meanwhile is newer than its yes may be.
#[test]
fn a_permit_ages_from_the_moment_of_the_question_and_not_from_that_of_the_answer() -> TestResult {
    let (timeout, slow) = (Duration::from_secs(6), Duration::from_secs(2));
    let dawdle = Step::Do(Arc::new(move |_| {
        thread::sleep(slow);
        Ok(())
    }));
    let authority = Scripted::start(on_validate(move |_| vec![dawdle.clone(), json(ALLOW)]))?;
    let guard = Guard::builder().org_key("org_test").device_id(TOOL_SERVER).base_url(authority.base_url());
    let guard = guard.timeout(timeout).build()?;
    let asked = Instant::now();
    let permit = guard.enter(prepare_payment)?;
    let (answered, good_until) = (Instant::now(), asked + timeout);
    assert!(answered - asked >= slow);
    thread::sleep(good_until.saturating_duration_since(answered) + Duration::from_millis(100));
    assert_eq!(permit.redeem().unwrap_err().reason(), &Reason::PermitExpired);
    Ok(())
}
