//! What somebody has put into the environment.

use std::ffi::OsString;
use std::fs::Permissions;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use machineid_guard::{Fault, Reason};
use machineid_guard_tests::child::run_in_child;
use machineid_guard_tests::scripted::{DENY, Scripted, healthy, json, on_validate};
use machineid_guard_tests::tls::{Answer, CertificateAuthority, TlsServer};

use crate::TestResult;
use crate::run::{assert_row, assert_unharmed};
use crate::table::{Expected, Injection, OwnTest, Row};
use crate::tls;
use crate::victim::{CANARY, Effect, call_without_guard, guard, plain_guard};

const PROXIES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const TRUSTED: &str = "TEST_CERTIFICATE_AUTHORITY";
const SETTINGS: [&str; 4] = ["MACHINEID_ORG_KEY", "MACHINEID_DEVICE_ID", "MACHINEID_BASE_URL", "MACHINEID_PROXY"];

pub fn rows() -> Vec<Row> {
    let own = |fault: &str, test: OwnTest, expected: Expected| Row::new(fault, Injection::Own(test), expected);
    let mut rows = vec![
        own(
            "`HTTP_PROXY`, `HTTPS_PROXY` or `ALL_PROXY` names a proxy that says yes (which sees nothing)",
            proxies,
            Expected::AuthoritysNo("DEVICE_REVOKED"),
        ),
        own(
            "`SSL_CERT_FILE` and `SSL_CERT_DIR` name an authority that the builder does not",
            extra_roots,
            Expected::Denied(Reason::Fault(Fault::TlsFailed)),
        ),
    ];
    let configuration: [(&str, OwnTest); 8] = [
        ("no key", |_| settings(None, Some("d:e:v:1".into()))),
        ("a blank key", |_| settings(Some(" \t".into()), Some("d:e:v:1".into()))),
        ("a key that is not UTF-8", |_| settings(Some(OsString::from_vec(not_utf8(CANARY))), Some("d:e:v:1".into()))),
        ("a key with a line break", |_| settings(Some(format!("{CANARY}\nx-evil: 1").into()), Some("d:e:v:1".into()))),
        ("no device id", |_| settings(Some(CANARY.into()), None)),
        ("a blank device id", |_| settings(Some(CANARY.into()), Some("  ".into()))),
        ("a device id that is not UTF-8", |_| settings(Some(CANARY.into()), Some(OsString::from_vec(not_utf8("d"))))),
        ("a device id with a line break", |_| settings(Some(CANARY.into()), Some("d:e:v:1\nlevel=INFO".into()))),
    ];
    let key_files: [(&str, OwnTest); 3] = [
        ("the environment names a key file that its group may read", |_| key_file(0o640, None)),
        ("the environment names a key file that is not there", |_| key_file_at(Path::new("/nowhere/key"), None)),
        ("the environment has both a key and a key file", |_| key_file(0o600, Some(CANARY))),
    ];
    rows.extend(key_files.map(|(fault, test)| own(fault, test, Expected::ConfigurationError)));
    rows.extend(
        configuration
            .map(|(fault, test)| own(&format!("{fault} in the environment"), test, Expected::ConfigurationError)),
    );
    rows
}

fn not_utf8(text: &str) -> Vec<u8> {
    [text.as_bytes(), b"\xff\xfe"].concat()
}

fn proxies(_: &Row) -> TestResult {
    let proxy = Scripted::start(healthy())?;
    run_in_child("environment::child_with_proxies", |command| {
        command.envs(PROXIES.map(|name| (name, proxy.base_url())));
        command.env_remove("NO_PROXY").env_remove("no_proxy")
    })?;
    assert_eq!(proxy.connections(), 0, "the proxy was asked");
    Ok(())
}

fn extra_roots(_: &Row) -> TestResult {
    let somebody = CertificateAuthority::new()?;
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("roots-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("0123abcd.0");
    std::fs::write(&file, somebody.pem())?;
    let outcome = run_in_child("environment::child_with_extra_roots", |command| {
        command.env("SSL_CERT_FILE", &file).env("SSL_CERT_DIR", &folder).env(TRUSTED, somebody.key_pem())
    });
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn key_file(mode: u32, key: Option<&str>) -> TestResult {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("key-{mode:o}-{}", std::process::id()));
    std::fs::write(&file, CANARY)?;
    std::fs::set_permissions(&file, Permissions::from_mode(mode))?;
    let outcome = key_file_at(&file, key);
    std::fs::remove_file(file)?;
    outcome
}

fn key_file_at(file: &Path, key: Option<&str>) -> TestResult {
    run_in_child("environment::child_with_settings", |command| {
        for name in SETTINGS {
            command.env_remove(name);
        }
        command.envs(key.map(|key| (SETTINGS[0], key))).env("MACHINEID_ORG_KEY_FILE", file)
    })
}

fn settings(key: Option<OsString>, device: Option<OsString>) -> TestResult {
    run_in_child("environment::child_with_settings", |command| {
        for name in SETTINGS {
            command.env_remove(name);
        }
        if let Some(key) = key {
            command.env(SETTINGS[0], key);
        }
        if let Some(device) = device {
            command.env(SETTINGS[1], device);
        }
        command
    })
}

#[test]
#[ignore = "a child process of another test"]
fn child_with_proxies() -> TestResult {
    let row = Row::new("", Injection::Own(|_| Ok(())), Expected::AuthoritysNo("DEVICE_REVOKED"));
    let plain = Scripted::start(on_validate(|_| vec![json(DENY)]))?;
    let guard_of_plain = plain_guard(&plain.base_url())?;
    assert_row(&row, &guard_of_plain);
    plain.play(healthy());
    assert_unharmed(&guard_of_plain);
    let trusted = CertificateAuthority::new()?;
    let over_tls = TlsServer::start(tls::validate(&trusted, |_| Answer::Json(DENY))?)?;
    let guard_of_tls = guard(&over_tls.base_url(), row.patience.timeout()).root_certificate(trusted.pem()).build()?;
    assert_row(&row, &guard_of_tls);
    assert!(over_tls.validates() > 0);
    Ok(())
}

#[test]
#[ignore = "a child process of another test"]
fn child_with_extra_roots() -> TestResult {
    let row = Row::new("", Injection::Own(|_| Ok(())), Expected::Denied(Reason::Fault(Fault::TlsFailed)));
    let somebody = CertificateAuthority::from_pem(
        &std::fs::read_to_string(std::env::var("SSL_CERT_FILE")?)?,
        &std::env::var(TRUSTED)?,
    )?;
    let authority = TlsServer::start(tls::healthy(&somebody)?)?;
    let distrusting = guard(&authority.base_url(), row.patience.timeout()).build()?;
    assert_row(&row, &distrusting);
    assert_eq!(authority.requests(), 0);
    // Told by the builder, it is trusted.
    let trusting = guard(&authority.base_url(), row.patience.timeout()).root_certificate(somebody.pem()).build()?;
    assert_unharmed(&trusting);
    Ok(())
}

#[test]
#[ignore = "a child process of another test"]
fn child_with_settings() -> TestResult {
    let effect = Effect::default();
    for _ in 0..2 {
        let denied = call_without_guard(&effect).unwrap_err();
        assert_eq!(denied.code(), "CONFIGURATION");
        crate::leak::assert_denial_is_clean(&denied);
        let text = denied.to_string();
        assert!(SETTINGS.iter().any(|name| text.contains(name)), "{text} does not name the variable");
        assert!(!text.contains('\n') && !text.contains("x-evil"), "{text} shows the value");
    }
    assert_eq!(effect.count(), 0);
    let authority = Scripted::start(healthy())?;
    assert_unharmed(&plain_guard(&authority.base_url())?);
    Ok(())
}
