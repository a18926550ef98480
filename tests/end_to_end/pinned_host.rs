//! The host that the key may go to can be fixed in the program.

use machineid_guard::{Client, Guard, Problem};

use crate::TestResult;
use crate::agent::{Effects, KEY, authority, patient, read_order};

fn refusal(url: Option<&str>, host: &str) -> (String, Problem) {
    let (mut guard, mut client) = (Guard::builder().org_key(KEY), Client::builder().org_key(KEY));
    if let Some(url) = url {
        (guard, client) = (guard.base_url(url), client.base_url(url));
    }
    let error = guard.pinned_host(host).build().expect_err(host);
    assert_eq!(error, client.pinned_host(host).build().expect_err(host));
    (error.setting().to_owned(), error.problem().clone())
}

#[test]
fn an_address_at_another_host_is_refused_in_the_name_of_its_setting() {
    let (pin, another) = ("machineid.internal", |pinned: &str| Problem::NotThePinnedHost { pinned: pinned.to_owned() });
    for url in [
        "https://evil.example",
        "https://machineid.internal.evil.example",
        "https://evil.example/machineid.internal",
        "https://xmachineid.internal",
        "https://sub.machineid.internal",
        "https://machineid.internal.",
        "https://machineıd.internal",
        "http://127.0.0.1:8181",
    ] {
        assert_eq!(refusal(Some(url), pin), (".base_url(…)".to_owned(), another(pin)), "{url}");
    }
    // Without an address it would be the service's.
    assert_eq!(refusal(None, pin), (".base_url(…)".to_owned(), another(pin)));
    let error = Guard::builder().org_key(KEY).pinned_host(pin).build().unwrap_err().to_string();
    assert!(error.contains(pin) && error.contains(".pinned_host(…)"), "{error}");
}

#[test]
fn the_host_itself_is_accepted_in_every_spelling() -> TestResult {
    for (url, host) in [
        (None, "machineid.io"),
        (None, "MachineID.IO"),
        (Some("https://machineid.internal:8443/authority"), "machineid.internal"),
        (Some("https://MACHINEID.internal"), "machineid.INTERNAL"),
        (Some("https://bücher.example"), "xn--bcher-kva.example"),
        (Some("https://xn--bcher-kva.example"), "BÜCHER.example"),
        (Some("https://10.0.0.1"), "10.0.0.1"),
        (Some("https://[fd00::1]:8443"), "[FD00:0::1]"),
    ] {
        let (mut guard, mut client) = (Guard::builder().org_key(KEY), Client::builder().org_key(KEY));
        if let Some(url) = url {
            (guard, client) = (guard.base_url(url), client.base_url(url));
        }
        guard.pinned_host(host).build()?;
        client.pinned_host(host).build()?;
    }
    let authority = authority()?;
    let guard = patient(&authority).pinned_host("127.0.0.1").build()?;
    guard.enter(|| read_order(&Effects::default()))?;
    Ok(())
}

#[test]
fn a_pin_that_is_more_than_a_host_is_refused() {
    for host in [
        "",
        " ",
        "https://machineid.io",
        "machineid.io:443",
        "machineid.io:8443",
        "machineid.io/",
        "/machineid.io",
        "machineid.io/api",
        "machineid.io?",
        "machineid.io#x",
        "user@machineid.io",
        "machineid.io\\x",
        "machine\nid.io",
        "[::1]:443",
        "*.machineid.io",
    ] {
        let (setting, problem) = refusal(None, host);
        let is_pattern = host.starts_with('*');
        let not_a_host = (setting == ".pinned_host(…)" && problem == Problem::NotAHost)
            || (is_pattern && matches!(problem, Problem::NotThePinnedHost { .. }));
        assert!(not_a_host, "{host:?}: {setting} {problem:?}");
    }
}
