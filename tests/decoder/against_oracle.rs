//! A million bodies and more, each decided by the decoder and by the oracle.

use std::cell::Cell;

use machineid_guard::DeviceId;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::bodies::{ASKED, answers, bytes, damaged_answers};
use crate::oracle::{Said, decoded, expected};

/// How often each kind of decision came up.
#[derive(Default)]
struct Tally {
    tried: Cell<usize>,
    yes: Cell<usize>,
    no: Cell<usize>,
}

impl Tally {
    fn count(&self, said: &Said) {
        self.tried.set(self.tried.get() + 1);
        match said {
            Said::Yes { .. } => self.yes.set(self.yes.get() + 1),
            Said::No { .. } => self.no.set(self.no.get() + 1),
            Said::NoDecision => {}
        }
    }
}

fn compare(kind: &str, cases: u32, bodies: impl Strategy<Value = Vec<u8>>) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let asked = DeviceId::new(ASKED).unwrap();
    let tally = Tally::default();
    let outcome = TestRunner::new(config).run(&bodies, |body| {
        let (decoded, expected) = (decoded(&body, &asked), expected(&body, ASKED));
        tally.count(&decoded);
        let wrong_yes = matches!(decoded, Said::Yes { .. }) && decoded != expected;
        prop_assert!(!wrong_yes, "WRONG YES for {:?}", String::from_utf8_lossy(&body));
        prop_assert_eq!(decoded, expected, "for {:?}", String::from_utf8_lossy(&body));
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    let Tally { tried, yes, no } = tally;
    println!(
        "{kind}: {} bodies tried, {} yeses, {} noes, wrong yeses 0, differences 0",
        tried.get(),
        yes.get(),
        no.get()
    );
    assert!(tried.get() >= cases as usize);
    assert!(yes.get() > 0 && no.get() > 0 || kind == "bytes", "the bodies of this kind try nothing");
}

#[test]
fn answers_in_every_spelling_are_decided_as_the_oracle_does() {
    compare("answers", 400_000, answers());
}

#[test]
fn damaged_answers_are_decided_as_the_oracle_does() {
    compare("damaged answers", 400_000, damaged_answers());
}

#[test]
fn bytes_are_decided_as_the_oracle_does() {
    compare("bytes", 250_000, bytes());
}
