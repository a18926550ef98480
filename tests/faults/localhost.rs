//! `http://localhost` is 127.0.0.1: the key goes there unencrypted, so no other place may claim the name.

use std::net::TcpListener;
use std::time::Duration;

use machineid_guard_tests::scripted::{Scripted, healthy};

use crate::TestResult;
use crate::victim::{Effect, call_sync, guard};

const TIMEOUT: Duration = Duration::from_secs(10);

/// A port that is free on both loopback addresses.
fn on_both() -> Result<(TcpListener, TcpListener), Box<dyn std::error::Error>> {
    for _ in 0..100 {
        let v4 = TcpListener::bind(("127.0.0.1", 0))?;
        if let Ok(v6) = TcpListener::bind(("::1", v4.local_addr()?.port())) {
            return Ok((v4, v6));
        }
    }
    Err("no port is free on 127.0.0.1 and on [::1]".into())
}

#[test]
fn a_stranger_on_the_other_loopback_address_sees_nothing_when_the_authority_is_down() -> TestResult {
    let (v4, v6) = on_both()?;
    let port = v4.local_addr()?.port();
    drop(v4);
    let stranger = Scripted::on(v6, healthy())?;
    let guard = guard(&format!("http://localhost:{port}"), TIMEOUT).build()?;
    let effect = Effect::default();
    assert_eq!(call_sync(&guard, &effect).unwrap_err().code(), "UNREACHABLE");
    assert_eq!((effect.count(), stranger.connections()), (0, 0));
    let _authority = Scripted::on(TcpListener::bind(("127.0.0.1", port))?, healthy())?;
    call_sync(&guard, &effect)?;
    assert_eq!((effect.count(), stranger.connections()), (1, 0));
    Ok(())
}

#[test]
fn the_other_loopback_address_may_be_named() -> TestResult {
    let (_v4, v6) = on_both()?;
    let port = v6.local_addr()?.port();
    let _authority = Scripted::on(v6, healthy())?;
    let effect = Effect::default();
    call_sync(&guard(&format!("http://[::1]:{port}"), TIMEOUT).build()?, &effect)?;
    assert_eq!(effect.count(), 1);
    Ok(())
}
