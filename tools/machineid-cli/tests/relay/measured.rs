//! What a relay costs. To be run alone and with optimisations:
//! `cargo test --release -p machineid-cli --test relay -- --ignored --nocapture measured`

use std::time::{Duration, Instant};

use machineid_guard::local::{LocalAuthority, Plan};

use crate::TestResult;
use crate::agent::{Effects, work};
use crate::many::ask_at_once;
use crate::running::{DEVICE, KEY, Relay};

const QUESTIONS: usize = 5_000;
const AGENTS: usize = 1_000;
const ROUNDS: usize = 5;

fn authority() -> LocalAuthority {
    LocalAuthority::builder().org_key(KEY).plan(Plan::Max).start().expect("a port")
}

/// In microseconds.
fn percentile(times: &mut [Duration], percent: usize) -> u128 {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100].as_micros()
}

#[test]
#[ignore = "a measurement"]
fn the_latency_that_a_relay_adds() -> TestResult {
    let authority = authority();
    let relay = Relay::of(authority.base_url());
    let direct = authority.guard().device_id(DEVICE).build()?;
    let through = relay.guard().build()?;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    let effects = Effects::default();
    // In turns, so that what else the machine does falls on both.
    for number in 0..QUESTIONS + 500 {
        for (guard, times) in [(&direct, &mut without), (&through, &mut with)] {
            let begun = Instant::now();
            work(guard, &effects)?;
            if number >= 500 {
                times.push(begun.elapsed());
            }
        }
    }
    for percent in [50, 90, 99] {
        let (without, with) = (percentile(&mut without, percent), percentile(&mut with, percent));
        println!(
            "p{percent}: {without} us without, {with} us through the relay, {} us added",
            with.saturating_sub(without)
        );
    }
    println!("memory: {}", memory(&relay));
    Ok(())
}

#[test]
#[ignore = "a measurement"]
fn a_thousand_agents_at_once() {
    let authority = authority();
    let relay = Relay::of(authority.base_url());
    println!("memory before: {}", memory(&relay));
    let (mut times, failed) = ask_at_once(&relay, AGENTS, ROUNDS);
    println!(
        "{AGENTS} agents at once, {ROUNDS} times: p50 {} us, p99 {} us, slowest {} us, failed {}",
        percentile(&mut times, 50),
        percentile(&mut times, 99),
        percentile(&mut times, 100),
        failed
    );
    println!("memory after: {}", memory(&relay));
    assert_eq!(failed, 0);
}

/// Now, and at most so far.
fn memory(relay: &Relay) -> String {
    let status = std::fs::read_to_string(format!("/proc/{}/status", relay.id())).unwrap_or_default();
    let lines = status
        .lines()
        .filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM") || line.starts_with("Threads"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}
