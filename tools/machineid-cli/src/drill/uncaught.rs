//! A panic that ends one act, and not the program: what was stopped is to be restored all the same.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// It panicked. What it said is on standard error.
#[derive(Debug)]
pub(super) struct Panicked;

/// Runs it, and survives its panic. Nothing that it changed may be relied on then.
pub(super) async fn surviving<F: Future>(act: F) -> Result<F::Output, Panicked> {
    let mut act = pin!(act);
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| act.as_mut().poll(cx))) {
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(_) => Poll::Ready(Err(Panicked)),
    })
    .await
}
