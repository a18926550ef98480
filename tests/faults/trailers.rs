//! What comes after the body. Trailers can say that the answer before them is void, so an answer that has any is
//! none.

use std::sync::Arc;

use machineid_guard::{Client, ClientError, DeviceId, Fault, Reason};
use machineid_guard_tests::scripted::{ALLOW, Cue, REGISTERED, Scripted, Step};
use machineid_guard_tests::tls::{Certificate, CertificateAuthority, Frame, Last, Reception, TlsServer};
use machineid_guard_tests::wire_faults::{self, with_trailers};

use crate::TestResult;
use crate::table::{Expected, Injection, Row, TlsReception};
use crate::tls::Received;
use crate::victim::{CANARY, DEVICE};

/// The literal `:status: 403` in HPACK, and `x-late: no`.
const FORBIDDEN: &[u8] = b"\x08\x03403";
const LATE: &[u8] = b"\x00\x06x-late\x02no";
const CANCEL: u32 = 8;
const NO_ERROR: u32 = 0;

pub fn rows() -> Vec<Row> {
    let over_tls = |fault: &str, reception: TlsReception, expected: Fault| {
        Row::new(fault, Injection::Tls(reception), Expected::Denied(Reason::Fault(expected)))
    };
    let mut rows: Vec<Row> = wire_faults::trailers().into_iter().map(Row::from).collect();
    rows.extend([
        over_tls("HTTP/2: a yes, and then trailers", |ca| trailers(ca, LATE), Fault::MalformedHttp),
        over_tls("HTTP/2: a yes, and then trailers with nothing in them", |ca| trailers(ca, &[]), Fault::MalformedHttp),
        over_tls(
            "HTTP/2: a yes, and then `:status: 403` in trailers",
            |ca| trailers(ca, FORBIDDEN),
            Fault::MalformedHttp,
        ),
        over_tls("HTTP/2: a yes that is cancelled before its end", |ca| reset(ca, CANCEL), Fault::ConnectionLost),
        over_tls("HTTP/2: a yes that is reset before its end", |ca| reset(ca, NO_ERROR), Fault::ConnectionLost),
    ]);
    rows
}

fn trailers(trusted: &CertificateAuthority, block: &'static [u8]) -> Received {
    ends(trusted, move || Frame::headers(block, Last::Yes))
}

fn reset(trusted: &CertificateAuthority, code: u32) -> Received {
    ends(trusted, move || Frame::reset(code))
}

/// Registers on the first stream, and on all others says a yes that ends like this.
fn ends(trusted: &CertificateAuthority, end: impl Fn() -> Frame + Send + Sync + 'static) -> Received {
    let script = move |stream| match stream {
        1 => vec![Frame::ok(), Frame::data(REGISTERED, Last::Yes)],
        _ => vec![Frame::ok(), Frame::data(ALLOW, Last::No), end()],
    };
    Ok(Reception::Frames(trusted.server(Certificate::Good, &["h2"])?, Arc::new(script)))
}

/// What each of the calls says of an answer that is good but for its end.
async fn each_call(client: &Client) -> Result<Vec<ClientError>, Box<dyn std::error::Error>> {
    let device = DeviceId::new(DEVICE)?;
    Ok(vec![
        client.register(&device).await.unwrap_err(),
        client.validate(&device).await.unwrap_err(),
        client.list_devices().await.unwrap_err(),
        client.usage().await.unwrap_err(),
        client.revoke(&device).await.unwrap_err(),
        client.unrevoke(&device).await.unwrap_err(),
        client.remove(&device).await.unwrap_err(),
    ])
}

#[tokio::test]
async fn no_call_believes_an_answer_that_has_trailers() -> TestResult {
    let trusted = CertificateAuthority::new()?;
    let script = |_| vec![Frame::ok(), Frame::data(REGISTERED, Last::No), Frame::headers(LATE, Last::Yes)];
    let over_tls = TlsServer::start(Reception::Frames(trusted.server(Certificate::Good, &["h2"])?, Arc::new(script)))?;
    let plain = Scripted::start(Arc::new(|cue| match cue {
        Cue::Accepted => Vec::new(),
        Cue::Asked { .. } => vec![Step::Say(with_trailers(REGISTERED))],
    }))?;
    for url in [over_tls.base_url(), plain.base_url()] {
        let builder = Client::builder().org_key(CANARY).base_url(&url).root_certificate(trusted.pem());
        for error in each_call(&builder.build()?).await? {
            assert_eq!(error, ClientError::Fault(Fault::MalformedHttp), "{url}");
        }
    }
    Ok(())
}
