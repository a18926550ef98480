//! Functions that are futures, and functions that return them: the whole body waits for the yes.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::future::{BoxFuture, LocalBoxFuture};
use machineid_guard::{Denied, guarded_tool};

use crate::trial::{Trial, assert_guarded_async, effect, effects};

mod async_traits;
mod borrowed;
mod held_up;
mod main_functions;
mod streams;
mod whose_guard;

#[guarded_tool]
async fn plain(query: String) -> Result<usize, Denied> {
    effect();
    Ok(query.len())
}

#[test]
fn async_fn() {
    assert_guarded_async(3, async || plain("tea".into()).await);
}

#[guarded_tool]
fn statements_first(query: &str) -> Pin<Box<dyn Future<Output = Result<String, Denied>> + Send + '_>> {
    effect();
    let length = query.len();
    Box::pin(async move { Ok(format!("{query}{length}")) })
}

/// tracing #1296: an attribute that looks for the `async move` block drops what stands before it, or
/// leaves it outside, where it would run before the question.
#[test]
fn statements_before_box_pin_wait_for_the_yes() {
    assert_guarded_async("tea3".to_owned(), async || statements_first("tea").await);
    let trial = Trial::new();
    trial.call(|| drop(statements_first("tea")));
    assert_eq!((effects(), trial.validates()), (0, 0), "a future that nobody polls does nothing");
}

#[guarded_tool]
fn opaque(number: u8) -> impl Future<Output = Result<u8, std::io::Error>> + Send {
    effect();
    let next = number + 1;
    async move { Ok(next) }
}

#[test]
fn impl_future() {
    assert_guarded_async(8, async || opaque(7).await);
}

#[guarded_tool]
fn ready_and_unpin(number: u8) -> impl Future<Output = Result<u8, Denied>> + Unpin {
    effect();
    std::future::ready(Ok(number))
}

use std::future::Future as F;

#[guarded_tool(future)]
fn under_another_name(number: u8) -> impl F<Output = Result<u8, Denied>> {
    effect();
    std::future::ready(Ok(number))
}

#[test]
fn impl_future_that_is_unpin_or_called_otherwise() {
    assert_guarded_async(7, async || ready_and_unpin(7).await);
    assert_guarded_async(7, async || under_another_name(7).await);
}

#[guarded_tool]
fn box_future(number: &u8) -> BoxFuture<'_, Result<u8, Denied>> {
    effect();
    Box::pin(async move { Ok(*number) })
}

#[guarded_tool]
fn local_box_future(number: Rc<u8>) -> LocalBoxFuture<'static, Result<u8, Denied>> {
    effect();
    Box::pin(async move { Ok(*number) })
}

#[test]
fn aliases_that_everybody_knows() {
    assert_guarded_async(7, async || box_future(&7).await);
    assert_guarded_async(7, async || local_box_future(Rc::new(7)).await);
}

type Reply = Pin<Box<dyn Future<Output = Result<u8, String>> + Send>>;

#[guarded_tool(future)]
fn alias(number: u8) -> Reply {
    effect();
    Box::pin(async move { Ok(number) })
}

#[test]
fn an_alias_of_the_users_own() {
    assert_guarded_async(7, async || alias(7).await);
}

#[guarded_tool]
fn early_returns(number: u8) -> Pin<Box<dyn Future<Output = Result<u8, Denied>> + Send>> {
    effect();
    if number == 0 {
        return Box::pin(async { Ok(100) });
    }
    if number == 1 {
        return Box::pin(std::future::ready(Ok(101)));
    }
    Box::pin(async move { Ok(number) })
}

#[test]
fn early_returns_of_different_futures() {
    for (number, expected) in [(0, 100), (1, 101), (2, 2)] {
        assert_guarded_async(expected, async || early_returns(number).await);
    }
}

#[guarded_tool]
async fn returns_impl_trait(numbers: Vec<u8>) -> Result<impl Iterator<Item = u8>, Denied> {
    effect();
    Ok(numbers.into_iter().map(|number| number + 1))
}

#[guarded_tool]
async fn returns_a_closure(offset: u8) -> Result<impl Fn(u8) -> u8, Denied> {
    effect();
    Ok(move |number| number + offset)
}

/// tracing #1615, #1616: a body that is quoted twice has two opaque types.
#[test]
fn async_fn_that_returns_impl_trait() {
    assert_guarded_async(vec![2, 3], async || returns_impl_trait(vec![1, 2]).await.map(Iterator::collect));
    assert_guarded_async(8, async || returns_a_closure(1).await.map(|add| add(7)));
}

#[guarded_tool]
async fn coerces(number: u8) -> Result<Box<dyn Debug + Send>, Box<dyn std::error::Error>> {
    effect();
    if number == 0 {
        Err("zero")?;
    }
    if number == 1 {
        return Ok(Box::new("one"));
    }
    Ok(Box::new(number))
}

/// tracing #2270, #2709, fastrace #130: `async move { body }.await` has to be told its type.
#[test]
fn inference_and_coercion_are_the_functions_own() {
    assert_guarded_async("\"one\"".to_owned(), async || coerces(1).await.map(|it| format!("{it:?}")));
    assert_guarded_async("7".to_owned(), async || coerces(7).await.map(|it| format!("{it:?}")));
}

#[guarded_tool]
async fn not_send(number: Rc<u8>) -> Result<u8, Denied> {
    std::future::ready(()).await;
    effect();
    Ok(*number)
}

/// rmcp #495: a macro that forces `+ Send`.
#[test]
fn a_future_that_is_not_send_is_none_still() {
    assert_guarded_async(7, async || not_send(Rc::new(7)).await);
}

fn is_send<T: Send>(it: T) -> T {
    it
}

#[guarded_tool(name = Rc::new("shown").to_string(), device = *Rc::new("a:b:c:d"))]
async fn not_send_arguments_of_the_attribute() -> Result<u8, Denied> {
    effect();
    Ok(7)
}

/// That they compile is the promise.
#[test]
fn futures_stay_send() {
    drop(is_send(plain(String::new())));
    drop(is_send(statements_first("")));
    drop(is_send(opaque(1)));
    drop(is_send(box_future(&1)));
    drop(is_send(alias(1)));
    drop(is_send(early_returns(1)));
    drop(is_send(returns_impl_trait(Vec::new())));
    drop(is_send(returns_a_closure(1)));
    drop(is_send(not_send_arguments_of_the_attribute()));
}
