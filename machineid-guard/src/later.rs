//! Finds out, while the user's crate is compiled, that a return type which does not look like it is a future or a
//! stream.
//!
//! A method of a type is found before the method of what it dereferences to, and an `impl` whose bounds do not
//! hold is passed over. So `runs_at_the_call` is the one that cannot be called where the type is a future, and
//! the one that does nothing everywhere else, also where the type is a parameter that nothing is known of.
//! This is decided by types, so that `cargo check` and an editor say it too.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::ops::Deref;

use futures_core::Stream;

use crate::denied::FromDenied;
use crate::denied::denials::Output;

/// What a guarded function returns, which carries a denial by itself.
///
/// Where the type cannot, its not being `FromDenied` is the one error.
#[derive(Debug)]
pub struct Returned<T>(PhantomData<fn() -> T>);

/// What a guarded function returns, with `on_denied` or as a type that is not carried further.
#[derive(Debug)]
pub struct ReturnedOnDenied<T>(PhantomData<fn() -> T>);

/// No future, as one of the two said that; it may be a stream.
#[derive(Debug)]
pub struct NoFutureOf<R>(PhantomData<fn() -> R>);

/// Neither, as far as is known.
#[derive(Debug)]
pub struct NoFuture;

/// Never so: a future for which the question was asked when its function was called.
#[diagnostic::on_unimplemented(
    message = "`{T}` is a future: the question would be asked at the call, and the work run later, unasked",
    label = "what runs later cannot be allowed now",
    note = "for an alias of `Pin<Box<dyn Future<Output = …>>>` add `future` to the attribute: the question then waits in the future, right before the work",
    note = "for any other type return `impl Future<Output = …>` in its place",
    note = "in an `async fn`, `.await` it in the body and return what it gives; in a closure, give an `async move` block that does"
)]
pub trait Hides<T> {}

/// Never so: a stream for which the question was asked when its function was called.
#[diagnostic::on_unimplemented(
    message = "`{T}` is a stream: the question would be asked at the call, and the items made later, unasked",
    label = "what is made later cannot be allowed now",
    note = "return `impl Stream<Item = …>` or `Pin<Box<dyn Stream<Item = …>>>` in its place: the question then waits for the first poll, and `on_denied` makes an item",
    note = "in an `async fn`, give the boundary to the function that makes the items, or put `checkpoint!(\"next_item\").await` before each"
)]
pub trait HidesItems<T> {}

/// For a function without `on_denied`.
#[must_use]
pub const fn returned<T>() -> Returned<T> {
    Returned(PhantomData)
}

/// For a function with `on_denied`.
#[must_use]
pub const fn returned_on_denied<T>() -> ReturnedOnDenied<T> {
    ReturnedOnDenied(PhantomData)
}

/// For a closure without `on_denied`, which does not say what it gives.
#[must_use]
pub const fn returned_as<T>(_: Output<T>) -> Returned<T> {
    returned()
}

/// For a closure with `on_denied`.
#[must_use]
pub const fn returned_on_denied_as<T>(_: Output<T>) -> ReturnedOnDenied<T> {
    returned_on_denied()
}

impl<T: IntoFuture + FromDenied> Returned<T> {
    pub fn runs_at_the_call(&self)
    where
        NoFuture: Hides<T>,
    {
    }
}

impl<T: IntoFuture> ReturnedOnDenied<T> {
    pub fn runs_at_the_call(&self)
    where
        NoFuture: Hides<T>,
    {
    }
}

impl<T: Stream + FromDenied> NoFutureOf<Returned<T>> {
    pub fn runs_at_the_call(&self)
    where
        NoFuture: HidesItems<T>,
    {
    }
}

impl<T: Stream> NoFutureOf<ReturnedOnDenied<T>> {
    pub fn runs_at_the_call(&self)
    where
        NoFuture: HidesItems<T>,
    {
    }
}

impl NoFuture {
    pub fn runs_at_the_call(&self) {}
}

impl<T> Deref for Returned<T> {
    type Target = NoFutureOf<Self>;

    fn deref(&self) -> &NoFutureOf<Self> {
        &NoFutureOf(PhantomData)
    }
}

impl<T> Deref for ReturnedOnDenied<T> {
    type Target = NoFutureOf<Self>;

    fn deref(&self) -> &NoFutureOf<Self> {
        &NoFutureOf(PhantomData)
    }
}

impl<R> Deref for NoFutureOf<R> {
    type Target = NoFuture;

    fn deref(&self) -> &NoFuture {
        &NoFuture
    }
}
