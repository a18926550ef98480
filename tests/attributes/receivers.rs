//! Every kind of `self`, sync and async.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use machineid_guard::{Denied, guarded_tool};

use crate::trial::{assert_guarded, assert_guarded_async, effect};

#[derive(Clone, Debug, PartialEq)]
struct Counter {
    count: u8,
    log: Vec<u8>,
}

fn counter() -> Counter {
    Counter { count: 7, log: Vec::new() }
}

/// The same functions twice, since each receiver must work in both forms.
macro_rules! receivers {
    ($name:ident, [$($asyncness:ident)?]) => {
        struct $name(Counter);

        impl $name {
            fn new() -> Self {
                Self(counter())
            }

            #[guarded_tool]
            $($asyncness)? fn by_value(self) -> Result<Counter, Denied> {
                effect();
                Ok(self.0)
            }

            #[guarded_tool]
            $($asyncness)? fn by_mutable_value(mut self) -> Result<Counter, Denied> {
                effect();
                self.0.count += 1;
                Ok(self.0)
            }

            #[guarded_tool]
            $($asyncness)? fn by_reference(&self) -> Result<&Counter, Denied> {
                effect();
                Ok(&self.0)
            }

            #[guarded_tool]
            $($asyncness)? fn by_mutable_reference(&mut self, number: u8) -> Result<&mut Vec<u8>, Denied> {
                effect();
                self.0.log.push(number);
                Ok(&mut self.0.log)
            }

            #[guarded_tool]
            $($asyncness)? fn by_arc(self: Arc<Self>) -> Result<u8, Denied> {
                effect();
                Ok(self.0.count)
            }

            #[guarded_tool]
            $($asyncness)? fn by_rc(self: Rc<Self>) -> Result<u8, Denied> {
                effect();
                Ok(self.0.count)
            }

            #[guarded_tool]
            $($asyncness)? fn by_box(self: Box<Self>) -> Result<Counter, Denied> {
                effect();
                Ok(self.0)
            }

            #[guarded_tool]
            $($asyncness)? fn by_pin(mut self: Pin<&mut Self>) -> Result<u8, Denied> {
                effect();
                self.0.count += 1;
                Ok(self.0.count)
            }

            #[guarded_tool]
            $($asyncness)? fn by_reference_to_arc(self: &Arc<Self>) -> Result<Arc<Self>, Denied> {
                effect();
                Ok(Arc::clone(self))
            }
        }
    };
}

receivers!(Sync, []);
receivers!(Async, [async]);

#[test]
fn of_sync_functions() {
    assert_guarded(7, || Sync::new().by_value().map(|it| it.count));
    assert_guarded(8, || Sync::new().by_mutable_value().map(|it| it.count));
    assert_guarded(counter(), || Sync::new().by_reference().cloned());
    assert_guarded(7, || Arc::new(Sync::new()).by_arc());
    assert_guarded(7, || Rc::new(Sync::new()).by_rc());
    assert_guarded(counter(), || Box::new(Sync::new()).by_box());
    assert_guarded(8, || Pin::new(&mut Sync::new()).by_pin());
    assert_guarded(7, || Arc::new(Sync::new()).by_reference_to_arc().map(|it| it.0.count));
}

#[test]
fn of_async_functions() {
    assert_guarded_async(7, async || Async::new().by_value().await.map(|it| it.count));
    assert_guarded_async(8, async || Async::new().by_mutable_value().await.map(|it| it.count));
    assert_guarded_async(counter(), async || Async::new().by_reference().await.cloned());
    assert_guarded_async(7, async || Arc::new(Async::new()).by_arc().await);
    assert_guarded_async(7, async || Rc::new(Async::new()).by_rc().await);
    assert_guarded_async(counter(), async || Box::new(Async::new()).by_box().await);
    assert_guarded_async(8, async || Pin::new(&mut Async::new()).by_pin().await);
    assert_guarded_async(7, async || Arc::new(Async::new()).by_reference_to_arc().await.map(|it| it.0.count));
}

/// tracing #2796: with `err`, a reborrow of `&mut self` does not get out of the generated closure.
#[test]
fn a_mutable_borrow_that_is_returned() {
    assert_guarded(vec![7], || Sync::new().by_mutable_reference(7).map(|log| log.clone()));
    assert_guarded_async(vec![7], async || Async::new().by_mutable_reference(7).await.map(|log| log.clone()));
}

struct Client(Vec<u8>);

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl Client {
    fn send<'a>(&'a mut self, byte: u8) -> Boxed<'a, Result<&'a mut Vec<u8>, Denied>> {
        self.0.push(byte);
        Box::pin(async move { Ok(&mut self.0) })
    }
}

struct Tool {
    client: Client,
}

impl Tool {
    #[guarded_tool]
    fn boxed<'a>(&'a mut self, byte: u8) -> Pin<Box<dyn Future<Output = Result<&'a mut Vec<u8>, Denied>> + Send + 'a>> {
        effect();
        self.client.send(byte)
    }

    #[guarded_tool]
    fn opaque(&mut self, byte: u8) -> impl Future<Output = Result<&mut Vec<u8>, Denied>> {
        effect();
        self.client.send(byte)
    }

    #[guarded_tool(recheck = "1m")]
    async fn rechecked(&mut self, bytes: Vec<u8>) -> Result<&mut Vec<u8>, Denied> {
        effect();
        self.client.0 = bytes;
        self.client.send(7).await
    }
}

#[test]
fn a_mutable_borrow_that_goes_into_a_future() {
    let tool = || Tool { client: Client(Vec::new()) };
    assert_guarded_async(vec![7], async || tool().boxed(7).await.cloned_log());
    assert_guarded_async(vec![7], async || tool().opaque(7).await.cloned_log());
    assert_guarded_async(vec![1, 7], async || tool().rechecked(vec![1]).await.cloned_log());
}

trait ClonedLog {
    fn cloned_log(self) -> Result<Vec<u8>, Denied>;
}

impl ClonedLog for Result<&mut Vec<u8>, Denied> {
    fn cloned_log(self) -> Result<Vec<u8>, Denied> {
        self.map(|log| log.clone())
    }
}
