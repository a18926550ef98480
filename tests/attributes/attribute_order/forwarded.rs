//! The attributes of the language and of the body are passed on as they stand.

use std::future::Future;
use std::panic::Location;
use std::pin::Pin;

use machineid_guard::{Denied, boundaries, guarded_tool};

use crate::trial::{assert_guarded, assert_guarded_async, effect};

#[guarded_tool]
#[cfg(any())]
fn configured_away() -> NoSuchType {
    no_such_function()
}

#[cfg(test)]
#[guarded_tool]
#[cfg_attr(all(), doc = "Here.")]
fn configured_away() -> Result<u8, Denied> {
    effect();
    Ok(7)
}

#[test]
fn cfg_takes_the_boundary_along() {
    assert_guarded(7, configured_away);
    let listed = boundaries().into_iter().filter(|boundary| boundary.name() == "configured_away");
    assert_eq!(listed.count(), 1);
}

/// Documented.
#[guarded_tool]
#[doc(hidden)]
#[must_use = "for the test"]
#[inline(always)]
#[allow(clippy::inline_always, clippy::double_must_use)]
#[deprecated = "for the test"]
#[track_caller]
fn everything() -> Result<&'static Location<'static>, Denied> {
    effect();
    Ok(Location::caller())
}

#[test]
#[expect(deprecated, reason = "that the compiler still says so is the test")]
fn deprecated_and_track_caller_still_do_what_they_do() {
    let line = line!() + 1;
    assert_guarded(line, || everything().map(Location::line));
}

type Boxed<T> = Pin<Box<dyn Future<Output = Result<T, Denied>> + Send>>;

#[guarded_tool(future)]
#[track_caller]
fn located_in_a_future() -> Boxed<bool> {
    effect();
    let (caller, here) = (Location::caller().line(), line!());
    Box::pin(async move { Ok(caller == here) })
}

/// `docs/compiler.md` says so: the runtime calls the body, and closures have no `#[track_caller]`.
#[test]
fn track_caller_on_a_function_that_returns_a_future_sees_no_further_than_the_body() {
    assert_guarded_async(true, async || located_in_a_future().await);
}

#[guarded_tool]
fn inner_attributes(argument: u8) -> Result<u8, Denied> {
    #![allow(unused_variables, non_snake_case)]
    //! Documented from within.
    let Unused = argument;
    effect();
    Ok(7)
}

#[guarded_tool]
async fn inner_attributes_async(argument: u8) -> Result<u8, Denied> {
    #![allow(unused_variables, non_snake_case)]
    let Unused = argument;
    effect();
    Ok(7)
}

/// tracing #2294, #2307.
#[test]
fn inner_attributes_of_the_body_stay_first() {
    assert_guarded(7, || inner_attributes(1));
    assert_guarded_async(7, async || inner_attributes_async(1).await);
}
