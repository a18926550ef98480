//! Without a scope and without an installed guard, the environment decides. A variable that is missing or
//! wrong denies the call with a reason that names it, and nothing panics.

use machineid_guard::local::{Endpoint, LocalAuthority, Request};
#[cfg(unix)]
use machineid_guard_tests::scripted::{Scripted, healthy};
#[cfg(unix)]
use machineid_guard_tests::unix_socket::UnixSocket;
use serde_json::{Value, json};

use crate::TestResult;
#[cfg(unix)]
use crate::process::ORG_KEY_FILE;
use crate::process::{BASE_URL, DEVICE_ID, KEY, ORG_KEY, Process, authority};

/// One wrong environment, and what is said of it.
struct Wrong {
    variable: &'static str,
    value: Option<&'static [u8]>,
    said: &'static str,
}

const WRONG_KEYS: [Wrong; 5] = [
    Wrong {
        variable: ORG_KEY,
        value: None,
        said: "MACHINEID_ORG_KEY and MACHINEID_ORG_KEY_FILE are not set: set one of them",
    },
    Wrong { variable: ORG_KEY, value: Some(b""), said: "MACHINEID_ORG_KEY is blank" },
    Wrong { variable: ORG_KEY, value: Some(b" \n\t "), said: "MACHINEID_ORG_KEY is blank" },
    Wrong { variable: ORG_KEY, value: Some(b"org_canary\xff"), said: "MACHINEID_ORG_KEY is not valid UTF-8" },
    Wrong { variable: ORG_KEY, value: Some(b"org_canary\nx"), said: "MACHINEID_ORG_KEY holds a newline" },
];

const WRONG_DEVICES: [Wrong; 4] = [
    Wrong { variable: DEVICE_ID, value: Some(b""), said: "MACHINEID_DEVICE_ID is blank" },
    Wrong { variable: DEVICE_ID, value: Some(b"   "), said: "MACHINEID_DEVICE_ID is blank" },
    Wrong { variable: DEVICE_ID, value: Some(b"agent\xff"), said: "MACHINEID_DEVICE_ID is not valid UTF-8" },
    Wrong { variable: DEVICE_ID, value: Some(b"agent\n01"), said: "MACHINEID_DEVICE_ID holds a newline" },
];

const WRONG_ADDRESSES: [Wrong; 6] = [
    Wrong { variable: BASE_URL, value: Some(b""), said: "MACHINEID_BASE_URL is blank" },
    Wrong { variable: BASE_URL, value: Some(b"http://127.0.0.1\xff"), said: "MACHINEID_BASE_URL is not valid UTF-8" },
    Wrong { variable: BASE_URL, value: Some(b"http://127.0.0.1\n:1"), said: "MACHINEID_BASE_URL holds a newline" },
    Wrong { variable: BASE_URL, value: Some(b"machineid.io"), said: "MACHINEID_BASE_URL is not a URL" },
    Wrong { variable: BASE_URL, value: Some(b"http://machineid.io"), said: "MACHINEID_BASE_URL must start with https" },
    Wrong { variable: BASE_URL, value: Some(b"unix:relay.sock"), said: "MACHINEID_BASE_URL must name a socket" },
];

impl Wrong {
    fn process(&self, how: &str) -> Process {
        let process =
            Process::new(how).with(ORG_KEY, KEY).with(DEVICE_ID, "agent").with(BASE_URL, "http://127.0.0.1:9");
        match self.value {
            None => process.without(self.variable),
            Some(value) => process.with(self.variable, os_string(value)),
        }
    }

    /// The call is denied, and `from_env` refuses with the same words.
    fn assert_denied_and_refused(&self, builds: &[&str]) -> TestResult {
        let report = self.process("call").run()?;
        assert_eq!(report["body_ran"], json!(false), "{}", self.said);
        assert_eq!(report["denied"]["code"], json!("CONFIGURATION"), "{report}");
        assert_eq!(report["denied"]["device_id"], Value::Null);
        let place = format!("denied at before_tool_call search_orders: CONFIGURATION, {}", self.said);
        assert!(report["text"].as_str().is_some_and(|text| text.starts_with(&place)), "{report} / {place}");
        for build in builds {
            let error = self.process(build).run()?["error"].clone();
            assert!(error.as_str().is_some_and(|error| error.starts_with(self.said)), "{build}: {error}");
        }
        Ok(())
    }
}

/// The bytes as they are, where a variable may hold any.
#[cfg(unix)]
fn os_string(bytes: &[u8]) -> &std::ffi::OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(bytes)
}

/// Elsewhere, a lone surrogate stands for the byte that is no UTF-8.
#[cfg(windows)]
fn os_string(bytes: &[u8]) -> std::ffi::OsString {
    let units: Vec<u16> = bytes.iter().map(|byte| if *byte == 0xff { 0xd800 } else { u16::from(*byte) }).collect();
    std::os::windows::ffi::OsStringExt::from_wide(&units)
}

#[test]
fn a_missing_or_wrong_key_is_named_and_never_shown() -> TestResult {
    WRONG_KEYS.iter().try_for_each(|wrong| wrong.assert_denied_and_refused(&["build", "build-client"]))
}

#[test]
fn a_wrong_device_id_is_named() -> TestResult {
    WRONG_DEVICES.iter().try_for_each(|wrong| wrong.assert_denied_and_refused(&["build"]))
}

#[test]
fn a_wrong_address_is_named() -> TestResult {
    WRONG_ADDRESSES.iter().try_for_each(|wrong| wrong.assert_denied_and_refused(&["build", "build-client"]))
}

#[test]
fn without_a_device_id_the_first_call_says_which_variable_is_missing() -> TestResult {
    let authority = authority()?;
    let report = Process::of("call", &authority).without(DEVICE_ID).run()?;
    assert_eq!(report["denied"]["code"], json!("CONFIGURATION"));
    assert!(report["text"].as_str().is_some_and(|text| text.contains("MACHINEID_DEVICE_ID is not set")), "{report}");
    assert_eq!(report["body_ran"], json!(false));
    assert_eq!(authority.connections(), 0);
    Ok(())
}

#[test]
fn a_good_environment_makes_one_guard_for_the_whole_process() -> TestResult {
    let authority = authority()?;
    let report = Process::of("call-twice", &authority).run()?;
    assert_eq!(report[0]["body_ran"], json!(true), "{report}");
    assert_eq!(report[1]["body_ran"], json!(true), "{report}");
    let requests = authority.requests();
    let asked: Vec<Endpoint> = requests.iter().map(Request::endpoint).collect();
    assert_eq!(asked, [Endpoint::Register, Endpoint::Validate, Endpoint::Validate]);
    assert!(requests.iter().all(|request| request.device_id() == Some("agent")));
    Ok(())
}

#[test]
fn the_environment_of_a_local_authority_is_all_that_a_program_needs() -> TestResult {
    let authority = authority()?;
    let process = authority
        .environment()
        .into_iter()
        .fold(Process::new("start"), |process, (variable, value)| process.with(variable, value));
    let report = process.run()?;
    assert_eq!(report["error"], Value::Null, "{report}");
    let asked = authority.requests();
    assert!(asked.len() >= 2, "{report}");
    assert!(asked.iter().all(|request| request.device_id() == Some(LocalAuthority::DEVICE_ID)));
    Ok(())
}

#[test]
fn a_trailing_slash_and_white_space_in_the_environment_do_no_harm() -> TestResult {
    let authority = authority()?;
    let process = Process::of("call", &authority)
        .with(ORG_KEY, format!(" {KEY}\n"))
        .with(DEVICE_ID, " agent ")
        .with(BASE_URL, format!(" {}/ ", authority.base_url()));
    assert_eq!(process.run()?["body_ran"], json!(true));
    assert_eq!(authority.requests()[0].device_id(), Some("agent"));
    Ok(())
}

#[cfg(unix)]
#[test]
fn an_environment_that_names_a_relays_socket_needs_no_key_and_may_have_none() -> TestResult {
    let relay = Scripted::start(healthy())?;
    let socket = UnixSocket::in_front_of(relay.address())?;
    let process = |how| Process::new(how).with(DEVICE_ID, "agent").with(BASE_URL, socket.base_url());
    assert_eq!(process("call").run()?["body_ran"], json!(true));
    let asked = relay.requests().len();
    assert_eq!(asked, 2);
    for (variable, value) in [(ORG_KEY, KEY), (ORG_KEY_FILE, "/nowhere/org_canary_7f3a")] {
        assert_eq!(process("call").with(variable, value).run()?["denied"]["code"], json!("CONFIGURATION"));
        for build in ["build", "build-client"] {
            let error = process(build).with(variable, value).run()?["error"].clone();
            let said = format!("{variable} must not be set with a unix: base URL");
            assert!(error.as_str().is_some_and(|error| error.starts_with(&said)), "{error}");
        }
    }
    assert_eq!(relay.requests().len(), asked);
    Ok(())
}

#[test]
fn a_proxy_in_the_environment_is_not_given_the_key() -> TestResult {
    let (authority, proxy) = (authority()?, authority()?);
    let mut process = Process::of("call", &authority);
    for variable in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        process = process.with(variable, proxy.base_url());
    }
    assert_eq!(process.run()?["body_ran"], json!(true));
    assert_eq!(proxy.connections(), 0);
    Ok(())
}

#[test]
fn a_spawned_task_is_outside_of_the_scope_and_so_has_no_guard() -> TestResult {
    let report = Process::new("call-from-spawned-task").run()?;
    assert_eq!(report["body_ran"], json!(false), "{report}");
    assert_eq!(report["denied"]["code"], json!("CONFIGURATION"), "{report}");
    Ok(())
}

#[test]
fn a_pinned_host_keeps_the_key_from_whatever_the_environment_names() -> TestResult {
    let with = |url: &str| Process::new("build-pinned").with(ORG_KEY, KEY).with(BASE_URL, url).run();
    let error = with("https://evil.example")?["error"].clone();
    let said = "MACHINEID_BASE_URL is not at the host machineid.internal, which .pinned_host(…) demands";
    assert!(error.as_str().is_some_and(|error| error.starts_with(said)), "{error}");
    assert_eq!(with("https://machineid.internal")?["error"], Value::Null);
    Ok(())
}
