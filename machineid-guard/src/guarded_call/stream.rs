//! Streams: the question comes at the first poll, and a denial is the last item.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::denied::Denied;
use crate::guarded_call::watch::{InFlight, Watched};

/// A stream of which the first poll asks whether there may be one.
///
/// `F` gives the stream, or the denial as its only item.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "a stream does nothing until it is polled"]
pub struct Guarded<F, S, I> {
    stage: Stage<F, S>,
    item: PhantomData<fn() -> I>,
}

#[derive(Debug)]
enum Stage<F, S> {
    Asking(Pin<Box<F>>),
    Allowed(Pin<Box<S>>),
    Over,
}

/// A stream that is watched while it runs: looked at before each item, and ended by a no.
#[doc(hidden)]
#[must_use = "a stream does nothing until it is polled"]
pub struct Rechecking<S, D>(Option<Running<S, D>>);

struct Running<S, D> {
    items: Pin<Box<S>>,
    watch: Watched,
    denial: D,
}

/// A stream that asks with `asking` before it gives the items of what that makes.
#[doc(hidden)]
pub fn stream<S, I, F: Future<Output = Result<S, I>>>(asking: F) -> Guarded<F, S, I> {
    Guarded { stage: Stage::Asking(Box::pin(asking)), item: PhantomData }
}

impl<I, S: Stream<Item = I>, F: Future<Output = Result<S, I>>> Stream for Guarded<F, S, I> {
    type Item = I;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>> {
        loop {
            self.stage = match &mut self.stage {
                Stage::Asking(asking) => match ready!(asking.as_mut().poll(cx)) {
                    Ok(items) => Stage::Allowed(Box::pin(items)),
                    Err(denial) => {
                        self.stage = Stage::Over;
                        return Poll::Ready(Some(denial));
                    }
                },
                Stage::Allowed(items) => return items.as_mut().poll_next(cx),
                Stage::Over => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.stage {
            Stage::Asking(_) => (0, None),
            Stage::Allowed(items) => items.size_hint(),
            Stage::Over => (0, Some(0)),
        }
    }
}

impl InFlight {
    /// Makes the stream, and gives its items under the watch. On a denial the stream is dropped, and what
    /// `denial` makes of it is the last item.
    ///
    /// # Errors
    /// That item, where there can be no watch.
    pub fn stream<I, S, D: FnOnce(Denied) -> I>(
        self,
        make: impl FnOnce() -> S,
        denial: D,
    ) -> Result<Rechecking<S, D>, I> {
        match self.watch() {
            Ok(watch) => Ok(Rechecking(Some(Running { items: Box::pin(make()), watch, denial }))),
            Err(denied) => Err(denial(denied)),
        }
    }
}

// The items are pinned in their box, and the denial is never pinned.
impl<S, D> Unpin for Rechecking<S, D> {}

impl<I, S: Stream<Item = I>, D: FnOnce(Denied) -> I> Stream for Rechecking<S, D> {
    type Item = I;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>> {
        let Some(running) = &mut self.0 else { return Poll::Ready(None) };
        let Poll::Ready(denied) = running.watch.poll_stop(cx) else {
            let item = ready!(running.items.as_mut().poll_next(cx));
            if item.is_none() {
                self.0 = None;
            }
            return Poll::Ready(item);
        };
        let Some(Running { items, denial, .. }) = self.0.take() else { return Poll::Ready(None) };
        drop(items);
        Poll::Ready(Some(denial(denied)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            // A stop may come at any item, and is one.
            Some(running) => (0, running.items.size_hint().1.and_then(|most| most.checked_add(1))),
            None => (0, Some(0)),
        }
    }
}
