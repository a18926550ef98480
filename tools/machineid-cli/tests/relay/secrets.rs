//! What a relay writes has neither the key nor a token in it, and an agent cannot fill it.

use std::process::Command;

use machineid_guard_tests::scripted::{Scripted, Step, http, on_validate};

use crate::TestResult;
use crate::raw::{about, ask, request};
use crate::running::{DEVICE, KEY, Relay, command};

#[test]
fn an_authority_that_sends_the_key_back_does_not_get_it_into_the_journal() -> TestResult {
    let said = http("HTTP/1.1 302 Found", &format!("location: http://x/{KEY}\r\n"), KEY.as_bytes());
    let authority = Scripted::start(on_validate(move |_| vec![Step::Say(said.clone())]))?;
    let relay = Relay::of(&authority.base_url());
    let asked = request("POST", "/api/v1/devices/validate", "", &about(DEVICE));
    let answer = ask(relay.socket(), asked)?;
    assert!(answer.status == 502 && !answer.body.contains(KEY), "{answer:?}");
    assert!(relay.said().contains("redirected") && !relay.said().contains(KEY));
    Ok(())
}

#[test]
fn a_device_in_the_journal_cannot_forge_a_line_and_a_thousand_wrong_questions_are_one_line() -> TestResult {
    let authority = Scripted::start(machineid_guard_tests::scripted::healthy())?;
    let relay = Relay::of(&authority.base_url());
    let asked = request("POST", "/api/v1/devices/validate", "", &about("evil\u{1b}[2Jagent"));
    assert_eq!(ask(relay.socket(), asked)?.status, 400);
    let forged = request("POST", "/api/v1/devices/validate", "", &about(&format!("x {KEY} x")));
    assert_eq!(ask(relay.socket(), forged)?.status, 403);
    for _ in 0..1000 {
        let asked = request("POST", "/api/v1/devices/validate", "", &about("agent-of-somebody"));
        assert_eq!(ask(relay.socket(), asked)?.status, 403);
    }
    let said = relay.said();
    assert!(said.lines().count() < 12, "{said}");
    assert!(!said.contains('\u{1b}') && !said.contains(KEY), "{said}");
    Ok(())
}

#[test]
fn the_command_line_has_no_key_and_what_is_wrong_in_it_is_said() {
    let relay = |arguments: &[&str]| command("http://127.0.0.1:9", arguments).output().expect("it runs");
    for (arguments, said) in [
        (&["--socket", "/tmp/x.sock"][..], "--allow"),
        (&["--allow", "*"], "--socket"),
        (&["--allow", "*", "--listen", "127.0.0.1:0"], "--token-file"),
        (
            &["--allow", "*", "--socket", "/tmp/x.sock", "--listen", "127.0.0.1:0", "--token-file", "x"],
            "cannot be used",
        ),
        (&["--allow", "*", "--socket", "relay.sock"], "absolute path"),
        (&["--allow", "a*", "--socket", "/tmp/x.sock"], "pattern"),
        (&["--allow", "*", "--socket", "/tmp/x.sock", "--socket-mode", "0999"], "octal"),
        (&["--allow", "*", "--socket", "/tmp/x.sock", "--root-certificate", "/nowhere"], "--root-certificate"),
    ] {
        let output = relay(arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(said), "{said}: {text}");
    }
    let mut keyless: Command = command("http://127.0.0.1:9", &["--allow", "*", "--socket", "/nowhere/x.sock"]);
    let output = keyless.env_remove("MACHINEID_ORG_KEY").output().expect("it runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("MACHINEID_ORG_KEY"));
    // A relay of a relay would have no key.
    let mut chained = command("unix:/run/machineid/relay.sock", &["--allow", "*", "--socket", "/nowhere/x.sock"]);
    assert!(String::from_utf8_lossy(&chained.output().expect("it runs").stderr).contains("unix: base URL"));
}

#[test]
fn a_relay_that_is_asked_by_its_own_user_says_once_that_the_key_is_within_reach() -> TestResult {
    let authority = Scripted::start(machineid_guard_tests::scripted::healthy())?;
    let relay = Relay::of(&authority.base_url());
    for _ in 0..3 {
        ask(relay.socket(), request("POST", "/api/v1/devices/validate", "", &about(DEVICE)))?;
    }
    assert_eq!(relay.said().matches("as this relay's own user").count(), 1, "{}", relay.said());
    Ok(())
}
