//! A kept connection that is lost as it is used again: one retry, on a new connection, and no more.

use machineid_guard::Fault;
use machineid_guard_tests::scripted::{ALLOW, Play, Scripted, Step, json, on_register, on_validate};

use crate::TestResult;
use crate::table::{Expected, Injection, Row};
use crate::victim::{Effect, call_sync, plain_guard};

pub fn rows() -> Vec<Row> {
    let allowed = |fault: &str, play: Play| Row::new(fault, Injection::Play(play), Expected::Allowed);
    vec![
        allowed("the server closes the kept connection as it is used again", lost_when_used_again(Step::Fin)),
        allowed("the server resets the kept connection as it is used again", lost_when_used_again(Step::Reset)),
        Row::play("the retry is lost as well", on_validate(|_| vec![Step::Reset]), Fault::ConnectionLost),
    ]
}

/// A server that answers the first question of a connection and no other.
fn lost_when_used_again(end: Step) -> Play {
    on_validate(move |nth| if nth == 0 { vec![json(ALLOW)] } else { vec![end.clone()] })
}

/// Every caller asks in a loop, so that connections are kept and used again all the time.
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

pub fn a_server_that_resets_every_kept_connection_causes_no_false_denial() -> TestResult {
    for (name, end) in [("resets", Step::Reset), ("closes", Step::Fin)] {
        let authority = Scripted::start(lost_when_used_again(end))?;
        let guard = plain_guard(&authority.base_url())?;
        let effect = Effect::default();
        let denied = calls_in_parallel(32, 1000, || call_sync(&guard, &effect).is_ok());
        println!(
            "server {name} every reused connection: 1000 calls, 32 at a time, false denials {denied}, \
             validates {}, connections {}",
            authority.validates(),
            authority.connections()
        );
        assert_eq!((denied, effect.count()), (0, 1000));
        assert!(authority.connections() > 1, "no connection was used again, so nothing was tested");
    }
    Ok(())
}

#[test]
fn a_loss_on_a_new_connection_is_not_retried() -> TestResult {
    // The very first question of a guard, which is that for registration, has a new connection.
    let authority = Scripted::start(on_register(|| vec![Step::Reset]))?;
    let guard = plain_guard(&authority.base_url())?;
    let effect = Effect::default();
    assert_eq!(call_sync(&guard, &effect).unwrap_err().code(), "CONNECTION_LOST");
    assert_eq!((effect.count(), authority.requests().len()), (0, 1));
    Ok(())
}
