//! Finds out, while the user's crate is compiled, that a return type which does not look like it is a future.
//!
//! A method of a type is found before the method of what it dereferences to, and an `impl` whose bounds do not
//! hold is passed over. So `runs_at_the_call` is the one that cannot be called where the type is a future, and
//! the one that does nothing everywhere else, also where the type is a parameter that nothing is known of.
//! This is decided by types, so that `cargo check` and an editor say it too.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::ops::Deref;

use crate::denied::FromDenied;

/// What a guarded function returns, which carries a denial by itself.
///
/// Where the type cannot, its not being `FromDenied` is the one error.
#[derive(Debug)]
pub struct Returned<T>(PhantomData<fn() -> T>);

/// What a guarded function returns, with `on_denied` or as a type that is not carried further.
#[derive(Debug)]
pub struct ReturnedOnDenied<T>(PhantomData<fn() -> T>);

/// No future, as far as is known.
#[derive(Debug)]
pub struct NoFuture;

/// Never so: a future for which the question was asked when its function was called.
#[diagnostic::on_unimplemented(
    message = "`{T}` is a future: the question would be asked at the call, and the work run later, unasked",
    label = "what runs later cannot be allowed now",
    note = "for an alias of `Pin<Box<dyn Future<Output = …>>>` add `future` to the attribute: the question then waits in the future, right before the work",
    note = "for any other type return `impl Future<Output = …>` in its place",
    note = "in an `async fn`, `.await` it in the body and return what it gives"
)]
pub trait Hides<T> {}

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

impl NoFuture {
    pub fn runs_at_the_call(&self) {}
}

impl<T> Deref for Returned<T> {
    type Target = NoFuture;

    fn deref(&self) -> &NoFuture {
        &NoFuture
    }
}

impl<T> Deref for ReturnedOnDenied<T> {
    type Target = NoFuture;

    fn deref(&self) -> &NoFuture {
        &NoFuture
    }
}
