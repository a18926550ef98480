//! Other attributes above and below ours, from the crates that users have.

use async_recursion::async_recursion;
use machineid_guard::{Denied, guarded_tool, side_effect};
use tracing::instrument;

use crate::trial::{assert_asks, assert_guarded, assert_guarded_async, effect};

mod forwarded;

#[instrument]
#[guarded_tool]
async fn instrument_above(number: u8) -> Result<u8, Denied> {
    effect();
    Ok(number)
}

#[guarded_tool]
#[instrument]
async fn instrument_below(number: u8) -> Result<u8, Denied> {
    effect();
    Ok(number)
}

#[instrument(err, ret)]
#[guarded_tool]
async fn instrument_err_above(number: u8) -> Result<u8, Denied> {
    effect();
    Ok(number)
}

#[guarded_tool]
#[instrument(err, ret, skip(number))]
async fn instrument_err_below(number: u8) -> Result<u8, Denied> {
    effect();
    Ok(number)
}

#[instrument(err, ret)]
#[guarded_tool]
fn instrument_sync_above(number: u8) -> Result<u8, Denied> {
    effect();
    Ok(number)
}

#[guarded_tool]
#[instrument(err, ret)]
fn instrument_sync_below(number: u8) -> Result<u8, Denied> {
    effect();
    Ok(number)
}

#[test]
fn instrument_in_both_orders() {
    assert_guarded_async(7, async || instrument_above(7).await);
    assert_guarded_async(7, async || instrument_below(7).await);
    assert_guarded_async(7, async || instrument_err_above(7).await);
    assert_guarded_async(7, async || instrument_err_below(7).await);
    assert_guarded(7, || instrument_sync_above(7));
    assert_guarded(7, || instrument_sync_below(7));
}

#[async_recursion]
#[guarded_tool]
async fn recursion_above(depth: u8) -> Result<u8, Denied> {
    if depth == 0 {
        effect();
        return Ok(0);
    }
    recursion_above(depth - 1).await
}

#[guarded_tool]
#[async_recursion]
async fn recursion_below(depth: u8) -> Result<u8, Denied> {
    if depth == 0 {
        effect();
        return Ok(0);
    }
    recursion_below(depth - 1).await
}

#[test]
fn async_recursion_in_both_orders() {
    // The call stands inside the scope: above ours, the macro makes a function that returns a future.
    assert_asks(3, 0, |trial| trial.run(async { recursion_above(2).await }));
    assert_asks(3, 0, |trial| trial.run(async { recursion_below(2).await }));
}

#[guarded_tool]
#[side_effect(surface = "email")]
fn both() -> Result<u8, Denied> {
    effect();
    Ok(7)
}

#[side_effect(surface = "email")]
#[guarded_tool]
async fn both_async() -> Result<u8, Denied> {
    effect();
    Ok(7)
}

#[guarded_tool(permit = first)]
#[side_effect(surface = "email", permit = second)]
fn both_permits() -> Result<bool, Denied> {
    effect();
    Ok(first.device_id() == second.device_id())
}

#[test]
fn two_different_boundaries_both_ask() {
    assert_asks(2, 7, |trial| trial.call(both));
    assert_asks(2, 7, |trial| trial.run(both_async()));
    assert_asks(2, false, |trial| trial.call(both_permits));
}

#[machineid_guard::guarded_tool]
#[::tracing::instrument]
fn by_path() -> Result<u8, Denied> {
    effect();
    Ok(7)
}

#[test]
fn attributes_named_by_path() {
    assert_guarded(7, by_path);
}
