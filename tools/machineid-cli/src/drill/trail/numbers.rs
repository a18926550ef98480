//! The numbers of a run's lines, which have no gap where the trail is whole.

use std::collections::BTreeMap;

use crate::drill::moment::At;

/// Which numbers were seen, as ranges: a run may be spread over several files.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// From the first number of a range to its last one, and the time of the first line.
    ranges: BTreeMap<u64, (u64, At)>,
    /// The time of the latest line whose number was seen before.
    repeated: Option<At>,
}

impl Numbers {
    pub(super) fn take(&mut self, seq: u64, at: At) {
        let below = self.ranges.range_mut(..=seq).next_back();
        match below {
            Some((_, (last, _))) if seq <= *last => self.repeated = self.repeated.max(Some(at)),
            Some((_, (last, _))) if seq == *last + 1 => {
                *last = seq;
                self.join(seq);
            }
            _ => {
                self.ranges.insert(seq, (seq, at));
                self.join(seq);
            }
        }
    }

    /// The range that ends with this number grows by the one that comes right behind it.
    fn join(&mut self, seq: u64) {
        let Some((end, _)) = seq.checked_add(1).and_then(|next| self.ranges.remove(&next)) else { return };
        if let Some((_, (last, _))) = self.ranges.range_mut(..=seq).next_back() {
            *last = end;
        }
    }

    pub(super) fn last(&self) -> Option<u64> {
        self.ranges.last_key_value().map(|(_, (last, _))| *last)
    }

    /// Why the lines since that time are not all there.
    pub(super) fn objection(&self, since: At) -> Option<String> {
        if self.repeated >= Some(since) {
            return Some("has a number twice".to_owned());
        }
        let ranges = self.ranges.iter().zip(self.ranges.iter().skip(1));
        let gap = ranges.map(|((_, (last, _)), (next, (_, at)))| (*last, *next, *at)).find(|(.., at)| *at >= since);
        gap.map(|(last, next, _)| format!("has no lines between the numbers {last} and {next}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{At, Numbers};

    fn objection(numbers: &[u64], since: u64) -> Option<String> {
        let mut seen = Numbers::default();
        for number in numbers {
            seen.take(*number, At::of_millis(number * 10));
        }
        seen.objection(At::of_millis(since))
    }

    #[test]
    fn numbers_without_a_gap_may_come_in_any_order_and_begin_anywhere() {
        for numbers in [&[0, 1, 2, 3][..], &[3, 1, 0, 2], &[7, 8, 5, 6], &[2, 0, 1], &[9]] {
            assert_eq!(objection(numbers, 0), None, "{numbers:?}");
        }
    }

    #[test]
    fn a_gap_and_a_repetition_count_from_the_time_on() {
        assert_eq!(objection(&[0, 1, 4, 5], 0).as_deref(), Some("has no lines between the numbers 1 and 4"));
        assert_eq!(objection(&[0, 1, 4, 5], 41), None, "it was before");
        assert_eq!(objection(&[0, 1, 4, 2, 2, 3], 0).as_deref(), Some("has a number twice"));
        assert_eq!(objection(&[0, 1, 1, 2, 3], 11), None, "it was before");
    }
}
