//! The one retry over HTTP/2, where all questions share a connection.

use std::sync::Arc;
use std::time::Duration;

use machineid_guard_tests::scripted::{ALLOW, REGISTERED};
use machineid_guard_tests::tls::{Answer, Certificate, CertificateAuthority, Reception, TlsServer};

use crate::TestResult;
use crate::one_retry::calls_in_parallel;
use crate::tls;
use crate::victim::{Effect, call_sync, guard};

/// A server that ends each connection with GOAWAY at its 20th request, which it leaves unanswered with
/// all others that are open.
fn goes_away(trusted: &CertificateAuthority) -> Result<Reception, Box<dyn std::error::Error>> {
    let answers = Arc::new(|asked: &machineid_guard_tests::tls::Asked| match (asked.nth, asked.validate) {
        (19.., _) => Answer::GoAway,
        (_, true) => Answer::JsonAfter(Duration::from_millis(2), ALLOW),
        (_, false) => Answer::Json(REGISTERED),
    });
    Ok(Reception::Serve(trusted.server(Certificate::Good, &["h2"])?, answers))
}

pub fn goaway_under_64_callers_causes_no_false_denial() -> TestResult {
    let trusted = CertificateAuthority::new()?;
    let authority = TlsServer::start(goes_away(&trusted)?)?;
    let url = authority.base_url();
    let effect = Effect::default();
    // Eight guards with a device each share nothing but the server; 64 callers on one device would share
    // their validates, and hardly load it.
    let devices: Vec<String> = (0..64).map(|number| format!("svc:test:tool:{number:02}")).collect();
    let guards = guard(&url, Duration::from_secs(10)).root_certificate(trusted.pem()).build()?;
    let next = std::sync::atomic::AtomicUsize::new(0);
    let denied = calls_in_parallel(64, 1000, || {
        let device = &devices[next.fetch_add(1, std::sync::atomic::Ordering::SeqCst) % devices.len()];
        match crate::victim::call_for_device(&guards, device, &effect) {
            Ok(()) => true,
            Err(denied) => {
                println!("false denial: {denied}");
                false
            }
        }
    });
    println!(
        "GOAWAY at every 20th request: 1000 calls by 64 callers, false denials {denied}, requests {}, connections {}",
        authority.requests(),
        authority.connections()
    );
    assert_eq!((denied, effect.count()), (0, 1000));
    assert!(authority.connections() > 10, "the server went away only {} times", authority.connections());
    Ok(())
}

pub fn a_half_open_connection_costs_one_call() -> TestResult {
    let trusted = CertificateAuthority::new()?;
    let authority = TlsServer::start(tls::healthy(&trusted)?)?;
    let guard = guard(&authority.base_url(), Duration::from_millis(1500)).root_certificate(trusted.pem()).build()?;
    let effect = Effect::default();
    call_sync(&guard, &effect)?;
    // The next question finds a connection that nobody serves; a new connection would be served.
    authority.freeze_connections();
    let costs: Vec<_> = (0..5).map(|_| call_sync(&guard, &effect).map_err(|denied| denied.code().to_owned())).collect();
    let lost = costs.iter().filter(|outcome| outcome.is_err()).count();
    println!("half-open HTTP/2 connection: {lost} of 5 later calls denied");
    assert_eq!(costs[0], Err("TIMEOUT".to_owned()));
    assert_eq!(lost, 1, "{costs:?}");
    assert_eq!(effect.count(), 5);
    Ok(())
}
