//! `startup()` registers and validates the guard's own device and every surface that the program names,
//! before any work. It demands the own device, and reports the surfaces that are stopped.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use machineid_guard::local::{Endpoint, LocalAuthority};
use machineid_guard::{BoundaryKind, DeviceId, Fault, Guard, Problem, Reason, Wire, surface};
use machineid_guard_tests::log_capture::LogCapture;
use machineid_guard_tests::scripted::{ALLOW, REGISTERED};
use machineid_guard_tests::tls::{Answer, Answers, Certificate, CertificateAuthority, Reception, TlsServer};
use serde_json::json;
use tracing::Level;

use crate::TestResult;
use crate::agent::{Effects, PAYMENTS, TOOL_SERVER, authority, block_on, patient, read_order, refund};

// What only a gate or a wrapped closure names.
surface!(Ledger = "ledger");

const LEDGER: &str = "openai-agent:prod:ledger:01";

fn asked(authority: &LocalAuthority) -> Vec<(Endpoint, String)> {
    let requests = authority.requests();
    requests.iter().map(|request| (request.endpoint(), request.device_id().unwrap_or("").to_owned())).collect()
}

#[test]
fn every_surface_of_the_program_is_registered_then_validated() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    assert_eq!(authority.connections(), 0, "building a guard asks nobody");
    let report = block_on(guard.startup())?;
    let expected = [
        (Endpoint::Register, TOOL_SERVER.to_owned()),
        (Endpoint::Validate, TOOL_SERVER.to_owned()),
        (Endpoint::Register, LEDGER.to_owned()),
        (Endpoint::Validate, LEDGER.to_owned()),
        (Endpoint::Register, PAYMENTS.to_owned()),
        (Endpoint::Validate, PAYMENTS.to_owned()),
    ];
    assert_eq!(asked(&authority), expected);

    let requests = authority.requests();
    let [own, ledger, payments] = report.checks() else { panic!("{report}") };
    assert_eq!((own.surface(), own.device_id().as_str()), (None, TOOL_SERVER));
    assert_eq!((ledger.surface(), ledger.device_id().as_str()), (Some("ledger"), LEDGER));
    assert_eq!((payments.surface(), payments.device_id().as_str()), (Some("payments"), PAYMENTS));
    assert_eq!(own.request_id(), Some(requests[1].request_id()));
    assert_eq!(ledger.request_id(), Some(requests[3].request_id()));
    assert_eq!(payments.request_id(), Some(requests[5].request_id()));
    Ok(())
}

#[test]
fn the_report_reads_as_a_list_and_as_json() -> TestResult {
    let authority = authority()?;
    let report = patient(&authority).build()?.startup_blocking()?;
    let text = report.to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[0].contains(TOOL_SERVER) && lines[0].ends_with("allowed"), "{text}");
    assert!(lines[1].starts_with("ledger") && lines[1].contains(LEDGER), "{text}");
    assert!(lines[2].starts_with("payments") && lines[2].contains(PAYMENTS), "{text}");
    assert!(lines[3].starts_with("HTTP/1.1: a connection for each question"), "{text}");
    assert_eq!(serde_json::to_value(&report)?["wire"], json!("http1"));
    let checks = serde_json::to_value(&report)?["checks"].clone();
    assert_eq!(checks[0]["surface"], json!(null));
    assert_eq!(checks[1]["surface"], json!("ledger"));
    assert_eq!(checks[2]["surface"], json!("payments"));
    assert_eq!(checks[2]["device_id"], json!(PAYMENTS));
    assert_eq!(checks[2]["request_id"], json!(authority.requests()[5].request_id()));
    Ok(())
}

#[test]
fn surfaces_that_the_builder_maps_are_checked_too() -> TestResult {
    let authority = authority()?;
    let guard = Guard::builder().org_key(authority.org_key()).base_url(authority.base_url());
    let guard = guard.surface("payments", "till-9").surface("ledger", "ledger-1").build()?;
    let report = guard.startup_blocking()?;
    let devices: Vec<&str> = report.checks().iter().map(|check| check.device_id().as_str()).collect();
    // This guard has no device of its own, and has one for each surface.
    assert_eq!(devices, ["ledger-1", "till-9"]);
    Ok(())
}

#[test]
fn a_revoked_surface_is_in_the_report_and_the_log_and_its_boundaries_deny_and_nothing_else() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    guard.startup_blocking()?;
    authority.revoke(PAYMENTS)?;
    for start in [|guard: &Guard| guard.startup_blocking(), |guard: &Guard| block_on(guard.startup())] {
        let log = LogCapture::on_this_thread();
        let report = start(&guard)?;
        let [own, ledger, payments] = report.checks() else { panic!("{report}") };
        assert!(own.denied().is_none() && ledger.denied().is_none(), "{report}");
        let denied = payments.denied().expect("it is revoked");
        assert_eq!(denied.boundary().kind(), BoundaryKind::Startup);
        assert_eq!(denied.boundary().surface(), Some("payments"));
        assert_eq!(denied.device_id().map(DeviceId::as_str), Some(PAYMENTS));
        assert!(matches!(denied.reason(), Reason::Authority(code) if code == "DEVICE_REVOKED"));
        let request = denied.request_id().expect("the authority answered");
        assert!(authority.requests().iter().any(|known| known.request_id() == request));
        assert_eq!(payments.request_id(), Some(request));
        let lines = log.lines();
        assert!(lines.iter().any(|line| line.field("code") == Some("DEVICE_REVOKED")), "it is logged");

        assert!(report.to_string().lines().any(|line| line.ends_with("DENIED: DEVICE_REVOKED")), "{report}");
        let json = serde_json::to_value(&report)?["checks"].clone();
        assert_eq!((&json[0]["allowed"], &json[0]["code"]), (&json!(true), &json!(null)));
        assert_eq!((&json[1]["allowed"], &json[1]["code"]), (&json!(true), &json!(null)));
        assert_eq!((&json[2]["allowed"], &json[2]["code"]), (&json!(false), &json!("DEVICE_REVOKED")));

        let said = format!("denied at startup startup ({PAYMENTS}): DEVICE_REVOKED, request {request}");
        assert_eq!(report.require_all().expect_err("one is revoked").to_string(), said);
    }
    let effects = Effects::default();
    guard.enter(|| read_order(&effects))?;
    assert_eq!(guard.enter(|| refund(&effects)).expect_err("it is revoked").code(), "DEVICE_REVOKED");
    assert_eq!(effects.count(), 1);
    authority.restore(PAYMENTS)?;
    assert_eq!(guard.startup_blocking()?.require_all()?.denied().count(), 0);
    Ok(())
}

#[test]
fn a_revoked_device_of_its_own_denies_the_start() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    guard.startup_blocking()?;
    authority.revoke(TOOL_SERVER)?;
    for denied in [guard.startup_blocking(), block_on(guard.startup())].map(Result::unwrap_err) {
        assert_eq!((denied.code(), denied.boundary().kind()), ("DEVICE_REVOKED", BoundaryKind::Startup));
        assert_eq!(denied.device_id().map(DeviceId::as_str), Some(TOOL_SERVER));
    }
    Ok(())
}

#[test]
fn without_a_device_of_its_own_a_start_needs_one_surface_that_is_allowed() -> TestResult {
    let authority = authority()?;
    let guard = Guard::builder().org_key(authority.org_key()).base_url(authority.base_url());
    let guard = guard.surface("payments", "till-9").surface("ledger", "ledger-1").build()?;
    guard.startup_blocking()?;
    authority.revoke("ledger-1")?;
    assert_eq!(guard.startup_blocking()?.denied().count(), 1);
    authority.revoke("till-9")?;
    let denied = guard.startup_blocking().expect_err("nothing is allowed");
    assert_eq!((denied.code(), denied.device_id().map(DeviceId::as_str)), ("DEVICE_REVOKED", Some("ledger-1")));
    Ok(())
}

#[test]
fn an_organisation_that_is_disabled_denies_the_start() -> TestResult {
    let authority = authority()?;
    authority.disable_org();
    assert_eq!(patient(&authority).build()?.startup_blocking().unwrap_err().code(), "ORG_DISABLED");
    Ok(())
}

#[test]
fn a_start_without_an_authority_is_denied_and_logged() -> TestResult {
    let authority = authority()?;
    authority.stop();
    let log = LogCapture::on_this_thread();
    let denied = patient(&authority).build()?.startup_blocking().unwrap_err();
    assert_eq!(denied.reason(), &Reason::Fault(Fault::Unreachable));
    let lines = log.lines();
    let [line] = lines.as_slice() else { panic!("logged {} times", lines.len()) };
    assert_eq!(line.field("boundary"), Some("startup"));
    assert_eq!(line.field("device"), Some(TOOL_SERVER));
    assert_eq!(line.field("code"), Some("UNREACHABLE"));
    Ok(())
}

#[test]
fn a_surface_without_a_device_denies_the_start_instead_of_the_first_payment() -> TestResult {
    let authority = authority()?;
    let denied = patient(&authority).device_id("agent-01").build()?.startup_blocking().unwrap_err();
    assert_eq!(denied.code(), "CONFIGURATION");
    assert_eq!(denied.boundary().surface(), Some("ledger"), "the first one by name");
    assert!(denied.to_string().contains(".surface(\"ledger\""), "{denied}");
    Ok(())
}

#[test]
fn a_start_that_was_denied_leaves_every_boundary_to_ask_for_itself() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    guard.startup_blocking()?;
    authority.revoke(TOOL_SERVER)?;
    let effects = Effects::default();
    assert!(guard.startup_blocking().is_err());
    assert!(guard.enter(|| read_order(&effects)).is_err());
    authority.restore(TOOL_SERVER)?;
    guard.enter(|| read_order(&effects))?;
    assert_eq!(effects.count(), 1);
    Ok(())
}

fn lines_about_the_wire(log: &LogCapture) -> Vec<String> {
    let lines = log.lines();
    let lines = lines.iter().filter(|line| line.level() == Level::INFO);
    lines.filter_map(|line| line.field("wire").map(str::to_owned)).collect()
}

#[test]
fn what_was_negotiated_is_reported_and_logged_once_for_each_change() -> TestResult {
    let trusted = CertificateAuthority::new()?;
    let reception = |alpn: &[&str]| -> Result<Reception, Box<dyn std::error::Error>> {
        let answers: Answers = Arc::new(|asked| Answer::Json(if asked.validate { ALLOW } else { REGISTERED }));
        Ok(Reception::Serve(trusted.server(Certificate::Good, alpn)?, answers))
    };
    let server = TlsServer::start(reception(&["http/1.1"])?)?;
    let guard = Guard::builder().org_key("org_test").device_id(TOOL_SERVER).timeout(Duration::from_secs(10));
    let guard = guard.base_url(server.base_url()).root_certificate(trusted.pem()).build()?;
    let log = LogCapture::on_this_thread();
    for _ in 0..2 {
        assert_eq!(guard.startup_blocking()?.wire(), Some(Wire::Http1));
    }
    assert_eq!(lines_about_the_wire(&log), [Wire::Http1.to_string()]);
    server.receive(reception(&["h2"])?);
    for _ in 0..2 {
        let report = guard.startup_blocking()?;
        assert_eq!(report.wire(), Some(Wire::Http2));
        assert!(report.to_string().contains("HTTP/2: one shared connection"), "{report}");
        assert_eq!(serde_json::to_value(&report)?["wire"], json!("http2"));
    }
    assert_eq!(lines_about_the_wire(&log), [Wire::Http1.to_string(), Wire::Http2.to_string()]);
    Ok(())
}

#[test]
fn a_surface_that_nothing_names_denies_the_start_before_anything_is_asked() -> TestResult {
    let authority = authority()?;
    let observed: Arc<Mutex<Vec<Option<String>>>> = Arc::default();
    let hook = Arc::clone(&observed);
    let guard = patient(&authority)
        .surface("ledger", "ledger-1")
        .surface("paymants", "till-9")
        .on_decision(move |observation| hook.lock().unwrap().push(observation.code().map(str::to_owned)))
        .build()?;
    for denied in [guard.startup_blocking(), block_on(guard.startup())].map(Result::unwrap_err) {
        assert_eq!(denied.boundary().kind(), BoundaryKind::Startup);
        assert_eq!(denied.boundary().surface(), Some("paymants"));
        let Reason::Configuration(error) = denied.reason() else { panic!("{denied:?}") };
        assert_eq!(error.setting(), ".surface(\"paymants\", …)");
        let known = ["ledger", "payments"].map(str::to_owned).to_vec();
        assert_eq!(error.problem(), &Problem::UnknownSurface { known });
        let text = denied.to_string();
        for told in ["\"payments\"", "stop nothing", "surface!"] {
            assert!(text.contains(told), "{text}");
        }
    }
    assert_eq!(authority.connections(), 0, "nothing was registered");
    assert_eq!(*observed.lock().unwrap(), [Some("CONFIGURATION".to_owned()), Some("CONFIGURATION".to_owned())]);
    // The calls themselves are guarded as ever.
    guard.enter(|| read_order(&Effects::default()))?;
    Ok(())
}
