//! One validate per boundary and one registration per device, and the connections that they cost: over HTTP/2 one for
//! all, over HTTP/1.1 one for each question.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use machineid_guard::local::{Endpoint, LocalAuthority};
use machineid_guard::{Client, DeviceId, Guard};
use machineid_guard_tests::scripted::{ALLOW, REGISTERED, Scripted, Step, json, on_validate};
use machineid_guard_tests::tls::{Answer, Answers, Certificate, Reception};

use crate::TestResult;
use crate::agent::{ENTRANCES, Effects, TOOL_SERVER, authority, block_on, patient, read_order, search_orders};
use crate::over_tls::OverTls;

const CALLS: usize = 1_000;
const TIMEOUT: Duration = Duration::from_secs(10);

fn count(authority: &LocalAuthority, endpoint: Endpoint) -> usize {
    authority.requests().iter().filter(|request| request.endpoint() == endpoint).count()
}

fn call_in_every_way(guard: &Guard) -> TestResult {
    let effects = Effects::default();
    for number in 0..CALLS {
        match number % 3 {
            0 => block_on(guard.scope(search_orders(&effects)))?,
            1 => guard.enter(|| read_order(&effects))?,
            // Sync code under an async caller.
            _ => block_on(guard.scope(async { read_order(&effects) }))?,
        }
    }
    assert_eq!(effects.count(), u32::try_from(CALLS)?);
    Ok(())
}

#[test]
fn a_thousand_calls_over_http2_cost_one_connection_one_register_and_a_thousand_validates() -> TestResult {
    let authority = OverTls::speaking(&["h2", "http/1.1"])?;
    call_in_every_way(&authority.guard().build()?)?;
    let server = &authority.server;
    assert_eq!((server.connections(), server.validates(), server.requests()), (1, CALLS, CALLS + 1));
    Ok(())
}

#[test]
fn a_thousand_calls_without_tls_cost_a_connection_each() -> TestResult {
    let authority = authority()?;
    call_in_every_way(&patient(&authority).build()?)?;
    assert_eq!(authority.connections(), CALLS + 1);
    assert_eq!(count(&authority, Endpoint::Register), 1);
    assert_eq!(count(&authority, Endpoint::Validate), CALLS);
    assert_eq!(authority.requests().len(), CALLS + 1);
    Ok(())
}

#[test]
fn over_tls_with_http_1_1_every_later_connection_resumes_the_session() -> TestResult {
    for alpn in [&["http/1.1"][..], &[]] {
        let authority = OverTls::speaking(alpn)?;
        let guard = authority.guard().build()?;
        let effects = Effects::default();
        for _ in 0..50 {
            guard.enter(|| read_order(&effects))?;
        }
        let server = &authority.server;
        assert_eq!((server.validates(), server.connections()), (50, 51), "{alpn:?}");
        assert_eq!(server.resumed(), 50, "{alpn:?}: a full handshake more than needed");
    }
    Ok(())
}

#[test]
fn the_first_call_after_startup_costs_one_round_trip_over_http2() -> TestResult {
    for entrance in &ENTRANCES {
        let authority = OverTls::speaking(&["h2"])?;
        let guard = authority.guard().build()?;
        guard.startup_blocking()?;
        let requests = authority.server.requests();
        entrance.assert_allowed(&guard);
        assert_eq!(authority.server.requests(), requests + 1, "{}", entrance.name);
        assert_eq!(authority.server.connections(), 1, "the connection was open already");
    }
    Ok(())
}

#[test]
fn denials_are_asked_once_and_keep_the_shared_connection() -> TestResult {
    let deny = r#"{"allowed":false,"code":"DEVICE_REVOKED"}"#;
    let answers: Answers = Arc::new(move |asked| Answer::Json(if asked.validate { deny } else { REGISTERED }));
    let authority = OverTls::answering(&["h2"], answers)?;
    let guard = authority.guard().build()?;
    for _ in 0..50 {
        assert!(guard.enter(|| read_order(&Effects::default())).is_err());
    }
    assert_eq!((authority.server.connections(), authority.server.validates()), (1, 50));
    Ok(())
}

/// The first of them finds out what the authority speaks, and the others wait for that.
#[tokio::test(flavor = "multi_thread")]
async fn callers_that_come_at_once_do_not_make_a_handshake_each() -> TestResult {
    let authority = OverTls::speaking(&["h2", "http/1.1"])?;
    let client = Arc::new(authority.client()?);
    for _ in 0..3 {
        let callers: Vec<_> = (0..64).map(|number| tokio::spawn(ask(Arc::clone(&client), number))).collect();
        for caller in callers {
            caller.await??;
        }
        assert_eq!(authority.server.connections(), 1);
    }
    assert_eq!(authority.server.validates(), 3 * 64);
    Ok(())
}

async fn ask(client: Arc<Client>, number: usize) -> Result<(), machineid_guard::ClientError> {
    let device = DeviceId::new(format!("svc:test:tool:{number}")).expect("a device id");
    client.validate(&device).await.map(drop)
}

/// The server closes a connection that nobody uses at the moment, as servers do.
#[tokio::test]
async fn a_shared_connection_that_ended_while_it_was_idle_costs_one_new_one() -> TestResult {
    let authority = OverTls::answering(&["h2"], ends_the_first_connection())?;
    let client = Arc::new(authority.client()?);
    use_up_the_first_connection(&authority, &client).await?;
    // An order as well: it was not sent on the connection that had ended.
    client.revoke(&DeviceId::new(TOOL_SERVER)?).await?;
    assert_eq!((authority.server.connections(), authority.server.requests()), (2, 3));
    Ok(())
}

fn ends_the_first_connection() -> Answers {
    Arc::new(|asked| match (asked.connection, asked.nth) {
        (0, 1) => Answer::JsonThenGoAway(ALLOW),
        _ => Answer::Json(ALLOW),
    })
}

/// Asks twice, and waits until the client has seen the end of the connection.
async fn use_up_the_first_connection(authority: &OverTls, client: &Arc<Client>) -> TestResult {
    for number in 0..2 {
        ask(Arc::clone(client), number).await?;
    }
    let deadline = std::time::Instant::now() + TIMEOUT;
    while authority.server.ended() == 0 {
        assert!(std::time::Instant::now() < deadline, "the server keeps the connection");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // This runtime looks at its sockets whenever all of its tasks wait: by the second time the client has seen the end.
    for _ in 0..2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

#[tokio::test]
async fn callers_that_find_the_shared_connection_ended_do_not_make_a_handshake_each() -> TestResult {
    let authority = OverTls::answering(&["h2"], ends_the_first_connection())?;
    let client = Arc::new(authority.client()?);
    use_up_the_first_connection(&authority, &client).await?;
    let callers: Vec<_> = (0..64).map(|number| tokio::spawn(ask(Arc::clone(&client), number))).collect();
    for caller in callers {
        caller.await??;
    }
    assert_eq!((authority.server.connections(), authority.server.requests()), (2, 66));
    Ok(())
}

/// What was shared until now is not for HTTP/1.1.
#[tokio::test]
async fn an_authority_that_forgets_http2_gets_a_connection_for_each_question() -> TestResult {
    let authority = OverTls::answering(&["h2"], ends_the_first_connection())?;
    let client = Arc::new(authority.client()?);
    use_up_the_first_connection(&authority, &client).await?;
    let http1 = authority.trusted.server(Certificate::Good, &["http/1.1"])?;
    authority.server.receive(Reception::Serve(http1, Arc::new(|_| Answer::Json(ALLOW))));
    for number in 0..10 {
        ask(Arc::clone(&client), number).await?;
    }
    assert_eq!(authority.server.connections(), 11);
    Ok(())
}

#[tokio::test]
async fn after_a_first_question_that_failed_the_next_one_finds_a_connection_to_share() -> TestResult {
    let answers: Answers = Arc::new(|asked| match asked.connection {
        0 => Answer::GoAway,
        _ => Answer::Json(ALLOW),
    });
    let authority = OverTls::answering(&["h2"], answers)?;
    let client = Arc::new(authority.client()?);
    assert!(ask(Arc::clone(&client), 0).await.is_err());
    for number in 0..10 {
        ask(Arc::clone(&client), number).await?;
    }
    assert_eq!(authority.server.connections(), 2);
    Ok(())
}

/// What it takes for the first question to be answered is not what the others have to wait for.
#[tokio::test(flavor = "multi_thread")]
async fn a_first_question_that_hangs_does_not_take_the_others_with_it() -> TestResult {
    let asked = Arc::new(AtomicUsize::new(0));
    let answers: Answers = Arc::new(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => Answer::Vanish,
        _ => Answer::Json(ALLOW),
    });
    let authority = OverTls::answering(&["h2"], answers)?;
    let client = Client::builder().org_key("org_test").base_url(authority.server.base_url());
    let client = client.timeout(Duration::from_secs(4)).root_certificate(authority.trusted.pem()).build()?;
    let client = Arc::new(client);
    let callers: Vec<_> = (0..8).map(|number| tokio::spawn(ask(Arc::clone(&client), number))).collect();
    let mut lost = 0;
    for caller in callers {
        lost += usize::from(caller.await?.is_err());
    }
    assert_eq!(lost, 1);
    Ok(())
}

#[test]
fn an_authority_that_learns_http2_gets_a_shared_connection() -> TestResult {
    let authority = OverTls::speaking(&["http/1.1"])?;
    let guard = authority.guard().build()?;
    let effects = Effects::default();
    guard.enter(|| read_order(&effects))?;
    assert_eq!(authority.server.connections(), 2);
    let both = authority.trusted.server(Certificate::Good, &["h2", "http/1.1"])?;
    let answers: Answers = Arc::new(|asked| Answer::Json(if asked.validate { ALLOW } else { REGISTERED }));
    authority.server.receive(Reception::Serve(both, answers));
    for _ in 0..10 {
        guard.enter(|| read_order(&effects))?;
    }
    // One that turned out to speak HTTP/2, and the one that is shared since.
    assert_eq!(authority.server.connections(), 4);
    assert_eq!(effects.count(), 11);
    Ok(())
}

#[test]
fn a_connection_that_carried_its_question_is_closed() -> TestResult {
    let (closed, closings) = mpsc::channel();
    let closed = std::sync::Mutex::new(closed);
    let tell =
        Step::Do(Arc::new(move |_| closed.lock().expect("nobody panics").send(()).map_err(std::io::Error::other)));
    // `Hang` ends when the peer has closed.
    let authority = Scripted::start(on_validate(move |_| vec![json(ALLOW), Step::Hang, tell.clone()]))?;
    let guard = Guard::builder().org_key("org_test").device_id(TOOL_SERVER).base_url(authority.base_url()).build()?;
    guard.enter(|| read_order(&Effects::default()))?;
    closings.recv_timeout(TIMEOUT)?;
    for request in authority.requests() {
        assert!(request.head().contains("connection: close\r\n"), "{}", request.head());
    }
    Ok(())
}
