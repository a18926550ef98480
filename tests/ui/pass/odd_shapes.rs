//! Functions that return futures and streams, in shapes that a careless expansion would not compile.

#![deny(warnings)]
#![warn(rust_2018_idioms, unused_qualifications, unused_results, let_underscore_drop, single_use_lifetimes)]
#![forbid(unsafe_code)]
#![allow(dead_code)]

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, Stream, StreamExt as _};
use machineid_guard::{Denied, Guard, guarded_tool, guarded_tools, side_effect, surface};

surface!(pub Payments = "payments");

type Reply = Result<usize, Denied>;

macro_rules! of_a_macro {
    ($name:ident, $text:ident, $returned:ty, $body:block) => {
        #[guarded_tool]
        fn $name($text: &str) -> $returned $body
    };
}

of_a_macro!(stream_of_a_macro, text, BoxStream<'static, Reply>, {
    let length = text.len();
    stream::iter(Some(Ok(length))).boxed()
});
of_a_macro!(future_of_a_macro, text, impl Future<Output = Reply> + Send, {
    let length = text.len();
    async move { Ok(length) }
});
of_a_macro!(unpin_of_a_macro, text, impl Future<Output = Reply> + Unpin, { ready(Ok(text.len())) });

struct Tool<T> {
    guard: Guard,
    value: T,
}

impl<T: Clone + Send + Sync + 'static> Tool<T> {
    #[guarded_tool(guard = self.guard)]
    fn generic<'a, U: 'a + Send + Into<usize>>(&'a self, all: Vec<U>) -> impl Stream<Item = Reply> + Send + 'a {
        let _ = &self.value;
        stream::iter(all).map(|it| Ok(it.into()))
    }

    #[guarded_tool(guard = self.guard, recheck = "1s", name = format!("{}", 1), permit = _permit)]
    fn borrows_uniquely(&mut self, all: Vec<usize>) -> BoxStream<'_, Reply> {
        stream::iter(all)
            .map(move |it| {
                let _ = &mut self.value;
                Ok(it)
            })
            .boxed()
    }

    #[side_effect(surface = Payments, permit = permit)]
    fn of_an_arc(self: Arc<Self>) -> BoxStream<'static, Reply> {
        drop(permit);
        stream::iter(Some(self)).map(|_| Ok(1)).boxed()
    }

    #[guarded_tool(device = self.device())]
    fn items_that_borrow(&self) -> Pin<Box<dyn Stream<Item = Result<&T, Denied>> + '_>> {
        Box::pin(stream::iter(Some(Ok(&self.value))))
    }

    fn device(&self) -> &'static str {
        "agent:prod:tool-server:01"
    }

    #[guarded_tool(on_denied = |denied| self.say(&denied), recheck = "1s")]
    fn says_denied(&self) -> BoxStream<'_, String> {
        stream::iter(Some(self.say(&()))).boxed()
    }

    #[guarded_tool(on_denied = |denied| self.say(&denied), recheck = "1s")]
    async fn says_denied_after_the_body(&mut self, other: &mut Vec<u8>) -> String {
        other.push(1);
        self.value = self.value.clone();
        self.say(&())
    }

    fn say<D>(&self, _: &D) -> String {
        String::new()
    }
}

trait Source {
    #[guarded_tool]
    fn numbers(&self) -> BoxStream<'_, Reply> {
        stream::empty().boxed()
    }
}

struct Block;

#[guarded_tools]
impl Block {
    pub(crate) fn pages(&self, text: &str) -> BoxStream<'static, Reply> {
        let length = text.len();
        stream::iter(Some(Ok(length))).boxed()
    }

    pub(crate) fn page(&self, text: &str) -> BoxFuture<'static, Reply> {
        let length = text.len();
        Box::pin(async move { Ok(length) })
    }
}

#[guarded_tool]
#[side_effect(surface = "email")]
fn two_boundaries(text: &str) -> impl Future<Output = Reply> {
    let length = text.len();
    async move { Ok(length) }
}

#[guarded_tool]
#[side_effect(surface = "email")]
fn two_boundaries_of_a_stream(number: usize) -> impl Stream<Item = Reply> {
    stream::iter(Some(Ok(number)))
}

#[guarded_tool]
fn raw_name(r#type: &str) -> impl Future<Output = Reply> {
    let length = r#type.len();
    async move { Ok(length) }
}

/// Before edition 2021, closures capture otherwise.
#[guarded_tool]
fn unused_in_the_body(number: usize) -> impl Future<Output = Reply> {
    let _ = number;
    async move {
        let _ = number;
        Ok(1)
    }
}

#[guarded_tool]
fn returns_early(number: usize) -> impl Future<Output = Reply> {
    if number == 0 {
        return ready(Ok(1));
    }
    match number {
        1 => {}
        _ => {}
    }
    ready(Ok(number))
}

fn is_send<T: Send>(it: T) {
    drop(it);
}

fn main() {
    is_send(future_of_a_macro(""));
    is_send(two_boundaries(""));
    drop(two_boundaries_of_a_stream(1));
}
