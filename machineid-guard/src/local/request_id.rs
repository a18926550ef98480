//! Correlation ids in the shape of a UUID.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Hands out request ids, no two of them alike in one process.
///
/// They correlate log lines and protect nothing, so the keyed hash of a counter is random enough
/// and saves a dependency.
#[derive(Debug, Default)]
pub(super) struct RequestIds {
    keys: RandomState,
    handed_out: AtomicU64,
}

impl RequestIds {
    pub(super) fn next(&self) -> String {
        let number = self.handed_out.fetch_add(1, Ordering::Relaxed);
        let high = self.keys.hash_one((number, "high"));
        let low = self.keys.hash_one((number, "low"));
        version_4(high, low)
    }
}

/// Writes 128 random bits as a UUID of version 4, variant 1 (RFC 9562).
fn version_4(high: u64, low: u64) -> String {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_the_shape_of_a_uuid() {
        assert_eq!(version_4(0, 0), "00000000-0000-4000-8000-000000000000");
        assert_eq!(version_4(u64::MAX, u64::MAX), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    #[test]
    fn no_id_comes_twice() {
        let ids = RequestIds::default();
        let unique: std::collections::HashSet<_> = (0..10_000).map(|_| ids.next()).collect();
        assert_eq!(unique.len(), 10_000);
    }
}
