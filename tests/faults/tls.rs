//! TLS that is not to be trusted, and HTTP/2 that breaks.

use std::error::Error;
use std::sync::Arc;

use machineid_guard::{Fault, Guard, Problem, Reason};
use machineid_guard_tests::scripted::{ALLOW, REGISTERED};
use machineid_guard_tests::tls::{Answer, Answers, Asked, Certificate, CertificateAuthority, Reception};

use crate::TestResult;
use crate::table::{Expected, Injection, Row, TlsReception};
use crate::victim::CANARY;

pub type Received = Result<Reception, Box<dyn Error>>;

pub fn rows() -> Vec<Row> {
    let row = |fault: &str, reception: TlsReception, expected: Fault| {
        Row::new(fault, Injection::Tls(reception), Expected::Denied(Reason::Fault(expected)))
    };
    let allowed = |fault: &str, reception: TlsReception| Row::new(fault, Injection::Tls(reception), Expected::Allowed);
    vec![
        row("an expired certificate", |ca| with(ca, Certificate::Expired), Fault::TlsFailed),
        row("a certificate that is not valid yet", |ca| with(ca, Certificate::NotYetValid), Fault::TlsFailed),
        row("a certificate for another host", |ca| with(ca, Certificate::OtherHost), Fault::TlsFailed),
        row(
            "a certificate of an unknown authority",
            |_| with(&CertificateAuthority::new()?, Certificate::Good),
            Fault::TlsFailed,
        ),
        row("TLS 1.1", |_| Ok(Reception::Say(server_hello_of_tls_1_1())), Fault::TlsFailed),
        row("the connection ends in the handshake", |_| Ok(Reception::Say(Vec::new())), Fault::TlsFailed),
        row(
            "plain HTTP on the TLS port",
            |_| Ok(Reception::Say(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec())),
            Fault::TlsFailed,
        ),
        row("the server speaks neither HTTP/2 nor HTTP/1.1 (ALPN)", |ca| alpn(ca, &["spdy/3"]), Fault::TlsFailed),
        allowed("the server speaks HTTP/1.1 only (ALPN)", |ca| alpn(ca, &["http/1.1"])),
        allowed("the server knows no ALPN, and speaks HTTP/1.1", |ca| alpn(ca, &[])),
        row("the handshake stalls", |_| Ok(Reception::Stall), Fault::Timeout),
        row(
            "the connection ends in the body, without a word from TLS",
            |ca| validate(ca, |_| Answer::HalfABody),
            Fault::ConnectionLost,
        ),
        row(
            "HTTP/1.1: the connection ends in the body, without a word from TLS",
            |ca| over_http1(ca, |_| Answer::HalfABody),
            Fault::ConnectionLost,
        ),
        row(
            "HTTP/1.1: the connection ends before the answer",
            |ca| over_http1(ca, |_| Answer::GoAway),
            Fault::ConnectionLost,
        ),
        row("HTTP/2: the connection is half open", |ca| validate(ca, |_| Answer::Vanish), Fault::Timeout),
        Row::new(
            "`http://` to anything but this machine",
            Injection::Own(plain_http_elsewhere),
            Expected::ConfigurationError,
        ),
    ]
}

/// An authority that registers and allows everybody.
pub fn healthy(trusted: &CertificateAuthority) -> Received {
    with(trusted, Certificate::Good)
}

/// An authority that does this when it is asked for permission.
pub fn validate(trusted: &CertificateAuthority, answer: fn(&Asked) -> Answer) -> Received {
    Ok(Reception::Serve(trusted.server(Certificate::Good, &["h2"])?, on_validate(answer)))
}

fn over_http1(trusted: &CertificateAuthority, answer: fn(&Asked) -> Answer) -> Received {
    Ok(Reception::Serve(trusted.server(Certificate::Good, &["http/1.1"])?, on_validate(answer)))
}

fn on_validate(answer: fn(&Asked) -> Answer) -> Answers {
    Arc::new(move |asked| if asked.validate { answer(asked) } else { Answer::Json(REGISTERED) })
}

fn with(issuer: &CertificateAuthority, certificate: Certificate) -> Received {
    Ok(Reception::Serve(issuer.server(certificate, &["h2"])?, allow_all()))
}

fn alpn(issuer: &CertificateAuthority, protocols: &[&str]) -> Received {
    Ok(Reception::Serve(issuer.server(Certificate::Good, protocols)?, allow_all()))
}

pub fn allow_all() -> Answers {
    Arc::new(|asked| Answer::Json(if asked.validate { ALLOW } else { REGISTERED }))
}

/// A whole `ServerHello` that chooses TLS 1.1.
fn server_hello_of_tls_1_1() -> Vec<u8> {
    let mut hello = vec![0x16, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2];
    hello.extend([7; 32]);
    // No session id; TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA; no compression.
    hello.extend([0, 0xc0, 0x13, 0]);
    hello
}

fn plain_http_elsewhere(_: &Row) -> TestResult {
    for url in ["http://machineid.io", "http://10.0.0.1", "http://127.0.0.1.evil.test", "http://localhost.evil.test"] {
        let Err(error) = Guard::builder().org_key(CANARY).device_id("d").base_url(url).build() else {
            return Err(format!("{url} is accepted").into());
        };
        assert_eq!(error.problem(), &Problem::NotHttps, "{url}");
        assert!(!format!("{error:?} {error}").contains(CANARY));
    }
    Ok(())
}
