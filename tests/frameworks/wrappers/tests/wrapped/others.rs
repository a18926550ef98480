//! What measures, bounds, boxes or lines up a body, and runs it once at most.

use std::time::Duration;

use machineid_guard::{Denied, checkpoint, guarded_tool};

use crate::trial::{Effects, Seen, Trial, seen};

mod with_tokio_timeout {
    use tokio_timeout::timeout;

    use super::*;

    fn too_late(text: &'static str) -> Result<u8, String> {
        Err(text.to_owned())
    }

    #[timeout(duration = "10s", on_error = too_late)]
    #[guarded_tool]
    async fn above() -> Result<u8, String> {
        Ok(7)
    }

    #[guarded_tool]
    #[timeout(duration = "10s", on_error = too_late)]
    async fn below() -> Result<u8, String> {
        Ok(7)
    }

    #[guarded_tool]
    #[timeout(duration = "20ms", on_error = too_late)]
    async fn short_below(effects: &Effects) -> Result<u8, String> {
        effects.another();
        Ok(7)
    }

    #[tokio::test]
    async fn both_orders_hold() {
        assert_eq!(seen(async || above().await).await, Seen::HOLDS);
        assert_eq!(seen(async || below().await).await, Seen::HOLDS);
    }

    /// Below ours the question counts for the timeout, above ours it does not.
    #[tokio::test]
    async fn a_timeout_while_it_is_asked_runs_nothing() {
        let (trial, effects) = (Trial::new(), Effects::new());
        trial.authority.set_latency(Duration::from_millis(300));
        let error = trial.guard.scope(short_below(&effects)).await.expect_err("too late");
        assert!(!error.contains("denied"), "the macro's own error: {error}");
        trial.authority.set_latency(Duration::ZERO);
        assert_eq!(trial.guard.scope(above()).await, Ok(7));
        assert_eq!(effects.count(), 0);
    }
}

mod with_tracers {
    use async_backtrace::framed;
    use fastrace::trace;
    use tracing::instrument;

    use super::*;

    #[instrument]
    #[guarded_tool]
    async fn instrument_above() -> Result<u8, Denied> {
        Ok(7)
    }

    #[guarded_tool]
    #[instrument]
    async fn instrument_below() -> Result<u8, Denied> {
        Ok(7)
    }

    #[trace]
    #[guarded_tool]
    async fn trace_above() -> Result<u8, Denied> {
        Ok(7)
    }

    #[guarded_tool]
    #[trace]
    async fn trace_below() -> Result<u8, Denied> {
        Ok(7)
    }

    #[trace]
    #[guarded_tool]
    fn trace_sync_above() -> Result<u8, Denied> {
        Ok(7)
    }

    #[guarded_tool]
    #[trace]
    fn trace_sync_below() -> Result<u8, Denied> {
        Ok(7)
    }

    #[framed]
    #[guarded_tool]
    async fn framed_above() -> Result<u8, Denied> {
        Ok(7)
    }

    #[guarded_tool]
    #[framed]
    async fn framed_below() -> Result<u8, Denied> {
        Ok(7)
    }

    #[tokio::test]
    async fn both_orders_hold() {
        assert_eq!(seen(async || instrument_above().await).await, Seen::HOLDS);
        assert_eq!(seen(async || instrument_below().await).await, Seen::HOLDS);
        assert_eq!(seen(async || trace_above().await).await, Seen::HOLDS);
        assert_eq!(seen(async || trace_below().await).await, Seen::HOLDS);
        assert_eq!(seen(async || trace_sync_above()).await, Seen::HOLDS);
        assert_eq!(seen(async || trace_sync_below()).await, Seen::HOLDS);
        assert_eq!(seen(async || framed_above().await).await, Seen::HOLDS);
        assert_eq!(seen(async || framed_below().await).await, Seen::HOLDS);
    }
}

mod with_async_recursion {
    use async_recursion::async_recursion;

    use super::*;

    #[async_recursion]
    #[guarded_tool]
    async fn above(depth: u8) -> Result<u8, Denied> {
        if depth == 0 { Ok(0) } else { above(depth - 1).await }
    }

    #[guarded_tool]
    #[async_recursion]
    async fn below(depth: u8) -> Result<u8, Denied> {
        if depth == 0 { Ok(0) } else { below(depth - 1).await }
    }

    #[tokio::test]
    async fn both_orders_hold_and_each_level_asks() {
        assert_eq!(seen(async || above(2).await).await, Seen::asks(3));
        assert_eq!(seen(async || below(2).await).await, Seen::asks(3));
    }
}

mod with_async_stream {
    use async_stream::try_stream;
    use futures_util::{Stream, StreamExt, pin_mut};

    use super::*;

    #[guarded_tool]
    async fn page(number: u8) -> Result<u8, Denied> {
        Ok(number)
    }

    fn pages() -> impl Stream<Item = Result<u8, Denied>> {
        try_stream! {
            for number in 0..3 {
                checkpoint!("pages").await?;
                yield page(number).await?;
            }
        }
    }

    #[tokio::test]
    async fn what_it_awaits_asks_for_each_item_and_a_denial_is_the_last_one() {
        let trial = Trial::new();
        trial
            .guard
            .scope(async {
                let pages = pages();
                pin_mut!(pages);
                assert_eq!(pages.next().await.expect("the first").ok(), Some(0));
                trial.revoke();
                assert_eq!(pages.next().await.expect("the denial").expect_err("revoked").code(), "DEVICE_REVOKED");
                assert!(pages.next().await.is_none());
            })
            .await;
        assert_eq!(trial.validates(), 3);
    }
}

/// Attributes of tests may stand on functions that are no tests, and so can be called here.
mod with_test_attributes {
    use ntest::timeout;
    use serial_test::serial;

    use super::*;

    #[timeout(60_000)]
    #[guarded_tool]
    fn timeout_above() -> Result<u8, Denied> {
        Ok(7)
    }

    #[guarded_tool]
    #[timeout(60_000)]
    fn timeout_below() -> Result<u8, Denied> {
        Ok(7)
    }

    #[serial]
    #[guarded_tool]
    fn serial_above() -> Result<u8, Denied> {
        Ok(7)
    }

    #[guarded_tool]
    #[serial]
    fn serial_below() -> Result<u8, Denied> {
        Ok(7)
    }

    #[serial]
    #[guarded_tool]
    async fn serial_async_above() -> Result<u8, Denied> {
        Ok(7)
    }

    #[guarded_tool]
    #[serial]
    async fn serial_async_below() -> Result<u8, Denied> {
        Ok(7)
    }

    #[tokio::test]
    async fn both_orders_hold() {
        assert_eq!(seen(async || timeout_above()).await, Seen::HOLDS);
        assert_eq!(seen(async || serial_above()).await, Seen::HOLDS);
        assert_eq!(seen(async || serial_below()).await, Seen::HOLDS);
        assert_eq!(seen(async || serial_async_above().await).await, Seen::HOLDS);
        assert_eq!(seen(async || serial_async_below().await).await, Seen::HOLDS);
    }

    /// Below ours it takes the question with it to a thread of its own, where no scope holds: an installed guard is
    /// needed there.
    #[tokio::test]
    async fn a_timeout_below_ours_runs_nothing_unasked() {
        let denied = Trial::new().guard.enter(timeout_below).expect_err("no guard is in force there");
        assert_eq!(denied.code(), "CONFIGURATION");
    }
}

/// tokio's attributes make a sync function of an async one, which no scope of a guard reaches into: it starts
/// a runtime. So nobody is asked here, and everybody denied.
mod with_tokio {
    use super::*;

    #[tokio::main(flavor = "current_thread")]
    #[guarded_tool]
    async fn main_above() -> Result<u8, Denied> {
        Ok(7)
    }

    #[guarded_tool]
    #[tokio::main(flavor = "current_thread")]
    async fn main_below() -> Result<u8, Denied> {
        Ok(7)
    }

    fn expect_denied(denied: Denied) {
        assert_eq!(denied.code(), "CONFIGURATION");
    }

    #[tokio::test]
    #[guarded_tool(on_denied = expect_denied)]
    async fn test_above_runs_nothing_unasked() {
        panic!("unguarded");
    }

    #[guarded_tool(on_denied = expect_denied)]
    #[tokio::test]
    async fn test_below_runs_nothing_unasked() {
        panic!("unguarded");
    }

    #[test]
    fn main_in_both_orders_runs_nothing_unasked() {
        expect_denied(main_above().expect_err("no guard"));
        expect_denied(main_below().expect_err("no guard"));
    }
}
