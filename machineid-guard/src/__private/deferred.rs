//! What stands between the check and the body of a function that returns a future or a stream.

use std::future::Future;
use std::pin::Pin;

/// Calls the body.
pub fn made<R>(body: impl FnOnce() -> R) -> R {
    body()
}

/// `Pin<Box<dyn Future>>`, under whatever name.
#[diagnostic::on_unimplemented(
    message = "the return type `{Self}` is no boxed future: remove `future`",
    label = "`future` is for another name of `Pin<Box<dyn Future<Output = …>>>`"
)]
pub trait BoxedFuture: Sized {
    /// The type itself, known to be what it is.
    type Itself: Future<Output = Self::Output>;
    /// What the future gives.
    type Output;

    /// Its future, made by the body.
    fn of(body: impl FnOnce() -> Self) -> Self::Itself;

    /// Gives the box of a future, which coerces to that of any, back as the type itself.
    fn from_itself(itself: Self::Itself) -> Self;
}

impl<F: Future + ?Sized> BoxedFuture for Pin<Box<F>> {
    type Itself = Self;
    type Output = F::Output;

    fn of(body: impl FnOnce() -> Self) -> Self {
        body()
    }

    fn from_itself(itself: Self) -> Self {
        itself
    }
}
