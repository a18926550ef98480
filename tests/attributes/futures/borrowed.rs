//! Functions whose future borrows none of their arguments.

use std::future::Future;
use std::pin::Pin;

use futures_util::future::BoxFuture;
use machineid_guard::{Denied, guarded_tool};

use crate::trial::{DENIAL, Trial, assert_guarded_async, block_on, effect, effects};

type Reply = Result<String, Denied>;

#[guarded_tool]
fn in_a_box(text: &str) -> Pin<Box<dyn Future<Output = Reply> + Send>> {
    effect();
    let text = text.to_owned();
    Box::pin(async move { Ok(text) })
}

#[guarded_tool]
fn in_a_box_of_the_futures_crate(text: &str) -> BoxFuture<'static, Reply> {
    effect();
    let text = text.to_owned();
    Box::pin(async move { Ok(text) })
}

#[guarded_tool(name = text)]
fn that_captures_nothing(text: &str) -> impl Future<Output = Reply> + use<> {
    effect();
    let text = text.to_owned();
    async move { Ok(text) }
}

#[guarded_tool(recheck = "1m", on_denied = |denied| Err(format!("{text}: {}", denied.code())))]
fn that_lives_forever(text: &str) -> impl Future<Output = Result<String, String>> + 'static {
    effect();
    let text = text.to_owned();
    async move { Ok(text) }
}

/// From edition 2024 on, this one borrows.
#[guarded_tool]
fn that_borrows_without_a_word(text: &str) -> impl Future<Output = Reply> {
    effect();
    async move { Ok(text.to_owned()) }
}

#[test]
fn a_text_is_lent_to_the_body_behind_the_question() {
    let tea = || "tea".to_owned();
    assert_guarded_async(tea(), async || in_a_box(&tea()).await);
    assert_guarded_async(tea(), async || in_a_box_of_the_futures_crate(&tea()).await);
    assert_guarded_async(tea(), async || that_captures_nothing(&tea()).await);
    assert_guarded_async(tea(), async || that_lives_forever(&tea()).await);
    assert_guarded_async(tea(), async || that_borrows_without_a_word(&tea()).await);
}

/// A service as of `tower`: its future may not borrow it.
trait Service {
    type Future;

    fn call(&mut self, query: String) -> Self::Future;
}

#[derive(Clone)]
struct Search {
    prefix: String,
}

impl Search {
    #[guarded_tool]
    async fn search(&self, query: String) -> Reply {
        effect();
        Ok(format!("{}{query}", self.prefix))
    }
}

impl Service for Search {
    type Future = BoxFuture<'static, Reply>;

    fn call(&mut self, query: String) -> Self::Future {
        let this = self.clone();
        Box::pin(async move { this.search(query).await })
    }
}

struct Echo;

impl Service for Echo {
    type Future = BoxFuture<'static, Reply>;

    #[guarded_tool(future)]
    fn call(&mut self, query: String) -> Self::Future {
        effect();
        Box::pin(async move { Ok(query) })
    }
}

#[test]
fn a_service_without_a_use_of_itself_bears_the_attribute() {
    assert_guarded_async("tea".to_owned(), async || Echo.call("tea".to_owned()).await);
}

/// What the page on futures that do not borrow tells to write.
#[test]
fn a_service_that_clones_itself_asks_in_the_function_that_it_calls() {
    let service = Search { prefix: "green ".to_owned() };
    assert_guarded_async("green tea".to_owned(), async || service.clone().call("tea".to_owned()).await);
    let trial = Trial::new();
    let future = trial.call(|| service.clone().call("tea".to_owned()));
    assert_eq!(trial.validates(), 0, "asked when it is polled");
    trial.authority.disable_org();
    let outcome = block_on(trial.guard.scope(future));
    assert_eq!((outcome.unwrap_err().code(), effects()), (DENIAL, 0));
}
