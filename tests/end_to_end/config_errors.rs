//! A wrong value is refused when the guard or the client is built; the error names the method and the
//! reason, and never shows the key.

use std::time::Duration;

use machineid_guard::local::{LocalAuthority, Plan};
use machineid_guard::{Client, ConfigError, DeviceId, Guard, Problem};

const CANARY: &str = "org_canary_7f3a";

fn assert_names(error: &ConfigError, setting: &str, problem: &Problem) {
    assert_eq!((error.setting(), error.problem()), (setting, problem));
    assert!(error.to_string().starts_with(&format!("{setting} ")), "{error}");
    for text in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
        assert!(!text.contains("canary"), "the key is in {text}");
    }
}

/// The org key is wrong: in the guard, in the client, with the same words.
fn assert_key(key: &str, problem: &Problem) {
    let guard = Guard::builder().org_key(key).device_id("agent-01").build().expect_err(key);
    let client = Client::builder().org_key(key).build().expect_err(key);
    assert_names(&guard, ".org_key(…)", problem);
    assert_names(&client, ".org_key(…)", problem);
}

#[test]
fn a_key_that_no_header_could_carry_is_refused_unseen() {
    assert_key("", &Problem::Blank);
    assert_key(" \t ", &Problem::Blank);
    assert_key(&format!("{CANARY}\nx-org-key: other"), &Problem::ControlCharacter);
    assert_key(&format!("{CANARY}\0{CANARY}"), &Problem::ControlCharacter);
    assert_key(&format!("{CANARY}ü"), &Problem::NotAscii);
    assert_key(&format!("{CANARY} {CANARY}"), &Problem::NotAscii);
    assert_key(&CANARY.repeat(100), &Problem::TooLong { limit: 512 });
}

#[test]
fn a_missing_key_is_refused() {
    assert_names(&Guard::builder().device_id("agent-01").build().unwrap_err(), ".org_key(…)", &Problem::Missing);
    assert_names(&Client::builder().build().unwrap_err(), ".org_key(…)", &Problem::Missing);
}

#[test]
fn white_space_around_a_key_is_no_part_of_it() {
    assert!(Guard::builder().org_key(format!("\n {CANARY}\t\r\n")).build().is_ok());
}

#[test]
fn a_device_id_that_could_not_be_logged_is_refused() {
    let build = |id: &str| Guard::builder().org_key(CANARY).device_id(id).build().expect_err(id);
    assert_names(&build(""), ".device_id(…)", &Problem::Blank);
    assert_names(&build(" \n "), ".device_id(…)", &Problem::Blank);
    assert_names(&build("agent\n01"), ".device_id(…)", &Problem::ControlCharacter);
    assert_names(&build("agent\u{85}01"), ".device_id(…)", &Problem::ControlCharacter);
    assert_names(&build(&"x".repeat(257)), ".device_id(…)", &Problem::TooLong { limit: 256 });
}

#[test]
fn a_device_id_that_could_look_like_another_is_refused_and_the_character_named() {
    for unseen in ['\u{e0041}', '\u{3164}', '\u{115f}', '\u{fe0f}', '\u{34f}', '\u{a0}', '\u{202e}', '\u{2800}'] {
        let id = format!("agent{unseen}-01");
        let error = Guard::builder().org_key(CANARY).device_id(&id).build().expect_err(&id);
        assert_names(&error, ".device_id(…)", &Problem::Unseen(unseen));
        let text = error.to_string();
        assert!(text.contains(&format!("U+{:04X}", u32::from(unseen))) && text.ends_with("remove it"), "{text}");
        assert!(!text.contains(unseen), "{text}");
        assert_eq!(DeviceId::new(&id).unwrap_err().problem(), &Problem::Unseen(unseen));
        let of_surface = Guard::builder().org_key(CANARY).device_id("a:b:c:d").surface("payments", &id).build();
        assert_names(&of_surface.expect_err(&id), ".surface(\"payments\", …)", &Problem::Unseen(unseen));
    }
}

#[test]
fn a_device_id_in_any_script_is_accepted_here_and_by_the_local_authority() -> Result<(), Box<dyn std::error::Error>> {
    let authority = LocalAuthority::builder().plan(Plan::Max).start()?;
    for id in ["भुगतान:उत्पादन:उपकरण:०१", "代理:生产:支付:01", "zahlung-é", "cafe\u{301}", "it's \"mine\" \\ yours"]
    {
        let guard = authority.guard().device_id(id).surface("payments", id).surface("ledger", id).build()?;
        let report = guard.startup_blocking().map_err(|denied| format!("{id}: {denied}"));
        assert_eq!(report?.checks()[0].device_id().as_str(), id);
    }
    Ok(())
}

#[test]
fn the_device_of_a_surface_is_checked_like_the_own_one() {
    let build = |id: &str| {
        Guard::builder().org_key(CANARY).device_id("agent-01").surface("payments", id).build().expect_err(id)
    };
    assert_names(&build(""), ".surface(\"payments\", …)", &Problem::Blank);
    assert_names(&build("till\n9"), ".surface(\"payments\", …)", &Problem::ControlCharacter);
}

#[test]
fn an_address_that_the_key_may_not_be_sent_to_is_refused() {
    for (url, problem) in [
        ("", Problem::Blank),
        ("   ", Problem::Blank),
        ("https://machineid.io\n.evil.example", Problem::ControlCharacter),
        ("machineid.io", Problem::NotAUrl),
        ("http://machineid.io", Problem::NotHttps),
        ("http://127.0.0.1.evil.example", Problem::NotHttps),
        ("http://10.0.0.1:8181", Problem::NotHttps),
        ("ftp://127.0.0.1", Problem::NotHttps),
        ("file:///etc/passwd", Problem::NotHttps),
        ("https://user:org_canary_7f3a@machineid.io", Problem::UrlHasExtras),
        ("https://machineid.io?key=org_canary_7f3a", Problem::UrlHasExtras),
        ("https://machineid.io#org_canary_7f3a", Problem::UrlHasExtras),
    ] {
        let guard = Guard::builder().org_key(CANARY).base_url(url).build().expect_err(url);
        assert_names(&guard, ".base_url(…)", &problem);
        let client = Client::builder().org_key(CANARY).base_url(url).build().expect_err(url);
        assert_names(&client, ".base_url(…)", &problem);
    }
}

#[test]
fn an_address_that_is_no_http_proxys_is_refused_unseen() {
    for (url, problem) in [
        ("", Problem::Blank),
        ("  ", Problem::Blank),
        ("http://user:org_canary_7f3a\n@proxy:3128", Problem::ControlCharacter),
        ("proxy:3128", Problem::NotAnHttpProxy),
        ("user:org_canary_7f3a@proxy:3128", Problem::NotAnHttpProxy),
        ("https://user:org_canary_7f3a@proxy:3128", Problem::NotAnHttpProxy),
        ("socks5://user:org_canary_7f3a@proxy:1080", Problem::NotAnHttpProxy),
        ("http://user:org_canary_7f3a@", Problem::NotAnHttpProxy),
        ("http://user:org_canary_7f3a@proxy:99999", Problem::NotAnHttpProxy),
        ("http://proxy:3128/org_canary_7f3a", Problem::NotAnHttpProxy),
        ("http://proxy:3128?org_canary_7f3a", Problem::NotAnHttpProxy),
        ("http://proxy:3128#org_canary_7f3a", Problem::NotAnHttpProxy),
    ] {
        let guard = Guard::builder().org_key(CANARY).proxy(url).build().expect_err(url);
        assert_names(&guard, ".proxy(…)", &problem);
        let client = Client::builder().org_key(CANARY).proxy(url).build().expect_err(url);
        assert_names(&client, ".proxy(…)", &problem);
    }
}

#[test]
fn a_proxy_is_for_https_only() {
    for url in ["http://127.0.0.1:8181", "http://localhost:8181", "http://[::1]:8181"] {
        let guard = Guard::builder().org_key(CANARY).base_url(url).proxy("http://user:org_canary_7f3a@proxy:3128");
        assert_names(&guard.build().unwrap_err(), ".proxy(…)", &Problem::ProxyForPlainHttp);
    }
    for proxy in
        ["http://proxy", "http://proxy:3128/", "http://us%40er:pass%3Aword@proxy:3128", "http://[fd00::1]:3128"]
    {
        assert!(Guard::builder().org_key(CANARY).proxy(proxy).build().is_ok(), "{proxy}");
    }
}

#[test]
fn an_address_on_this_machine_or_over_https_is_accepted() {
    for url in
        ["https://machineid.io", "https://machineid.io/", "http://127.0.0.1:8181", "http://localhost", "http://[::1]:9"]
    {
        assert!(Guard::builder().org_key(CANARY).base_url(url).build().is_ok(), "{url}");
    }
}

#[test]
fn a_timeout_that_guards_nothing_or_waits_too_long_is_refused() {
    for timeout in [Duration::ZERO, Duration::from_millis(99), Duration::from_millis(10_001), Duration::MAX] {
        let guard = Guard::builder().org_key(CANARY).timeout(timeout).build().unwrap_err();
        assert_names(&guard, ".timeout(…)", &Problem::TimeoutOutOfRange);
        let client = Client::builder().org_key(CANARY).timeout(timeout).build().unwrap_err();
        assert_names(&client, ".timeout(…)", &Problem::TimeoutOutOfRange);
    }
    for timeout in [Duration::from_millis(100), Duration::from_secs(10)] {
        assert!(Guard::builder().org_key(CANARY).timeout(timeout).build().is_ok());
    }
}

#[test]
fn what_is_built_does_not_print_the_key_either() -> Result<(), ConfigError> {
    let builder = Guard::builder().org_key(CANARY).device_id("agent-01");
    let client_builder = Client::builder().org_key(CANARY);
    let texts = [
        format!("{builder:?}"),
        format!("{:?}", builder.build()?),
        format!("{client_builder:?}"),
        format!("{:?}", client_builder.build()?),
    ];
    for text in texts {
        assert!(!text.contains("canary"), "the key is in {text}");
    }
    Ok(())
}
