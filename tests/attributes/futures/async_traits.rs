//! `#[async_trait]` expands first, so the attribute sees a function that returns a boxed future.
//! tracing #711, #875, #1219, #1228: whoever matches its internals breaks when they change.

use async_trait::async_trait;
use machineid_guard::{Denied, guarded_tool, guarded_tools};

use crate::trial::{assert_guarded_async, effect};

#[async_trait]
trait Tool: Sync {
    async fn required(&self, query: &str) -> Result<String, Denied>;

    #[guarded_tool]
    async fn provided(&self, query: &str) -> Result<String, Denied>
    where
        Self: Sized,
    {
        effect();
        Ok(format!("provided {query}"))
    }

    async fn overridden(&mut self, number: u8) -> Result<u8, String>;
}

struct Search {
    calls: u8,
}

#[async_trait]
impl Tool for Search {
    #[guarded_tool]
    async fn required(&self, query: &str) -> Result<String, Denied> {
        effect();
        if query.is_empty() {
            return Ok(String::new());
        }
        std::future::ready(()).await;
        Ok(format!("required {query}"))
    }

    #[guarded_tool]
    async fn overridden(&mut self, number: u8) -> Result<u8, String> {
        effect();
        self.calls += 1;
        Ok(self.calls + number)
    }
}

#[test]
fn required_and_provided_methods() {
    assert_guarded_async("required tea".to_owned(), async || Search { calls: 0 }.required("tea").await);
    assert_guarded_async(String::new(), async || Search { calls: 0 }.required("").await);
    assert_guarded_async("provided tea".to_owned(), async || Search { calls: 0 }.provided("tea").await);
    assert_guarded_async(8, async || Search { calls: 0 }.overridden(7).await);
}

#[async_trait(?Send)]
trait Local {
    async fn above(&self) -> Result<u8, Denied>;
    async fn below(&self) -> Result<u8, Denied>;
}

struct NotSend(std::rc::Rc<u8>);

#[async_trait(?Send)]
#[guarded_tools(fns(above, below))]
impl Local for NotSend {
    async fn above(&self) -> Result<u8, Denied> {
        effect();
        Ok(*self.0)
    }

    async fn below(&self) -> Result<u8, Denied> {
        effect();
        Ok(*self.0)
    }
}

#[test]
fn without_send() {
    assert_guarded_async(7, async || NotSend(7.into()).above().await);
    assert_guarded_async(7, async || NotSend(7.into()).below().await);
}

struct Guarded;

#[guarded_tools(fns(required, overridden))]
#[async_trait]
impl Tool for Guarded {
    async fn required(&self, query: &str) -> Result<String, Denied> {
        effect();
        Ok(query.to_owned())
    }

    async fn overridden(&mut self, number: u8) -> Result<u8, String> {
        effect();
        Ok(number)
    }
}

#[test]
fn below_the_attribute_of_a_block() {
    assert_guarded_async("tea".to_owned(), async || Guarded.required("tea").await);
    assert_guarded_async(7, async || Guarded.overridden(7).await);
}
