//! What is dropped, and when, is as in the plain function; a denied call drops all of its arguments.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use machineid_guard::{Denied, guarded_tool};

use crate::trial::Trial;

thread_local! {
    static DROPPED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Says when it is dropped.
struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        DROPPED.with_borrow_mut(|dropped| dropped.push(self.0));
    }
}

impl Noisy {
    fn done(&self) -> Result<u8, Denied> {
        Ok(u8::try_from(self.0.len()).unwrap_or_default())
    }
}

fn dropped_by<R>(call: impl FnOnce() -> R) -> Vec<&'static str> {
    DROPPED.take();
    drop(call());
    DROPPED.take()
}

/// One function, plain and guarded.
macro_rules! pair {
    ($($attribute:meta)?; $plain:ident, $guarded:ident, [$($asyncness:ident)?], ($($parameters:tt)*) $body:block) => {
        $($asyncness)? fn $plain($($parameters)*) -> Result<u8, Denied> $body

        #[guarded_tool]
        $($asyncness)? fn $guarded($($parameters)*) -> Result<u8, Denied> $body
    };
}

pair!(; plain, guarded, [], (_kept: Noisy, mut renamed: Noisy, (used, _): (Noisy, Noisy), _: Noisy) {
    let _local = Noisy("local");
    renamed.0 = "renamed";
    let _ = &used;
    Noisy("temporary").done()
});

pair!(; plain_async, guarded_async, [async], (_kept: Noisy, mut renamed: Noisy, (used, _): (Noisy, Noisy), _: Noisy) {
    let _local = Noisy("local");
    renamed.0 = "renamed";
    let _ = &used;
    std::future::ready(()).await;
    Noisy("temporary").done()
});

pair!(; plain_returning, guarded_returning, [], (_kept: Noisy, moved: Noisy, (_used, _): (Noisy, Noisy), _: Noisy) {
    let _local = Noisy("local");
    if !moved.0.is_empty() {
        drop(moved);
        return Ok(1);
    }
    Ok(2)
});

pair!(; plain_expression, guarded_expression, [], (_kept: Noisy, _b: Noisy, (_c, _): (Noisy, Noisy), _: Noisy) {
    Noisy("temporary").done()
});

#[guarded_tool(permit = _permit)]
async fn guarded_with_permit(
    _kept: Noisy,
    mut renamed: Noisy,
    (used, _): (Noisy, Noisy),
    _: Noisy,
) -> Result<u8, Denied> {
    let _local = Noisy("local");
    renamed.0 = "renamed";
    let _ = &used;
    Noisy("temporary").done()
}

type Arguments = (Noisy, Noisy, (Noisy, Noisy), Noisy);

fn arguments() -> Arguments {
    (Noisy("kept"), Noisy("second"), (Noisy("used"), Noisy("half")), Noisy("ignored"))
}

type Function = fn(Noisy, Noisy, (Noisy, Noisy), Noisy) -> Result<u8, Denied>;

/// async-trait #199, #234.
#[test]
fn of_a_sync_function() {
    let trial = Trial::new();
    let pairs: [(Function, Function); 3] =
        [(plain, guarded), (plain_returning, guarded_returning), (plain_expression, guarded_expression)];
    for (plain, guarded) in pairs {
        let call = |function: Function| {
            let (kept, second, pair, ignored) = arguments();
            dropped_by(|| trial.call(|| function(kept, second, pair, ignored)))
        };
        let expected = call(plain);
        assert!(expected.len() >= 5, "{expected:?}");
        assert_eq!(call(guarded), expected);
    }
}

#[test]
fn of_an_async_function() {
    let trial = Trial::new();
    let (a, b, c, d) = arguments();
    let expected = dropped_by(|| trial.run(plain_async(a, b, c, d)));
    let (a, b, c, d) = arguments();
    assert_eq!(dropped_by(|| trial.run(guarded_async(a, b, c, d))), expected);
    let (a, b, c, d) = arguments();
    assert_eq!(dropped_by(|| trial.run(guarded_with_permit(a, b, c, d))), expected);
}

type Boxed = Pin<Box<dyn Future<Output = Result<u8, Denied>>>>;

/// One function that returns a future, plain and guarded.
macro_rules! boxed_pair {
    ($plain:ident, $guarded:ident, ($($parameters:tt)*) $body:block) => {
        fn $plain($($parameters)*) -> Pin<Box<dyn Future<Output = Result<u8, Denied>>>> $body

        #[guarded_tool]
        fn $guarded($($parameters)*) -> Pin<Box<dyn Future<Output = Result<u8, Denied>>>> $body
    };
}

boxed_pair!(plain_boxed, guarded_boxed, (before: Noisy, both: Noisy, (inside, _): (Noisy, Noisy), second: Noisy) {
    let _local = Noisy("local");
    let _ = (&second, &before, &both);
    Box::pin(async move {
        let _ = (&inside, &both);
        Noisy("temporary").done()
    })
});

/// An argument that only the part before the `async` block uses is dropped with that part; one that nothing uses, at
/// the call.
#[test]
fn of_a_function_that_returns_a_future() {
    let trial = Trial::new();
    let call = |function: fn(Noisy, Noisy, (Noisy, Noisy), Noisy) -> Boxed| {
        let (kept, second, pair, ignored) = arguments();
        dropped_by(|| trial.run(async { function(kept, second, pair, ignored).await }))
    };
    let of_body = |dropped: Vec<&'static str>| {
        let (unused, of_body): (Vec<_>, Vec<_>) = dropped.into_iter().partition(|it| *it == "half");
        assert_eq!(unused.len(), 1);
        of_body
    };
    let expected = of_body(call(plain_boxed));
    assert_eq!(expected, ["local", "ignored", "kept", "temporary", "used", "second"]);
    assert_eq!(of_body(call(guarded_boxed)), expected);
    let (kept, second, pair, ignored) = arguments();
    assert_eq!(dropped_by(|| trial.call(|| std::mem::forget(guarded_boxed(kept, second, pair, ignored)))), ["half"]);
}

#[test]
fn a_denied_call_drops_its_arguments_and_nothing_else() {
    let trial = Trial::denying();
    let all = ["half", "ignored", "kept", "second", "used"];
    let sorted = |mut dropped: Vec<&'static str>| {
        dropped.sort_unstable();
        dropped
    };
    for guarded in [guarded, guarded_returning, guarded_expression] {
        let (a, b, c, d) = arguments();
        assert_eq!(sorted(dropped_by(|| trial.call(|| guarded(a, b, c, d)))), all);
    }
    let (a, b, c, d) = arguments();
    assert_eq!(sorted(dropped_by(|| trial.run(guarded_async(a, b, c, d)))), all);
}
