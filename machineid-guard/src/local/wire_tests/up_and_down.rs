//! Starting, being slow, going down.

use std::io;
use std::time::{Duration, Instant};

use super::Tested;
use super::caller::{Caller, REGISTER, VALIDATE};
use crate::local::LocalAuthority;

#[test]
fn latency_holds_the_answer_back_and_not_the_decision() -> Tested {
    let authority = LocalAuthority::start()?;
    let mut caller = Caller::to(&authority)?;
    caller.code(REGISTER, "a")?;
    authority.set_latency(Duration::from_millis(200));
    let sent = Instant::now();
    caller.send("POST", VALIDATE, br#"{"deviceId":"a"}"#)?;
    while authority.requests().len() < 2 {
        std::thread::yield_now();
    }
    authority.revoke("a")?;
    authority.set_latency(Duration::ZERO);
    // A second question is not held up by the first, and sees the revoke.
    assert_eq!(Caller::to(&authority)?.code(VALIDATE, "a")?, "DEVICE_REVOKED");
    assert_eq!(caller.receive()?.body["code"], "ALLOW");
    assert!(sent.elapsed() >= Duration::from_millis(200));
    Ok(())
}

#[test]
fn when_it_goes_down_the_port_and_every_connection_are_closed_at_once() -> Tested {
    let authority = LocalAuthority::start()?;
    let mut idle = Caller::to(&authority)?;
    idle.code(REGISTER, "a")?;
    let mut waiting = Caller::to(&authority)?;
    authority.set_latency(Duration::from_secs(3600));
    waiting.send("POST", VALIDATE, br#"{"deviceId":"a"}"#)?;
    while authority.requests().len() < 2 {
        std::thread::yield_now();
    }
    authority.stop();
    assert!(waiting.receive().is_err());
    assert!(idle.receive().is_err());
    assert!(Caller::to(&authority).is_err());
    authority.stop();

    authority.set_latency(Duration::ZERO);
    authority.restart()?;
    authority.restart()?;
    assert_eq!(Caller::to(&authority)?.code(VALIDATE, "a")?, "ALLOW");
    assert_eq!(authority.connections(), 3);
    Ok(())
}

#[test]
fn a_port_may_be_chosen_and_is_free_again_after_the_drop() -> Tested {
    let first = LocalAuthority::start()?;
    let port = first.port;
    let mut caller = Caller::to(&first)?;
    caller.code(REGISTER, "a")?;
    let taken = LocalAuthority::builder().port(port).start();
    assert_eq!(taken.map(drop).map_err(|error| error.kind()), Err(io::ErrorKind::AddrInUse));
    drop(first);
    let second = LocalAuthority::builder().port(port).start()?;
    assert_eq!(second.base_url(), format!("http://127.0.0.1:{port}"));
    Ok(())
}

#[test]
fn a_key_that_no_header_can_carry_is_refused_and_not_shown() {
    for key in ["", " ", "org_canary 1", "org_canary\n1", "org_canary\u{fc}"] {
        let refused = LocalAuthority::builder().org_key(key).start();
        let error = refused.map(drop).map_err(|error| (error.kind(), error.to_string()));
        assert!(matches!(&error, Err((io::ErrorKind::InvalidInput, text)) if !text.contains("canary")));
    }
}

#[test]
fn it_may_be_started_and_dropped_inside_a_runtime() -> Tested {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let authority = LocalAuthority::start()?;
        Caller::to(&authority)?.code(REGISTER, "a")?;
        Ok(())
    })
}

#[test]
fn a_burst_of_callers_is_answered_in_full() -> Tested {
    const CALLERS: usize = 400;
    let authority = LocalAuthority::start()?;
    Caller::to(&authority)?.code(REGISTER, "a")?;
    authority.set_latency(Duration::from_millis(50));
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        let mut caller = Caller::to(&authority)?;
        caller.send("POST", VALIDATE, br#"{"deviceId":"a"}"#)?;
        callers.push(caller);
    }
    for caller in &mut callers {
        assert_eq!(caller.receive()?.body["allowed"], true);
    }
    assert_eq!(authority.connections(), CALLERS + 1);
    Ok(())
}
