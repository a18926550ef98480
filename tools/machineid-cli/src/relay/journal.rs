//! What an operator reads of a relay. An agent that asks wrongly, again and again, does not fill it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::console::Console;
use crate::relay::refusal::Refusal;

/// How often the same is said.
const EVERY: Duration = Duration::from_secs(10);

/// Says each thing once in a while, and how often it was meanwhile.
#[derive(Debug)]
pub(super) struct Journal {
    console: Console,
    said: Mutex<HashMap<Refusal, Said>>,
}

#[derive(Debug)]
struct Said {
    at: Instant,
    unsaid: u64,
}

impl Journal {
    /// The console has to know by now what not to show.
    pub(super) fn new(console: Console) -> Self {
        Self { console, said: Mutex::default() }
    }

    pub(super) fn note(&self, text: &str) {
        self.console.note(text);
    }

    pub(super) fn warning(&self, text: &str) {
        self.console.warning(text);
    }

    /// A question that was not answered by the authority: whose it was, and what about.
    pub(super) fn refused(&self, refusal: Refusal, whose: &str, about: &str) {
        if let Some(unsaid) = self.unsaid(refusal) {
            let more = if unsaid == 0 { String::new() } else { format!(" ({unsaid} more since the last line)") };
            self.warning(&format!("{whose}{about}: {}{more}", refusal.why()));
        }
    }

    /// How many were not said since the last time; `None` where this is not said either.
    fn unsaid(&self, refusal: Refusal) -> Option<u64> {
        let now = Instant::now();
        let mut all = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get_mut(&refusal) {
            Some(said) if now.duration_since(said.at) < EVERY => {
                said.unsaid += 1;
                None
            }
            Some(said) => Some(std::mem::replace(said, Said { at: now, unsaid: 0 }).unsaid),
            None => {
                all.insert(refusal, Said { at: now, unsaid: 0 });
                Some(0)
            }
        }
    }
}
