//! `guarded!`: closures of every shape, as registries hold them.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use machineid_guard::{Denied, Permit, assert_all_guarded, guarded, surface};

use crate::trial::{DENIAL, Trial, assert_guarded, assert_guarded_async, effect, effects};

surface!(Payments = "payments");

#[derive(Debug, PartialEq, Eq)]
enum ToolError {
    Denied(String),
    #[allow(dead_code)]
    Other,
}

impl From<Denied> for ToolError {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied.agent_message())
    }
}

impl std::fmt::Display for ToolError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

fn work(value: u32) -> Result<u32, ToolError> {
    effect();
    Ok(value)
}

async fn later(value: u32) -> Result<u32, ToolError> {
    tokio::task::yield_now().await;
    work(value)
}

#[test]
fn sync_closures_of_every_arity() {
    let none = guarded!("none", || work(1));
    let one = guarded!("one", |a| work(a));
    let three = guarded!("three", |a: u32, b: &str, (c, _): (u32, u8)| {
        let length = u32::try_from(b.len()).expect("a short word");
        work(a + length + c)
    });
    let typed = guarded!("typed", |a: u32| -> Result<u32, ToolError> {
        if a > 5 {
            return work(a);
        }
        Ok(work(a)? + 1)
    });
    assert_guarded(1, &none);
    assert_guarded(2, || one(2));
    assert_guarded(6, || three(1, "two", (2, 0)));
    assert_guarded(3, || typed(2));
    assert_guarded(6, || typed(6));
}

#[test]
fn async_blocks_however_they_are_boxed() {
    let bare = guarded!("bare", |a: u32, b: u32| async move { later(a + b).await });
    let pinned = guarded!("pinned", |a| Box::pin(async move { later(a).await }));
    let boxed = guarded!("boxed", |a| async move { later(a).await }.boxed());
    let cast =
        guarded!("cast", |a| Box::pin(async move { later(a).await }) as BoxFuture<'static, Result<u32, ToolError>>);
    assert_guarded_async(9, async || cast(9).await);
    #[allow(clippy::needless_return)]
    let returns = guarded!("returns", |a: u32| async move {
        if a == 0 {
            return Err(ToolError::Other);
        }
        let value = later(a).await;
        return value;
    });
    assert_guarded_async(6, async || returns(6).await);
    let client = Arc::new(4);
    let copies = guarded!("copies", move |a: u32| {
        let client = Arc::clone(&client);
        let (factor, name) = (2, "x".to_owned());
        async move {
            assert_eq!(name, "x");
            later(a * factor * *client).await
        }
    });
    assert_guarded_async(3, async || bare(1, 2).await);
    assert_guarded_async(4, async || pinned(4).await);
    assert_guarded_async(5, async || boxed(5).await);
    assert_guarded_async(8, async || copies(1).await);
    assert_guarded_async(16, async || copies(2).await);
}

#[test]
fn async_closures() {
    let plain = guarded!("async closure", async |a: u32| later(a).await);
    let early = guarded!("early", async move |a: u32| -> Result<u32, ToolError> {
        if a == 0 {
            return Err(ToolError::Other);
        }
        Ok(later(a).await? + 1)
    });
    assert_guarded_async(7, async || plain(7).await);
    assert_guarded_async(3, async || early(2).await);
}

#[test]
fn in_registries() {
    type Handler = Box<dyn Fn(u32) -> BoxFuture<'static, Result<u32, ToolError>> + Send + Sync>;
    type Pointer = fn(u32) -> Result<u32, ToolError>;
    let mut handlers: HashMap<&str, Handler> = HashMap::new();
    handlers.insert("by type", Box::new(guarded!("by type", |a| Box::pin(async move { later(a).await }))));
    // The error type is that of the registry.
    handlers.insert(
        "inferred",
        Box::new(guarded!("inferred", |a| Box::pin(async move { Ok::<_, ToolError>(later(a).await? + 1) }))),
    );
    let pointers: [Pointer; 1] = [guarded!("pointer", |a| Ok(work(a)? + 2))];
    assert_guarded_async(1, async || handlers["by type"](1).await);
    assert_guarded_async(2, async || handlers["inferred"](1).await);
    assert_guarded(3, || pointers[0](1));
}

#[test]
fn what_is_only_known_at_the_call() {
    fn registered(
        name: String,
        handler: fn(u32) -> Result<u32, ToolError>,
    ) -> impl Fn(u32) -> Pin<Box<dyn Future<Output = Result<u32, ToolError>> + Send>> {
        guarded!(name, move |a| Box::pin(async move { handler(a) }))
    }
    let trial = Trial::denying();
    let tool = registered("from a server".to_owned(), work);
    let denied = trial.run(async { tool(1).await }).unwrap_err();
    assert!(denied.to_string().contains("from a server") && denied.to_string().contains(DENIAL), "{denied}");
    assert_eq!(effects(), 0);
}

#[test]
fn the_inventory_knows_them() {
    assert_all_guarded([("one", module_path!()), ("pinned", module_path!())], [""; 0]);
}

#[test]
fn arguments_as_on_a_function() {
    let trial = Trial::new();
    let guard = trial.guard.clone();
    let explicit =
        guarded!("explicit", guard = guard, surface = "payments", move |a: u32| async move { later(a).await });
    // In no scope at all.
    assert_eq!(crate::trial::block_on(explicit(3)), Ok(3));
    trial.authority.revoke("openai-agent:local:payments:01").expect("it is registered");
    let denied = crate::trial::block_on(explicit(3)).unwrap_err();
    assert!(denied.to_string().contains("DEVICE_REVOKED"), "{denied}");
    assert_eq!(effects(), 1);

    let text = guarded!("text", on_denied = |denied| denied.agent_message(), |a: u32| async move {
        effect();
        format!("done {a}")
    });
    assert_eq!(trial.run(async { text(1).await }), "done 1");
    trial.authority.disable_org();
    assert!(trial.run(async { text(1).await }).contains("was NOT run"));
    assert_eq!(effects(), 2);
}

#[test]
fn a_permit_is_the_bodys() {
    fn pay(permit: Permit<Payments>, cents: u32) -> Result<u32, ToolError> {
        let _receipt = permit.redeem()?;
        work(cents)
    }
    let refund =
        guarded!("refund", surface = Payments, permit = permit, |cents: u32| async move { pay(permit, cents) });
    let at_once = guarded!("at once", surface = Payments, permit = permit, |cents: u32| pay(permit, cents));
    assert_guarded_async(5, async || refund(5).await);
    assert_guarded(5, || at_once(5));
}

#[test]
fn a_recheck_ends_the_work_in_flight() {
    let trial = Trial::new();
    let endless = guarded!("endless", recheck = "100ms", || async move {
        effect();
        std::future::pending::<()>().await;
        Ok::<_, ToolError>(0)
    });
    let denied = trial.run(async {
        let stop = async {
            while effects() == 0 {
                tokio::task::yield_now().await;
            }
            trial.authority.disable_org();
            std::future::pending::<()>().await;
        };
        tokio::select! { answer = endless() => answer, () = stop => Ok(0) }
    });
    assert!(denied.unwrap_err().to_string().contains(DENIAL));
}

#[test]
fn the_guard_is_that_of_the_call() {
    let (allowing, denying) = (Trial::new(), Trial::denying());
    let tool = guarded!("mine", |a: u32| async move { later(a).await });
    let of_denying = denying.guard.enter(|| tool(1));
    assert!(allowing.run(of_denying).unwrap_err().to_string().contains(DENIAL));
    assert_eq!(effects(), 0);
}

macro_rules! registered {
    ($name:expr, $closure:expr) => {
        guarded!($name, $closure)
    };
}

#[test]
fn through_a_macro_of_the_codebase() {
    let sync = registered!("by a macro", |a: u32| work(a));
    let later = registered!("by a macro, later", |a: u32| Box::pin(async move { later(a).await }));
    assert_guarded(1, || sync(1));
    assert_guarded_async(2, async || later(2).await);
    assert_all_guarded(["by a macro", "by a macro, later"].map(|tool| (tool, module_path!())), [""; 0]);
}
