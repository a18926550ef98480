//! Boundaries for tools that are closures, which cannot bear attributes.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::boundary::{Boundary, BoundaryKind};
use crate::denied::FromDenied;
use crate::guard::{Check, Guard};

impl Guard {
    /// A guarded form of an async closure, in the shape that tool registries hold: it asks each time it
    /// is called, with this guard, and calls the closure on a yes only.
    ///
    /// The boundary is made while the program runs, so it is not in [`boundaries`](crate::boundaries).
    ///
    /// ```
    /// # use machineid_guard::{Denied, Guard};
    /// # async fn example(guard: Guard) -> Result<(), Denied> {
    /// let search = guard.wrap("search", None, |query: String| async move {
    ///     Ok::<_, Denied>(format!("results for {query}"))
    /// });
    /// let pay = guard.wrap("pay", Some("payments"), |cents: u32| async move { Ok::<_, Denied>(cents) });
    /// search("tea".into()).await?;
    /// pay(100).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wrap<A, F, C>(
        &self,
        name: &str,
        surface: Option<&str>,
        closure: C,
    ) -> impl Fn(A) -> Pin<Box<dyn Future<Output = F::Output> + Send>> + Clone + Send + Sync + 'static + use<A, F, C>
    where
        C: Fn(A) -> F + Send + Sync + 'static,
        A: Send + 'static,
        F: Future<Output: FromDenied> + Send + 'static,
    {
        let (guard, boundary) = (self.clone(), made(name, surface));
        let closure = Arc::new(closure);
        move |argument| {
            let check = Check::at_made(Arc::clone(&boundary)).guard(&guard);
            let closure = Arc::clone(&closure);
            Box::pin(async move {
                match check.ask().await {
                    Ok(()) => closure(argument).await,
                    Err(denied) => F::Output::from_denied(denied),
                }
            })
        }
    }

    /// A guarded form of a sync closure. Blocks the calling thread while it asks.
    pub fn wrap_blocking<A, R: FromDenied, C: Fn(A) -> R>(
        &self,
        name: &str,
        surface: Option<&str>,
        closure: C,
    ) -> impl Fn(A) -> R + use<A, R, C> {
        let (guard, boundary) = (self.clone(), made(name, surface));
        move |argument| match Check::at_made(Arc::clone(&boundary)).guard(&guard).wait() {
            Ok(()) => closure(argument),
            Err(denied) => R::from_denied(denied),
        }
    }
}

fn made(name: &str, surface: Option<&str>) -> Arc<Boundary> {
    Arc::new(Boundary::made(BoundaryKind::ToolCall, name, surface))
}
