//! Lines that are not the library's, and when they were written.

use crate::drill::moment::At;

/// More are counted, and not kept.
const MOST_KEPT: usize = 64;

#[derive(Debug)]
struct Strange {
    number: u64,
    what: String,
    /// The time of the library's next line in the file, once there is one: it was written before that.
    before: Option<At>,
}

/// Of one file.
#[derive(Debug, Default)]
pub(super) struct StrangeLines {
    kept: Vec<Strange>,
    /// How many more there are.
    others: u64,
}

impl StrangeLines {
    pub(super) fn take(&mut self, number: u64, what: String) {
        if self.kept.len() < MOST_KEPT {
            self.kept.push(Strange { number, what, before: None });
        } else {
            self.others += 1;
        }
    }

    /// The library's next line. What stands before an old one is old.
    pub(super) fn follow(&mut self, at: At, since: At) {
        for strange in self.kept.iter_mut().filter(|strange| strange.before.is_none()) {
            strange.before = Some(at);
        }
        if at < since {
            *self = Self::default();
        }
    }

    pub(super) fn objections(&self, since: At) -> Vec<String> {
        let young = self.kept.iter().filter(|strange| strange.before.is_none_or(|before| before >= since));
        let mut all: Vec<String> = young.map(|strange| format!("line {} {}", strange.number, strange.what)).collect();
        if self.others > 0 {
            all.push(format!("{} more lines are not the library's", self.others));
        }
        all
    }
}
