//! Runs the rows of the process, and says each by its name.

use std::time::Instant;

use crate::process_rows::{Company, ProcessRow, rows};
use crate::run::{failure_of, failures_of, take_turn};

/// How many rows that bear company run at the same time.
const AT_ONCE: usize = 4;

#[test]
fn every_fault_of_the_process_is_survived_as_its_row_says() {
    let _turn = take_turn();
    let (sociable, alone): (Vec<_>, Vec<_>) = rows().into_iter().partition(|row| row.company == Company::Any);
    let mut failures = failures_of(&sociable, AT_ONCE, run);
    failures.extend(failures_of(&alone, 1, run));
    println!("faults of the process: {}, wrong: {}", sociable.len() + alone.len(), failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn run(row: &ProcessRow) -> Option<String> {
    let start = Instant::now();
    let failure = failure_of(row.run);
    let outcome = if failure.is_none() { "ok" } else { "FAILED" };
    println!("{}: {outcome} after {:.1?} ({})", row.fault, start.elapsed(), row.name);
    failure.map(|failure| format!("{} ({}): {failure}", row.fault, row.name))
}
