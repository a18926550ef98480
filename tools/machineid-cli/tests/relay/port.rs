//! On a port of this machine each agent has a token, which stands where the key stands without a relay.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use machineid_guard::local::LocalAuthority;
use machineid_guard::{Client, Guard};
use machineid_guard_tests::scripted::{Scripted, healthy};

use crate::TestResult;
use crate::agent::{Effects, work, work_as};
use crate::raw::{Answer, about, answer, request};
use crate::running::{DEVICE, Folder, KEY, PATTERN, Relay, command};

const FIRST: &str = "token-of-the-first-agent-0123456789abcdef";
const SECOND: &str = "token-of-the-second-agent-0123456789abcde";
const VALIDATE: &str = "/api/v1/devices/validate";

fn relay(authority: &str, tokens: &str) -> Relay {
    let folder = Folder::new();
    let file = folder.file("tokens", tokens, 0o600);
    let file = file.to_str().expect("a plain path");
    let arguments = ["--listen", "127.0.0.1:0", "--token-file", file, "--allow", PATTERN];
    Relay::start(folder, &mut command(authority, &arguments))
}

fn two_agents(authority: &str) -> Relay {
    relay(authority, &format!("# agents\n\nfirst {FIRST}\nsecond\t{SECOND}  openai-agent:prod:mail:*\n"))
}

fn ask(relay: &Relay, asked: &str) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(relay.base_url().strip_prefix("http://").expect("a port"))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    drop(stream.write_all(asked.as_bytes()));
    answer(&mut stream)
}

fn guard(relay: &Relay, token: &str) -> Guard {
    let builder = Guard::builder().org_key(token).device_id(DEVICE).base_url(relay.base_url());
    builder.timeout(Duration::from_secs(10)).build().expect("a guard")
}

#[test]
fn each_agent_asks_with_its_token_and_the_authority_sees_the_key() -> TestResult {
    let authority = LocalAuthority::builder().org_key(KEY).start()?;
    let relay = two_agents(authority.base_url());
    let effects = Effects::default();
    work(&guard(&relay, FIRST), &effects)?;
    work_as(&guard(&relay, SECOND), "openai-agent:prod:mail:07", &effects)?;
    authority.revoke(DEVICE)?;
    assert_eq!(work(&guard(&relay, FIRST), &effects).unwrap_err().code(), "DEVICE_REVOKED");
    assert_eq!(effects.count(), 2);
    Ok(())
}

#[test]
fn an_agent_asks_for_its_own_devices_only() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = two_agents(&authority.base_url());
    let effects = Effects::default();
    let denied = work(&guard(&relay, SECOND), &effects).unwrap_err();
    assert_eq!(denied.code(), "RELAY_DEVICE_NOT_ALLOWED");
    // Its own line allows no more than `--allow` does.
    let outside = work_as(&guard(&relay, FIRST), "openai-agent:test:mail:07", &effects).unwrap_err();
    assert_eq!(outside.code(), "RELAY_DEVICE_NOT_ALLOWED");
    assert_eq!((effects.count(), authority.connections()), (0, 0));
    Ok(())
}

#[test]
fn without_its_token_nobody_is_answered_whatever_they_ask() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = two_agents(&authority.base_url());
    let beginning = &FIRST[..FIRST.len() - 1];
    for headers in [
        String::new(),
        "x-org-key: \r\n".to_owned(),
        format!("x-org-key: {KEY}\r\n"),
        format!("x-org-key: {beginning}\r\n"),
        format!("x-org-key: {FIRST}x\r\n"),
        format!("x-org-key: {}\r\n", FIRST.to_uppercase()),
        format!("x-org-key: {FIRST}\r\nx-org-key: {SECOND}\r\n"),
        format!("x-org-key: {FIRST}, {SECOND}\r\n"),
        format!("authorization: Bearer {FIRST}\r\n"),
        "x-org-key: first\r\n".to_owned(),
    ] {
        for target in [VALIDATE, "/api/v1/devices/unrevoke", "/"] {
            let answer = ask(&relay, &request("POST", target, &headers, &about(DEVICE)))?;
            assert_eq!(answer.status, 401, "{headers}");
            assert!(answer.body.contains("RELAY_TOKEN_UNKNOWN"), "{answer:?}");
        }
    }
    assert_eq!(authority.connections(), 0);
    let denied = work(&guard(&relay, KEY), &Effects::default()).unwrap_err();
    assert_eq!(denied.code(), "RELAY_TOKEN_UNKNOWN");
    Ok(())
}

#[tokio::test]
async fn with_a_token_no_more_can_be_asked_than_on_the_socket() -> TestResult {
    let authority = LocalAuthority::builder().org_key(KEY).start()?;
    let relay = two_agents(authority.base_url());
    let client = Client::builder().org_key(FIRST).base_url(relay.base_url()).build()?;
    let device = machineid_guard::DeviceId::new(DEVICE)?;
    client.register(&device).await?;
    authority.revoke(DEVICE)?;
    assert!(client.unrevoke(&device).await.is_err() && client.remove(&device).await.is_err());
    assert!(client.list_devices().await.is_err() && client.usage().await.is_err());
    assert_eq!(client.validate(&device).await?.code().map(ToString::to_string).as_deref(), Some("DEVICE_REVOKED"));
    Ok(())
}

/// What a relay that does not start says, and that it ends with 2.
fn refusal(tokens: &str, mode: u32, listen: &str) -> String {
    let folder = Folder::new();
    let file = folder.file("tokens", tokens, mode);
    let file = file.to_str().expect("a plain path");
    let arguments = ["--listen", listen, "--token-file", file, "--allow", PATTERN];
    let output = command("http://127.0.0.1:9", &arguments).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    for secret in [KEY, FIRST, SECOND] {
        assert!(!said.contains(secret), "{said}");
    }
    said
}

#[test]
fn a_file_of_tokens_that_is_not_one_is_refused_unseen() {
    let port = "127.0.0.1:0";
    for (tokens, said) in [
        (String::new(), "names no agent"),
        ("# none\n\n".to_owned(), "names no agent"),
        ("first\n".to_owned(), "line 1 of --token-file has no token"),
        (format!("{FIRST}\n"), "has no token behind the name"),
        ("first short\n".to_owned(), "openssl rand -hex 32"),
        (format!("first {FIRST}\nfirst {SECOND}\n"), "line 2 of --token-file has a name"),
        (format!("first {FIRST}\nsecond {FIRST}\n"), "line 2 of --token-file has a token"),
        (format!("first {FIRST} op*\n"), "no device and no pattern"),
    ] {
        let refusal = refusal(&tokens, 0o600, port);
        assert!(refusal.contains(said), "{refusal}");
    }
    let good = format!("first {FIRST}\n");
    for mode in [0o640, 0o604, 0o644, 0o660] {
        assert!(refusal(&good, mode, port).contains("chmod 600"));
    }
    assert!(refusal(&format!("first {KEY}xxxxxxxxxxxxxxx\n"), 0o640, port).contains("chmod 600"));
    for listen in ["0.0.0.0:0", "10.0.0.1:8182", "[::]:0"] {
        assert!(refusal(&good, 0o600, listen).contains("not an address of this machine alone"));
    }
}

#[test]
fn the_key_is_no_token() {
    let folder = Folder::new();
    let key = "org_canary_that_is_as_long_as_a_token_is";
    let file = folder.file("tokens", format!("first {key}\n"), 0o600);
    let arguments = ["--listen", "127.0.0.1:0", "--token-file", file.to_str().expect("a plain path"), "--allow", "*"];
    let output = command("http://127.0.0.1:9", &arguments).env("MACHINEID_ORG_KEY", key).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("is the organisation's key") && !said.contains(key), "{said}");
}
