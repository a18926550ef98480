//! What an agent can take of the relay is bounded, and what one takes is not missing to another.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use machineid_guard::local::LocalAuthority;
use machineid_guard_tests::scripted::{ALLOW, Gate, Scripted, Step, healthy, json, on_register, on_validate};

use crate::TestResult;
use crate::agent::{Effects, work};
use crate::raw::{about, answer, ask, connect, request};
use crate::running::{DEVICE, KEY, Relay, crowd};

const VALIDATE: &str = "/api/v1/devices/validate";

fn validate() -> String {
    request("POST", VALIDATE, "", &about(DEVICE))
}

#[test]
fn heads_and_bodies_that_are_too_large_are_refused() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = Relay::of(&authority.base_url());
    let large = "x".repeat(20_000);
    let many = (0..50).map(|number| format!("x-{number}: 1\r\n")).collect::<Vec<_>>().concat();
    let heads = [
        request("POST", VALIDATE, &format!("x-large: {large}\r\n"), &about(DEVICE)),
        request("POST", VALIDATE, &many, &about(DEVICE)),
        request("POST", &format!("/{large}"), "", &about(DEVICE)),
    ];
    for asked in heads {
        // Some are answered, and some are only closed.
        assert!(ask(relay.socket(), asked).map_or(true, |answer| (400..500).contains(&answer.status)));
    }
    for body in [format!("{{\"deviceId\":\"{large}\"}}"), format!("{}{}", about(DEVICE), " ".repeat(5_000))] {
        assert!(ask(relay.socket(), request("POST", VALIDATE, "", &body)).map_or(true, |answer| answer.status == 400));
        let chunked = format!(
            "POST {VALIDATE} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
            body.len()
        );
        assert!(ask(relay.socket(), chunked).map_or(true, |answer| answer.status == 400));
    }
    assert_eq!(authority.connections(), 0);
    assert_eq!(ask(relay.socket(), validate())?.status, 200);
    Ok(())
}

/// Connects and dawdles; returns how long it took the relay to end it.
fn dawdle(relay: &Relay, said: &[u8], rest: &[u8]) -> Duration {
    let begun = Instant::now();
    let mut stream = connect(relay.socket()).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_millis(100))).expect("a socket");
    drop(stream.write_all(said));
    for byte in rest.iter().cycle() {
        // A byte every 100 ms.
        match stream.read(&mut [0; 64]) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => break,
        }
        if stream.write_all(&[*byte]).is_err() || begun.elapsed() > Duration::from_secs(15) {
            break;
        }
    }
    begun.elapsed()
}

#[test]
fn a_question_that_is_not_there_in_two_seconds_is_not_waited_for() -> TestResult {
    let authority = Scripted::start(healthy())?;
    let relay = Relay::of(&authority.base_url());
    let head = format!("POST {VALIDATE} HTTP/1.1\r\nhost: x\r\ncontent-length: 4000\r\n\r\n");
    thread::scope(|scope| {
        let slow: [(&[u8], &[u8]); 3] = [(b"", b"P"), (b"POST / HTTP/1.1\r\n", b"x"), (head.as_bytes(), b" ")];
        let slow = slow.map(|(said, rest)| scope.spawn(|| dawdle(&relay, said, rest)));
        for took in slow.map(|slow| slow.join().expect("it came back")) {
            assert!(took > Duration::from_millis(1500) && took < Duration::from_secs(6), "{took:?}");
        }
    });
    assert_eq!(authority.connections(), 0);
    Ok(())
}

#[test]
fn thousands_that_connect_and_say_nothing_keep_nobody_out() -> TestResult {
    let _crowd = crowd();
    let authority = LocalAuthority::builder().org_key(KEY).start()?;
    let relay = Relay::of(authority.base_url());
    let guard = relay.guard().timeout(Duration::from_secs(2)).build()?;
    work(&guard, &Effects::default())?;
    let path = Arc::new(relay.socket().to_owned());
    let over = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let crowd: Vec<_> = (0..4)
        .map(|_| {
            let (path, over) = (Arc::clone(&path), Arc::clone(&over));
            thread::spawn(move || {
                let mut silent: std::collections::VecDeque<UnixStream> = std::collections::VecDeque::new();
                let mut connected = 0;
                while !over.load(std::sync::atomic::Ordering::SeqCst) {
                    if let Ok(stream) = UnixStream::connect(&*path) {
                        connected += 1;
                        silent.push_back(stream);
                    }
                    // As fast as this machine accepts, and no faster: a queue that is full refuses everybody.
                    thread::sleep(Duration::from_millis(1));
                    // This process has descriptors for so many only.
                    if silent.len() > 200 {
                        silent.pop_front();
                    }
                }
                connected
            })
        })
        .collect();
    let effects = Effects::default();
    let mut slowest = Duration::ZERO;
    let all = Instant::now();
    // For longer than a silent one may stay.
    while all.elapsed() < Duration::from_secs(4) {
        let begun = Instant::now();
        work(&guard, &effects)?;
        slowest = slowest.max(begun.elapsed());
    }
    over.store(true, std::sync::atomic::Ordering::SeqCst);
    let connected: usize = crowd.into_iter().map(|one| one.join().expect("it ends")).sum();
    println!("{} questions beside {connected} silent connections, the slowest took {slowest:?}", effects.count());
    assert!(connected > 2_000, "{connected} were too few to matter");
    Ok(())
}

#[test]
fn silent_connections_that_fill_all_places_give_way_to_one_that_asks() -> TestResult {
    let _crowd = crowd();
    let authority = Scripted::start(healthy())?;
    let relay = Relay::of(&authority.base_url());
    // More than there are places, all within the two seconds that a silent one may stay.
    let silent: Vec<UnixStream> = (0..600).map_while(|_| connect(relay.socket()).ok()).collect();
    assert_eq!(silent.len(), 600);
    let begun = Instant::now();
    assert_eq!(ask(relay.socket(), validate())?.status, 200);
    assert!(begun.elapsed() < Duration::from_millis(1500), "{:?}", begun.elapsed());
    Ok(())
}

#[test]
fn an_agent_whose_question_takes_long_delays_no_other() -> TestResult {
    let authority = Scripted::start(on_register(|| vec![Step::Hang]))?;
    let relay = Relay::of(&authority.base_url());
    let mut waiting: Vec<UnixStream> = Vec::new();
    for _ in 0..20 {
        let mut stream = connect(relay.socket())?;
        stream.write_all(request("POST", "/api/v1/devices/register", "", &about(DEVICE)).as_bytes())?;
        waiting.push(stream);
    }
    let begun = Instant::now();
    for _ in 0..20 {
        assert_eq!(ask(relay.socket(), validate())?.status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    Ok(())
}

#[test]
fn an_agent_that_does_not_read_its_answer_delays_no_other() -> TestResult {
    let large = format!("{{\"allowed\":true,\"x\":\"{}\"}}", "x".repeat(60_000));
    let authority = Scripted::start(on_validate(move |_| vec![json(&large)]))?;
    let relay = Relay::of(&authority.base_url());
    let mut unread: Vec<UnixStream> = Vec::new();
    for _ in 0..100 {
        let mut stream = connect(relay.socket())?;
        stream.write_all(validate().as_bytes())?;
        unread.push(stream);
    }
    let begun = Instant::now();
    assert_eq!(ask(relay.socket(), validate())?.status, 200);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!(answer(&mut unread[0])?.status, 200);
    Ok(())
}

/// Nobody is left to be told, so nobody is asked any more.
#[test]
fn a_question_of_an_agent_that_went_away_is_given_up() -> TestResult {
    let gone = Gate::shut();
    let opened = gone.clone();
    let authority = Scripted::start(on_validate(move |_| vec![Step::Hang, Step::Open(opened.clone())]))?;
    let relay = Relay::of(&authority.base_url());
    let mut stream = connect(relay.socket())?;
    stream.write_all(validate().as_bytes())?;
    while authority.validates() == 0 {
        thread::yield_now();
    }
    let begun = Instant::now();
    drop(stream);
    // `Hang` ends where the relay ends its connection.
    gone.wait();
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    Ok(())
}

#[test]
fn a_relay_that_is_asked_to_end_answers_those_who_have_asked() -> TestResult {
    let gate = Gate::shut();
    let opened = gate.clone();
    let answered = json(ALLOW);
    let authority = Scripted::start(on_validate(move |_| vec![Step::Wait(opened.clone()), answered.clone()]))?;
    let mut relay = Relay::of(&authority.base_url());
    let mut asking = connect(relay.socket())?;
    asking.write_all(validate().as_bytes())?;
    while authority.validates() == 0 {
        thread::yield_now();
    }
    let mut silent = connect(relay.socket())?;
    thread::scope(|scope| -> TestResult {
        let ended = scope.spawn(|| relay.end().success());
        // The silent one is let go at once, which is when the relay has understood.
        assert!(answer(&mut silent).is_err());
        gate.open();
        assert_eq!(answer(&mut asking)?.body, ALLOW);
        assert!(ended.join().expect("it ends"));
        Ok(())
    })
}
