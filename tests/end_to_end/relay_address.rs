//! The address of a relay's socket: asked over HTTP/1.1 without a key, one question for a connection.

use std::time::{Duration, Instant};

use machineid_guard::{Client, ConfigError, Fault, Guard, GuardBuilder, Problem, Reason};
use machineid_guard_tests::scripted::{ALLOW, DENY, Scripted, Step, healthy, http, json, on_validate};
use machineid_guard_tests::unix_socket::UnixSocket;

use crate::TestResult;
use crate::agent::{Effects, KEY, TOOL_SERVER, block_on, read_order, search_orders};

const ADDRESS: &str = ".base_url(…)";

/// A guard that has no key.
fn keyless(address: &str) -> GuardBuilder {
    Guard::builder().device_id(TOOL_SERVER).base_url(address).timeout(Duration::from_secs(10))
}

fn refusal(builder: GuardBuilder) -> (String, Problem) {
    let error = builder.build().unwrap_err();
    (error.setting().to_owned(), error.problem().clone())
}

#[test]
fn a_socket_is_asked_without_a_key_and_with_a_connection_for_each_question() -> TestResult {
    let relay = Scripted::start(healthy())?;
    let socket = UnixSocket::in_front_of(relay.address())?;
    let guard = keyless(&socket.base_url()).build()?;
    let effects = Effects::default();
    for _ in 0..10 {
        block_on(guard.scope(search_orders(&effects)))?;
        guard.enter(|| read_order(&effects))?;
    }
    assert_eq!((effects.count(), relay.requests().len(), relay.connections()), (20, 21, 21));
    for request in relay.requests() {
        let head = request.head().to_lowercase();
        assert!(head.starts_with("post /api/v1/devices/") && head.contains(" http/1.1\r\n"), "{head}");
        assert!(head.contains("\r\nconnection: close\r\n") && head.contains("\r\nhost: localhost\r\n"), "{head}");
        assert!(!head.contains("x-org-key"), "{head}");
    }
    Ok(())
}

#[test]
fn what_comes_through_a_socket_is_believed_no_more_than_what_comes_through_a_port() -> TestResult {
    let both = [http("HTTP/1.1 200 OK", "", DENY.as_bytes()), http("HTTP/1.1 200 OK", "", ALLOW.as_bytes())].concat();
    let no_chunks = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_vec();
    let redirect = http("HTTP/1.1 302 Found", "location: http://127.0.0.1:9/\r\n", ALLOW.as_bytes());
    let until_the_end = format!("HTTP/1.1 200 OK\r\n\r\n{ALLOW}").into_bytes();
    let old = http("HTTP/1.1 200 OK", "age: 7\r\n", ALLOW.as_bytes());
    let fault = |fault| Some(Reason::Fault(fault));
    let cases: [(Vec<Step>, Option<Reason>); 7] = [
        (vec![Step::Say(both)], None),
        (vec![Step::Say(no_chunks)], fault(Fault::MalformedHttp)),
        (vec![Step::Say(redirect)], fault(Fault::RedirectRefused)),
        (vec![Step::Say(until_the_end), Step::Fin], fault(Fault::MalformedHttp)),
        (vec![Step::Say(old)], fault(Fault::StaleAnswer)),
        (vec![Step::Say(b"HTTP/1.1 200 OK\r\n".to_vec()), Step::Fin], fault(Fault::ConnectionLost)),
        (vec![Step::Fin], fault(Fault::ConnectionLost)),
    ];
    for (steps, expected) in cases {
        let relay = Scripted::start(on_validate(move |_| steps.clone()))?;
        let socket = UnixSocket::in_front_of(relay.address())?;
        let guard = keyless(&socket.base_url()).build()?;
        let effects = Effects::default();
        let denied = guard.enter(|| read_order(&effects)).unwrap_err();
        match &expected {
            Some(reason) => assert_eq!(denied.reason(), reason),
            None => assert_eq!(denied.code(), "DEVICE_REVOKED"),
        }
        assert_eq!(effects.count(), 0);
        relay.play(healthy());
        guard.enter(|| read_order(&effects))?;
        assert_eq!(effects.count(), 1, "the next question was harmed");
    }
    Ok(())
}

#[test]
fn a_socket_that_says_nothing_denies_in_time_and_one_that_is_not_there_at_once() -> TestResult {
    let relay = Scripted::start(on_validate(|_| vec![Step::Hang]))?;
    let socket = UnixSocket::in_front_of(relay.address())?;
    let timeout = Duration::from_millis(300);
    let guard = keyless(&socket.base_url()).timeout(timeout).build()?;
    let effects = Effects::default();
    let begun = Instant::now();
    let denied = guard.enter(|| read_order(&effects)).unwrap_err();
    assert_eq!(denied.reason(), &Reason::Fault(Fault::Timeout));
    assert!(begun.elapsed() >= timeout && begun.elapsed() < timeout * 4, "{:?}", begun.elapsed());
    relay.play(on_validate(|_| vec![json(ALLOW)]));
    let path = socket.path().to_owned();
    drop(socket);
    let denied = guard.enter(|| read_order(&effects)).unwrap_err();
    assert_eq!((denied.reason(), effects.count()), (&Reason::Fault(Fault::Unreachable), 0));
    // The relay was started again, on the same path.
    let _socket = UnixSocket::at(path, relay.address())?;
    guard.enter(|| read_order(&effects))?;
    Ok(())
}

#[test]
fn a_key_beside_a_socket_is_refused_and_not_even_read() {
    let address = "unix:/run/machineid/relay.sock";
    for (builder, setting) in [
        (keyless(address).org_key(KEY), ".org_key(…)"),
        (keyless(address).org_key(""), ".org_key(…)"),
        (keyless(address).org_key_file("/nowhere/key"), ".org_key_file(…)"),
    ] {
        assert_eq!(refusal(builder), (setting.to_owned(), Problem::KeyBesideRelay));
    }
    let client = Client::builder().base_url(address).org_key(KEY).build().unwrap_err();
    assert_eq!(client.problem(), &Problem::KeyBesideRelay);
    let text = format!("{client} {client:?}");
    assert!(text.contains("the relay there has the organisation key") && !text.contains("canary"), "{text}");
    assert!(Client::builder().base_url(address).build().is_ok());
}

#[test]
fn without_a_relays_socket_a_key_is_as_needed_as_ever() {
    for address in ["https://machineid.io", "http://127.0.0.1:8181", "http://localhost"] {
        assert_eq!(refusal(keyless(address)), (".org_key(…)".to_owned(), Problem::Missing), "{address}");
    }
}

#[test]
fn an_address_that_is_no_absolute_path_of_a_socket_is_refused() -> Result<(), ConfigError> {
    for address in [
        "unix:",
        "unix: ",
        "unix:relay.sock",
        "unix:./relay.sock",
        "unix:~/relay.sock",
        "unix:@abstract",
        "unix:/",
        "unix:/run/machineid/",
        "unix://run/machineid/relay.sock",
        "unix:///run/machineid/relay.sock",
        "unix: /run/relay.sock",
    ] {
        assert_eq!(refusal(keyless(address)), (ADDRESS.to_owned(), Problem::NotASocketPath), "{address}");
    }
    for address in ["unix:/run/a\0b", "unix:/run/a\nb"] {
        assert_eq!(refusal(keyless(address)), (ADDRESS.to_owned(), Problem::ControlCharacter), "{address:?}");
    }
    for address in ["UNIX:/run/relay.sock", "http+unix:/run/relay.sock", "file:/run/relay.sock"] {
        assert_eq!(refusal(keyless(address)), (ADDRESS.to_owned(), Problem::NotHttps), "{address}");
    }
    let of_length = |length: usize| format!("unix:/{}", "x".repeat(length - 1));
    let limit = if cfg!(target_os = "linux") { 107 } else { 103 };
    keyless(&of_length(limit)).build()?;
    assert_eq!(refusal(keyless(&of_length(limit + 1))), (ADDRESS.to_owned(), Problem::TooLong { limit }));
    // Nothing of a path is decoded or cut off.
    keyless("unix:/run/a b?c#d%20").build()?;
    Ok(())
}

#[test]
fn the_longest_path_that_is_accepted_is_one_that_the_system_takes() -> TestResult {
    let limit = if cfg!(target_os = "linux") { 107 } else { 103 };
    let folder = std::env::temp_dir().join(format!("mid-long-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let name = "x".repeat(limit - folder.as_os_str().len() - 1);
    let relay = Scripted::start(healthy())?;
    let socket = UnixSocket::at(folder.join(name), relay.address())?;
    assert_eq!(socket.path().as_os_str().len(), limit);
    keyless(&socket.base_url()).build()?.enter(|| read_order(&Effects::default()))?;
    drop(socket);
    std::fs::remove_dir(folder)?;
    Ok(())
}

#[test]
fn neither_a_proxy_nor_a_pinned_host_goes_with_a_socket() {
    let address = "unix:/run/machineid/relay.sock";
    let proxied = keyless(address).proxy("http://proxy:3128");
    assert_eq!(refusal(proxied), (".proxy(…)".to_owned(), Problem::ProxyForPlainHttp));
    // Whoever sets the environment could have put a socket of their own there.
    for host in ["localhost", "machineid.io"] {
        let pinned = Problem::NotThePinnedHost { pinned: host.to_owned() };
        assert_eq!(refusal(keyless(address).pinned_host(host)), (ADDRESS.to_owned(), pinned));
    }
}
