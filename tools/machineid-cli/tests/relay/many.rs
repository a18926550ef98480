//! Many agents at once: each has the answer to its own question.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use machineid_guard::local::{LocalAuthority, Plan};
use machineid_guard_tests::scripted::{Cue, Play, REGISTERED, Scripted, Step, http, json};
use machineid_guard_tests::tls::{Answer, Answers, Certificate, CertificateAuthority, Reception, TlsServer};

use crate::TestResult;
use crate::agent::{Effects, work, work_as};
use crate::raw::{about, ask, request};
use crate::running::{DEVICE, KEY, Relay, crowd};

const AGENTS: usize = 40;
const QUESTIONS: usize = 25;

/// Half of the devices are stopped, and every answer names the device that it is about.
fn by_device() -> Play {
    Arc::new(|cue| {
        let Cue::Asked { request, nth } = cue else { return Vec::new() };
        // Over HTTP/1.1 nothing but the connection ties an answer to its question.
        assert_eq!(*nth, 0, "a connection was used again");
        if request.is_register() {
            return vec![json(REGISTERED)];
        }
        let asked: serde_json::Value = serde_json::from_slice(request.body()).expect("the relay writes JSON");
        let device = asked["deviceId"].as_str().expect("a device");
        let stopped = device.ends_with("odd");
        let code = if stopped { "DEVICE_REVOKED" } else { "ALLOW" };
        let body = serde_json::json!({ "allowed": !stopped, "code": code, "deviceId": device });
        vec![Step::Say(http("HTTP/1.1 200 OK", "", body.to_string().as_bytes()))]
    })
}

fn device(number: usize) -> String {
    format!("openai-agent:prod:agent-{number}:{}", if number % 2 == 1 { "odd" } else { "even" })
}

#[test]
fn every_agent_has_the_answer_to_its_own_question() -> TestResult {
    let authority = Scripted::start(by_device())?;
    let relay = Relay::of(&authority.base_url());
    thread::scope(|scope| {
        for number in 0..AGENTS {
            let relay = &relay;
            scope.spawn(move || {
                let guard = relay.guard().device_id(device(number)).build().expect("a guard");
                let effects = Effects::default();
                for _ in 0..QUESTIONS {
                    match work(&guard, &effects) {
                        Ok(()) => assert_eq!(number % 2, 0, "a wrong yes"),
                        Err(denied) => assert_eq!((number % 2, denied.code()), (1, "DEVICE_REVOKED")),
                    }
                }
                assert_eq!(effects.count() as usize, if number % 2 == 0 { QUESTIONS } else { 0 });
            });
        }
    });
    assert_eq!(authority.requests().len(), AGENTS * (QUESTIONS + 1));
    Ok(())
}

/// So many agents, each of which asks at the same moments as all others: how long each question took, and how many failed.
pub(crate) fn ask_at_once(relay: &Relay, agents: usize, rounds: usize) -> (Vec<Duration>, usize) {
    let (barrier, failed) = (Barrier::new(agents), AtomicUsize::new(0));
    let asks = |number: usize, call: &str| {
        let body = about(&format!("openai-agent:prod:fleet:{number}"));
        let answer = ask(relay.socket(), request("POST", &format!("/api/v1/devices/{call}"), "", &body));
        if !answer.is_ok_and(|answer| answer.status == 200) {
            failed.fetch_add(1, Ordering::Relaxed);
        }
    };
    let agent = |number: usize| {
        asks(number, "register");
        let mut times = Vec::new();
        for _ in 0..rounds {
            barrier.wait();
            let begun = Instant::now();
            asks(number, "validate");
            times.push(begun.elapsed());
        }
        times
    };
    let times = thread::scope(|scope| {
        let small = || thread::Builder::new().stack_size(256 << 10);
        let agent = &agent;
        let started = (0..agents).map(|number| small().spawn_scoped(scope, move || agent(number)).expect("a thread"));
        let started: Vec<_> = started.collect();
        started.into_iter().flat_map(|agent| agent.join().expect("it ends")).collect()
    });
    (times, failed.into_inner())
}

/// More than there are places: those who ask are not taken for those who are silent.
#[test]
fn hundreds_that_ask_at_the_same_moment_are_all_answered() -> TestResult {
    let _crowd = crowd();
    let authority = LocalAuthority::builder().org_key(KEY).plan(Plan::Max).start()?;
    let relay = Relay::of(authority.base_url());
    let (times, failed) = ask_at_once(&relay, 650, 3);
    assert_eq!((times.len(), failed), (650 * 3, 0));
    Ok(())
}

fn over_tls(alpn: &[&str], answers: Answers) -> Result<(TlsServer, Relay), Box<dyn std::error::Error>> {
    let trusted = CertificateAuthority::new()?;
    let authority = TlsServer::start(Reception::Serve(trusted.server(Certificate::Good, alpn)?, answers))?;
    let folder = crate::running::Folder::new();
    let root = folder.file("root.pem", trusted.pem(), 0o644);
    let relay = Relay::with(&authority.base_url(), &["--root-certificate", root.to_str().expect("a plain path")]);
    Ok((authority, relay))
}

fn healthy() -> Answers {
    Arc::new(|asked| Answer::Json(if asked.validate { machineid_guard_tests::scripted::ALLOW } else { REGISTERED }))
}

#[test]
fn over_http2_all_agents_share_one_connection_to_the_authority() -> TestResult {
    let (authority, relay) = over_tls(&["h2", "http/1.1"], healthy())?;
    let guard = relay.guard().build()?;
    thread::scope(|scope| {
        for number in 0..8 {
            let guard = &guard;
            scope.spawn(move || {
                for _ in 0..QUESTIONS {
                    work_as(guard, &device(number), &Effects::default()).expect("a healthy authority");
                }
            });
        }
    });
    assert_eq!((authority.connections(), authority.validates()), (1, 8 * QUESTIONS));
    Ok(())
}

#[test]
fn over_tls_with_http_1_1_each_question_has_a_connection() -> TestResult {
    let (authority, relay) = over_tls(&["http/1.1"], healthy())?;
    let guard = relay.guard().build()?;
    for _ in 0..5 {
        work(&guard, &Effects::default())?;
    }
    assert_eq!((authority.connections(), authority.requests()), (6, 6));
    Ok(())
}

#[test]
fn a_certificate_that_is_not_trusted_is_a_failure_of_the_relay() -> TestResult {
    let stranger = CertificateAuthority::new()?;
    let server = stranger.server(Certificate::Good, &["h2"])?;
    let authority = TlsServer::start(Reception::Serve(server, healthy()))?;
    let relay = Relay::of(&authority.base_url());
    let answer = ask(relay.socket(), request("POST", "/api/v1/devices/validate", "", &about(DEVICE)))?;
    assert_eq!((answer.status, answer.body.as_str()), (502, r#"{"allowed":false,"error":"relay_tls_failed"}"#));
    assert_eq!(authority.requests(), 0);
    Ok(())
}
