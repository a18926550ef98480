//! The key travels as a header that nothing between may keep.

use std::sync::Arc;

use machineid_guard_tests::scripted::{ALLOW, REGISTERED};
use machineid_guard_tests::tls::{Certificate, CertificateAuthority, Frame, Last, Reception, TlsServer};

use crate::TestResult;
use crate::victim::{Effect, call_sync, guard};

/// HTTP/2 replaces what it has sent before by a number. What is marked as sensitive it has to send in full each
/// time: whoever can make the client send requests could otherwise find it out by their size.
#[test]
fn the_key_is_never_put_into_the_table_that_compresses_headers() -> TestResult {
    let trusted = CertificateAuthority::new()?;
    let script = |stream| match stream {
        1 => vec![Frame::ok(), Frame::data(REGISTERED, Last::Yes)],
        _ => vec![Frame::ok(), Frame::data(ALLOW, Last::Yes)],
    };
    let server = trusted.server(Certificate::Good, &["h2"])?;
    let authority = TlsServer::start(Reception::Frames(server, Arc::new(script)))?;
    let key = "k".repeat(400);
    let guard = guard(&authority.base_url(), std::time::Duration::from_secs(10)).org_key(&key);
    let guard = guard.root_certificate(trusted.pem()).build()?;
    for _ in 0..4 {
        call_sync(&guard, &Effect::default())?;
    }
    let blocks = authority.header_blocks();
    assert_eq!((blocks.len(), authority.connections()), (5, 1));
    // The shortest code of HPACK has five bits for a character.
    let shortest = key.len() * 5 / 8;
    for block in blocks {
        assert!(block.len() > shortest, "{} bytes cannot hold the key", block.len());
    }
    Ok(())
}
