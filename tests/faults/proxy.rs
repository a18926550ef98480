//! The proxy that the builder was given, in the way of a question.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use machineid_guard::{Client, DeviceId, Fault, Guard, GuardBuilder, Reason, Verdict};
use machineid_guard_tests::child::run_in_child;
use machineid_guard_tests::log_lines::LogLines;
use machineid_guard_tests::scripted::{Cue, Play, Scripted, Seen, Step, http, on_accept, proxy_to};
use machineid_guard_tests::tls::{CertificateAuthority, TlsServer};

use crate::run::{assert_row, assert_unharmed};
use crate::table::{Expected, Injection, OwnTest, Row};
use crate::victim::{CANARY, DEVICE, Effect, call_sync, guard};
use crate::{TestResult, tls};

const TIMEOUT: Duration = Duration::from_secs(10);
const PROXY: &str = "MACHINEID_PROXY";
const AUTHORITY: &str = "TEST_AUTHORITY";
const TRUSTED: &str = "TEST_CERTIFICATE";
/// `agent:` and the canary, as a proxy is sent them.
const CREDENTIALS: &str = "YWdlbnQ6b3JnX0NBTkFSWV83ZjNhOTE=";
const ESTABLISHED: &[u8] = b"HTTP/1.1 200 Connection established\r\n\r\n";

pub fn rows() -> Vec<Row> {
    let own = |fault: &str, test: OwnTest, expected: Fault| {
        Row::new(fault, Injection::Own(test), Expected::Denied(Reason::Fault(expected)))
    };
    vec![
        own("the proxy's port refuses", port_refused, Fault::Unreachable),
        own("the proxy wants other credentials (407)", |row| status(row, "407 Who are you"), Fault::ProxyRefused),
        own("the proxy forbids the authority's address (403)", |row| status(row, "403 No"), Fault::ProxyRefused),
        own("the proxy cannot reach the authority (502)", |row| status(row, "502 Bad Gateway"), Fault::ProxyRefused),
        own("the proxy redirects", |row| status(row, "302 Found\r\nlocation: http://127.0.0.1:9"), Fault::ProxyRefused),
        own("what the proxy says is not HTTP", |row| says(row, b"SSH-2.0-OpenSSH_9.6\r\n".into()), Fault::ProxyRefused),
        own("the proxy ends the connection", |row| plays(row, vec![Step::Fin]), Fault::ProxyRefused),
        own("the proxy resets the connection", |row| plays(row, vec![Step::Reset]), Fault::ProxyRefused),
        own("the proxy says nothing", |row| with(row, on_accept(|| vec![Step::Hang])), Fault::Timeout),
        own("the proxy ends the tunnel in the TLS handshake", |row| says(row, ESTABLISHED.into()), Fault::TlsFailed),
        own("the proxy answers in the authority's place", |row| says(row, own_yes()), Fault::TlsFailed),
        own("the proxy opens TLS, with a certificate of its own", opens_tls, Fault::TlsFailed),
    ]
}

fn own_yes() -> Vec<u8> {
    let yes = http("HTTP/1.1 200 OK", "", machineid_guard_tests::scripted::ALLOW.as_bytes());
    [ESTABLISHED, yes.as_slice()].concat()
}

fn status(row: &Row, status: &str) -> TestResult {
    says(row, format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").into())
}

fn says(row: &Row, bytes: Vec<u8>) -> TestResult {
    plays(row, vec![Step::Say(bytes), Step::Fin])
}

/// Whatever it is asked for, it does this.
fn plays(row: &Row, steps: Vec<Step>) -> TestResult {
    let play = move |cue: &Cue| if let Cue::Asked { .. } = cue { steps.clone() } else { Vec::new() };
    with(row, Arc::new(play))
}

fn with(row: &Row, play: Play) -> TestResult {
    let network = Network::new()?;
    let proxy = Scripted::start(play)?;
    let guard = network.guard(&proxy.address().to_string(), row.patience.timeout()).build()?;
    assert_row(row, &guard);
    assert_eq!(network.authority.connections(), 0, "the proxy was gone round");
    network.assert_unharmed(&proxy, &guard);
    Ok(())
}

fn port_refused(row: &Row) -> TestResult {
    let network = Network::new()?;
    let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let guard = network.guard(&address.to_string(), row.patience.timeout()).build()?;
    assert_row(row, &guard);
    let proxy = Scripted::on(TcpListener::bind(address)?, on_accept(Vec::new))?;
    network.assert_unharmed(&proxy, &guard);
    Ok(())
}

fn opens_tls(row: &Row) -> TestResult {
    let somebody = CertificateAuthority::new()?;
    let between = TlsServer::start(tls::healthy(&somebody)?)?;
    with(row, proxy_to(between.address(), &Seen::default()))?;
    assert_eq!(between.requests(), 0, "it was asked");
    Ok(())
}

/// An authority that is reached through a proxy.
struct Network {
    trusted: CertificateAuthority,
    authority: TlsServer,
}

impl Network {
    fn new() -> Result<Self, Box<dyn std::error::Error>> {
        let trusted = CertificateAuthority::new()?;
        let authority = TlsServer::start(tls::healthy(&trusted)?)?;
        Ok(Self { trusted, authority })
    }

    fn guard(&self, proxy: &str, timeout: Duration) -> GuardBuilder {
        let builder = guard(&self.authority.base_url(), timeout).root_certificate(self.trusted.pem());
        builder.proxy(format!("http://agent:{CANARY}@{proxy}"))
    }

    /// The next call goes through the proxy, which learns nothing but where to.
    fn assert_unharmed(&self, proxy: &Scripted, guard: &Guard) {
        let seen = Seen::default();
        proxy.play(proxy_to(self.authority.address(), &seen));
        assert_unharmed(guard);
        assert!(self.authority.requests() > 0);
        self.assert_proxy_learnt_nothing(proxy, &seen);
    }

    fn assert_proxy_learnt_nothing(&self, proxy: &Scripted, seen: &Seen) {
        for request in proxy.requests() {
            assert!(request.head().starts_with(&format!("CONNECT {} HTTP/1.1\r\n", self.authority.address())));
            assert!(request.head().contains(&format!("Basic {CREDENTIALS}")), "{}", request.head());
            assert!(!request.head().contains(CANARY) && request.body().is_empty());
        }
        let seen = String::from_utf8_lossy(&seen.lock().unwrap()).into_owned();
        assert!(!seen.is_empty());
        for secret in [CANARY, DEVICE, "x-org-key", "/api/v1", "allowed"] {
            assert!(!seen.contains(secret), "the proxy saw {secret}");
        }
    }
}

#[test]
fn a_proxy_sees_the_authoritys_address_and_nothing_else_over_either_protocol() -> TestResult {
    let network = Network::new()?;
    for (alpn, connections) in [("h2", 1), ("http/1.1", 11)] {
        let server = network.trusted.server(machineid_guard_tests::tls::Certificate::Good, &[alpn])?;
        network.authority.receive(machineid_guard_tests::tls::Reception::Serve(server, tls::allow_all()));
        let (before, seen) = (network.authority.connections(), Seen::default());
        let proxy = Scripted::start(proxy_to(network.authority.address(), &seen))?;
        let guard = network.guard(&proxy.address().to_string(), TIMEOUT).build()?;
        let effect = Effect::default();
        for _ in 0..10 {
            call_sync(&guard, &effect)?;
        }
        assert_eq!(effect.count(), 10);
        assert_eq!(network.authority.connections() - before, connections, "{alpn}");
        assert_eq!(proxy.connections(), connections, "{alpn}: a connection went round the proxy");
        network.assert_proxy_learnt_nothing(&proxy, &seen);
    }
    Ok(())
}

#[test]
fn the_proxys_credentials_are_in_nothing_that_can_be_printed() -> TestResult {
    let network = Network::new()?;
    let address = "127.0.0.1:9";
    let builder = network.guard(address, TIMEOUT);
    let client = Client::builder().org_key("org_other").base_url("https://machineid.io");
    let client = client.proxy(format!("http://agent:{CANARY}@{address}"));
    let texts = [
        format!("{builder:?} {builder:#?}"),
        format!("{:?}", builder.build()?),
        format!("{client:?}"),
        format!("{:?}", client.build()?),
    ];
    for text in texts {
        assert!(!text.contains("CANARY") && !text.contains(CREDENTIALS), "in {text}");
    }
    run_in_child("proxy::child_with_a_logger", |command| command)
}

#[test]
#[ignore = "a child process of another test"]
fn child_with_a_logger() -> TestResult {
    let lines = LogLines::of_this_process();
    let network = Network::new()?;
    let proxy = Scripted::start(proxy_to(network.authority.address(), &Seen::default()))?;
    let guard = network.guard(&proxy.address().to_string(), TIMEOUT).build()?;
    call_sync(&guard, &Effect::default())?;
    drop(proxy);
    network.authority.receive(machineid_guard_tests::tls::Reception::Stall);
    let client = Client::builder().org_key(CANARY).base_url(network.authority.base_url());
    let client = client.root_certificate(network.trusted.pem()).proxy(format!("http://agent:{CANARY}@127.0.0.1:9"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let error = runtime.block_on(client.build()?.validate(&DeviceId::new(DEVICE)?)).unwrap_err();
    assert!(!format!("{error:?} {error}").contains(CANARY));
    let lines = lines.all();
    assert!(lines.iter().any(|line| line.contains("127.0.0.1")), "nothing was logged, so nothing was tested");
    for line in lines {
        assert!(!line.contains(CANARY) && !line.contains(CREDENTIALS), "in {line}");
    }
    Ok(())
}

#[test]
fn the_environments_proxy_is_that_of_whoever_reads_the_environment() -> TestResult {
    let network = Network::new()?;
    let seen = Seen::default();
    let proxy = Scripted::start(proxy_to(network.authority.address(), &seen))?;
    let usual = Scripted::start(on_accept(Vec::new))?;
    run_in_child("proxy::child_with_a_proxy", |command| {
        command.env("HTTPS_PROXY", usual.base_url()).env("ALL_PROXY", usual.base_url()).env("NO_PROXY", "*");
        command.env("MACHINEID_ORG_KEY", CANARY).env("MACHINEID_BASE_URL", network.authority.base_url());
        command.env(PROXY, format!("http://agent:{CANARY}@{}", proxy.address()));
        command.env(AUTHORITY, network.authority.base_url()).env(TRUSTED, network.trusted.pem())
    })?;
    // One connection of the child's two: that of the client that did not read the environment went straight.
    assert_eq!((proxy.connections(), network.authority.connections(), usual.connections()), (1, 2, 0));
    network.assert_proxy_learnt_nothing(&proxy, &seen);
    Ok(())
}

#[test]
#[ignore = "a child process of another test"]
fn child_with_a_proxy() -> TestResult {
    let (url, trusted, device) = (std::env::var(AUTHORITY)?, std::env::var(TRUSTED)?, DeviceId::new(DEVICE)?);
    let of_environment = machineid_guard::ClientBuilder::from_env()?.root_certificate(&trusted).build()?;
    let of_builder = Client::builder().org_key(CANARY).base_url(&url).root_certificate(&trusted).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for client in [of_environment, of_builder] {
        assert_eq!(runtime.block_on(client.validate(&device))?.verdict(), Verdict::Allowed);
    }
    // It cannot serve an authority on this machine, and says which variable is in the way.
    let builder = machineid_guard::ClientBuilder::from_env()?.base_url("http://127.0.0.1:9");
    assert_eq!(builder.build().unwrap_err().setting(), PROXY);
    Ok(())
}
