//! A function that returns a future asks the guard that is in force where it is called, whoever polls the
//! future, and asks when it is polled.

use std::future::Future;
use std::pin::Pin;

use async_trait::async_trait;
use machineid_guard::{Denied, Guard, Problem, Reason, guarded_tool, side_effect};

use crate::trial::{DENIAL, Trial, block_on, effect, effects, forget_effects};

type Boxed = Pin<Box<dyn Future<Output = Result<u8, Denied>> + Send>>;

#[guarded_tool]
fn boxed() -> Pin<Box<dyn Future<Output = Result<u8, Denied>> + Send>> {
    effect();
    Box::pin(async { Ok(7) })
}

#[guarded_tool]
fn opaque() -> impl Future<Output = Result<u8, Denied>> + Send + 'static {
    effect();
    async { Ok(7) }
}

#[guarded_tool(future)]
fn alias() -> Boxed {
    effect();
    Box::pin(async { Ok(7) })
}

#[side_effect(surface = "payments", permit = permit)]
fn with_a_permit() -> Pin<Box<dyn Future<Output = Result<u8, Denied>> + Send>> {
    Box::pin(async move {
        permit.redeem()?;
        effect();
        Ok(7)
    })
}

#[guarded_tool(recheck = "1m", name = String::from("watched"))]
fn rechecked() -> Pin<Box<dyn Future<Output = Result<u8, Denied>> + Send>> {
    effect();
    Box::pin(async { Ok(7) })
}

#[async_trait]
trait Tool {
    async fn execute(&self) -> Result<u8, Denied>;
}

struct Search;

#[async_trait]
impl Tool for Search {
    #[guarded_tool]
    async fn execute(&self) -> Result<u8, Denied> {
        effect();
        Ok(7)
    }
}

fn every_shape() -> [(&'static str, Boxed); 6] {
    [
        ("boxed", boxed()),
        ("opaque", Box::pin(opaque())),
        ("alias", alias()),
        ("with a permit", with_a_permit()),
        ("rechecked", rechecked()),
        ("async_trait", Search.execute()),
    ]
}

/// Made in the scope of the one, polled in that of the other, and in none.
#[test]
fn the_guard_of_the_call_is_asked() {
    let (allowing, denying) = (Trial::new(), Trial::denying());
    let everywhere: [fn(&Trial, Boxed) -> Result<u8, Denied>; 3] = [
        |_, future| block_on(future),
        |other, future| other.run(future),
        |other, future| other.guard.enter(|| pollster::block_on(future)),
    ];
    for poll in everywhere {
        for (shape, future) in allowing.call(every_shape) {
            forget_effects();
            assert_eq!(poll(&denying, future).map_err(|denied| denied.code().to_owned()), Ok(7), "{shape}");
            assert_eq!(effects(), 1, "{shape}");
        }
        for (shape, future) in denying.call(every_shape) {
            forget_effects();
            assert_eq!(poll(&allowing, future).unwrap_err().code(), DENIAL, "{shape}");
            assert_eq!(effects(), 0, "{shape}");
        }
    }
}

/// A call that no scope encloses gets no guard from whoever polls its future, and is told so.
#[test]
fn a_future_that_was_made_outside_does_not_ask_the_scope_that_it_is_polled_in() {
    let trial = Trial::new();
    for (shape, future) in every_shape() {
        let denied = trial.run(future).unwrap_err();
        let Reason::Configuration(error) = denied.reason() else { panic!("{shape}: {denied}") };
        assert_eq!(error.problem(), &Problem::CalledOutsideScope, "{shape}");
        assert_eq!((effects(), trial.validates()), (0, 0), "{shape}");
    }
    let called_inside = async { boxed().await };
    assert_eq!(trial.run(called_inside).expect("the scope encloses the call"), 7);
}

/// The guard is the call's, the moment is the poll's.
#[test]
fn the_question_is_asked_when_the_future_is_polled() {
    let trial = Trial::new();
    for (shape, future) in trial.call(every_shape) {
        trial.authority.clear_requests();
        assert_eq!(trial.validates(), 0, "{shape}");
        trial.authority.disable_org();
        assert_eq!(block_on(future).unwrap_err().code(), DENIAL, "{shape}: the stop came between call and poll");
        assert_eq!((effects(), trial.validates()), (0, 1), "{shape}");
        trial.authority.enable_org();
    }
}

#[guarded_tool(guard = guard)]
fn told(guard: Guard) -> Pin<Box<dyn Future<Output = Result<u8, Denied>> + Send>> {
    effect();
    Box::pin(async { Ok(7) })
}

#[test]
fn an_explicit_guard_wins() {
    let (allowing, denying) = (Trial::new(), Trial::denying());
    let future = denying.call(|| told(allowing.guard.clone()));
    assert_eq!(denying.run(future).expect("the guard that was named says yes"), 7);
    let future = allowing.call(|| told(denying.guard.clone()));
    assert_eq!(allowing.run(future).unwrap_err().code(), DENIAL);
}
