//! Watching the trails while everything is stopped, and again when it is restored.

use std::time::{Duration, Instant};

use crate::drill::evidence::{Evidence, is_again, is_disproved, is_whole};
use crate::drill::halt::Halt;
use crate::drill::moment::At;
use crate::drill::preflight::Preflight;
use crate::drill::trail::Trails;
use crate::drill::wish::Patience;

/// Between two looks, or longer where a look takes long.
const PAUSE: Duration = Duration::from_millis(20);
const PAUSE_PER_LOOK: u32 = 4;

/// Longer than a process takes to write a line that it has begun.
const HALF_A_LINE: Duration = Duration::from_secs(1);

/// Until a leak is seen, or each replica was denied and the stop was held for long enough, or the time is up.
///
/// # Errors
/// A trail cannot be read any more.
pub(super) async fn while_stopped(
    trails: &mut Trails,
    preflight: &Preflight,
    halts: &[Halt],
    patience: Patience,
) -> Result<(), String> {
    let begun = Instant::now();
    loop {
        let look = Instant::now();
        trails.read()?;
        let evidence = Evidence::new(trails, &preflight.replicas, halts, preflight.clock_error, None);
        let seen = evidence.seen();
        let is_held = begun.elapsed() >= patience.hold;
        let is_late = begun.elapsed() >= patience.within.max(patience.hold);
        if is_disproved(&seen) || is_late || (is_held && is_whole(&seen)) {
            return settle(trails).await;
        }
        tokio::time::sleep(PAUSE.max(look.elapsed() * PAUSE_PER_LOOK)).await;
    }
}

/// Until each replica was allowed again, or the time is up. A trail that has come so far has said everything before it.
///
/// # Errors
/// A trail cannot be read any more.
pub(super) async fn until_again(
    trails: &mut Trails,
    preflight: &Preflight,
    halts: &[Halt],
    restored_at: At,
    within: Duration,
) -> Result<(), String> {
    let begun = Instant::now();
    loop {
        let look = Instant::now();
        trails.read()?;
        let evidence = Evidence::new(trails, &preflight.replicas, halts, preflight.clock_error, Some(restored_at));
        if is_again(&evidence.seen()) || begun.elapsed() >= within {
            return settle(trails).await;
        }
        tokio::time::sleep(PAUSE.max(look.elapsed() * PAUSE_PER_LOOK)).await;
    }
}

/// Until no file ends within a line.
///
/// # Errors
/// A trail cannot be read any more.
pub(super) async fn settle(trails: &mut Trails) -> Result<(), String> {
    let begun = Instant::now();
    loop {
        trails.read()?;
        if !trails.end_in_part() || begun.elapsed() >= HALF_A_LINE {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
}
