//! A shared connection that is lost as it is used again: one retry, on a new connection, and no more. A connection
//! that carries one question is lost with it.

use std::sync::Arc;

use machineid_guard::{Fault, Reason};
use machineid_guard_tests::scripted::{ALLOW, REGISTERED, Scripted, Step, json, on_register, on_validate};
use machineid_guard_tests::tls::{Answer, Answers, Certificate, CertificateAuthority, Reception};

use crate::TestResult;
use crate::table::{Expected, Injection, Row};
use crate::tls::{self, Received};
use crate::victim::{Effect, call_sync, plain_guard};

pub fn rows() -> Vec<Row> {
    vec![
        Row::new(
            "HTTP/2: the server ends the shared connection as it is used again",
            Injection::Tls(|ca| lost_when_used_again(ca, || Answer::GoAway)),
            Expected::Allowed,
        ),
        Row::new(
            "HTTP/2: the server refuses the stream, once",
            Injection::Tls(|ca| lost_when_used_again(ca, || Answer::RefuseStream)),
            Expected::Allowed,
        ),
        Row::new(
            "HTTP/2: GOAWAY for the question and for its one retry",
            Injection::Tls(|ca| tls::validate(ca, |_| Answer::GoAway)),
            Expected::Denied(Reason::Fault(Fault::ConnectionLost)),
        ),
    ]
}

/// A server whose first connection answers the first question, and does this to all others.
fn lost_when_used_again(trusted: &CertificateAuthority, end: fn() -> Answer) -> Received {
    let answers: Answers = Arc::new(move |asked| match (asked.connection, asked.nth, asked.validate) {
        (0, 1.., _) => end(),
        (_, _, true) => Answer::Json(ALLOW),
        (_, _, false) => Answer::Json(REGISTERED),
    });
    Ok(Reception::Serve(trusted.server(Certificate::Good, &["h2"])?, answers))
}

/// Every caller asks in a loop.
pub fn calls_in_parallel(callers: usize, calls: usize, call: impl Fn() -> bool + Sync) -> usize {
    let denied = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for caller in 0..callers {
            let share = calls / callers + usize::from(caller < calls % callers);
            let (denied, call) = (&denied, &call);
            scope.spawn(move || {
                for _ in 0..share {
                    if !call() {
                        denied.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    }
                }
            });
        }
    });
    denied.into_inner()
}

pub fn a_server_that_ends_each_connection_after_its_first_answer_causes_no_false_denial() -> TestResult {
    for (name, end) in [("resets", Step::Reset), ("closes", Step::Fin)] {
        let authority =
            Scripted::start(on_validate(move |nth| if nth == 0 { vec![json(ALLOW)] } else { vec![end.clone()] }))?;
        let guard = plain_guard(&authority.base_url())?;
        let effect = Effect::default();
        let denied = calls_in_parallel(32, 1000, || call_sync(&guard, &effect).is_ok());
        println!("server {name} every connection that is used again: 1000 calls, false denials {denied}");
        assert_eq!((denied, effect.count()), (0, 1000));
        assert_eq!(authority.connections(), authority.requests().len(), "a connection was used again");
    }
    Ok(())
}

#[test]
fn a_loss_on_a_connection_of_its_own_is_not_retried() -> TestResult {
    let authority = Scripted::start(on_register(|| vec![Step::Reset]))?;
    let guard = plain_guard(&authority.base_url())?;
    let effect = Effect::default();
    assert_eq!(call_sync(&guard, &effect).unwrap_err().code(), "CONNECTION_LOST");
    assert_eq!((effect.count(), authority.requests().len()), (0, 1));
    Ok(())
}
