//! The figures, as ratios to the wrapper that a user would write by hand.

use std::time::Duration;

use crate::arms::{Arm, Wire};

#[derive(Clone, Copy)]
pub(crate) struct Setting {
    pub(crate) wire: Wire,
    pub(crate) callers: usize,
}

pub(crate) struct Measured {
    arm: Arm,
    latencies: Vec<Duration>,
    elapsed: Duration,
    allocations: usize,
}

impl Measured {
    pub(crate) fn new(arm: Arm) -> Self {
        Self { arm, latencies: Vec::new(), elapsed: Duration::ZERO, allocations: 0 }
    }

    pub(crate) fn add(&mut self, latencies: Vec<Duration>, elapsed: Duration, allocations: usize) {
        self.latencies.extend(latencies);
        self.elapsed += elapsed;
        self.allocations += allocations;
    }

    fn at(&self, percent: usize) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)].as_secs_f64() * 1e6
    }

    fn per_second(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    fn allocations_per_call(&self) -> f64 {
        self.allocations as f64 / self.latencies.len() as f64
    }
}

pub(crate) fn print(setting: Setting, measured: &[Measured]) {
    let base = measured.iter().find(|it| it.arm == Arm::HandWritten).expect("the base is always measured");
    println!("{:?}, {} callers on one device", setting.wire, setting.callers);
    println!("  {:<22}{:>10}{:>10}{:>12}{:>9}", "", "p50 µs", "p99 µs", "calls/s", "allocs");
    for it in measured {
        println!(
            "  {:<22}{:>10.0}{:>10.0}{:>12.0}{:>9.0}   p50 {:.2} x, calls/s {:.2} x, allocs {:.2} x",
            it.arm.name(),
            it.at(50),
            it.at(99),
            it.per_second(),
            it.allocations_per_call(),
            it.at(50) / base.at(50),
            it.per_second() / base.per_second(),
            it.allocations_per_call() / base.allocations_per_call(),
        );
    }
    println!();
}
