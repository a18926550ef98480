//! What a boundary costs, as ratios in one run: `cargo bench -p machineid-guard-tests --bench latency`.
//!
//! The authority runs in a process of its own, so that its work and its allocations are not counted.
//! The arms are interleaved in short rounds, so that a busy moment of the machine meets all of them.
//! `-- --only "guarded async" --calls 400` runs one arm alone, for callgrind (`instructions.sh`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::cast_precision_loss, missing_docs)]

mod arms;
mod authority;
mod report;

use std::time::{Duration, Instant};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::task::JoinSet;

use arms::{Arm, Asker, Wire};
use authority::AuthorityProcess;
use report::{Measured, Setting};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

const ROUNDS: usize = 12;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |flag: &str| arguments.iter().position(|it| it == flag).and_then(|at| arguments.get(at + 1));
    if arguments.iter().any(|it| it == authority::SERVE) {
        return authority::serve();
    }
    let authority = AuthorityProcess::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    if let Some(name) = value("--only") {
        let calls = value("--calls").and_then(|it| it.parse().ok()).unwrap_or(400);
        let arm = Arm::ALL.into_iter().find(|arm| arm.name() == name).expect("--only takes the name of an arm");
        runtime.block_on(one_caller(&arm.asker(Wire::Plain, &authority), calls));
        return;
    }
    println!("{ROUNDS} rounds, arms interleaved, authority in its own process\n");
    for (wire, callers) in [
        (Wire::Plain, 1),
        (Wire::Plain, 64),
        (Wire::Plain, 1000),
        (Wire::Tls, 1),
        (Wire::Tls, 64),
        (Wire::Tls, 1000),
        (Wire::TlsHttp1, 1),
    ] {
        let measured = runtime.block_on(measure(&authority, wire, callers));
        report::print(Setting { wire, callers }, &measured);
    }
    println!("The caller on a current-thread runtime:");
    let alone = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for wire in [Wire::Tls, Wire::TlsFar] {
        let measured = alone.block_on(measure(&authority, wire, 1));
        report::print(Setting { wire, callers: 1 }, &measured);
    }
}

async fn measure(authority: &AuthorityProcess, wire: Wire, callers: usize) -> Vec<Measured> {
    let arms = Arm::ALL.into_iter().filter(|arm| arm.speaks(wire) && arm.bears(callers));
    let mut measured: Vec<(Asker, Measured)> =
        arms.map(|arm| (arm.asker(wire, authority), Measured::new(arm))).collect();
    let calls = match (wire, callers) {
        (Wire::TlsFar, _) => 10,
        (_, 1) => 150,
        _ => 4,
    };
    for (asker, _) in &measured {
        one_caller(asker, 20).await;
    }
    for _ in 0..ROUNDS {
        for (asker, measured) in &mut measured {
            let region = Region::new(ALLOCATOR);
            let start = Instant::now();
            let latencies = all_callers(asker, callers, calls).await;
            measured.add(latencies, start.elapsed(), region.change().allocations);
        }
    }
    measured.into_iter().map(|(_, measured)| measured).collect()
}

async fn all_callers(asker: &Asker, callers: usize, calls: usize) -> Vec<Duration> {
    if callers == 1 {
        return one_caller(asker, calls).await;
    }
    let mut running = JoinSet::new();
    for _ in 0..callers {
        let asker = asker.clone();
        running.spawn(async move { one_caller(&asker, calls).await });
    }
    running.join_all().await.concat()
}

async fn one_caller(asker: &Asker, calls: usize) -> Vec<Duration> {
    let mut latencies = Vec::with_capacity(calls);
    for _ in 0..calls {
        let start = Instant::now();
        asker.ask().await;
        latencies.push(start.elapsed());
    }
    latencies
}
