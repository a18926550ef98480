//! Trait objects of an `#[async_trait]`, guarded where they are registered: no implementation knows of it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use machineid_guard::guarded_wrapper;
use machineid_guard::local::prove_denied;
use one_authority::turn;

use crate::TestResult;

#[guarded_wrapper(Guarded, fns(execute), name = self.name())]
#[async_trait]
pub(crate) trait Tool: Send + Sync {
    fn name(&self) -> &str;
    fn description(&self) -> String {
        "none".to_owned()
    }
    async fn execute(&self, arguments: &str) -> Result<String, String>;
}

struct Count {
    name: &'static str,
    effects: Arc<AtomicUsize>,
}

#[async_trait]
impl Tool for Count {
    fn name(&self) -> &str {
        self.name
    }

    fn description(&self) -> String {
        format!("counts, as {}", self.name)
    }

    async fn execute(&self, arguments: &str) -> Result<String, String> {
        self.effects.fetch_add(1, Ordering::SeqCst);
        tokio::task::yield_now().await;
        Ok(arguments.to_owned())
    }
}

#[derive(Default)]
struct Registry(HashMap<String, Arc<dyn Tool>>);

impl Registry {
    /// The one line of the codebase that changed.
    fn register(&mut self, tool: Arc<dyn Tool>) {
        self.0.insert(tool.name().to_owned(), Arc::new(Guarded(tool)));
    }
}

#[tokio::test]
async fn every_tool_is_guarded_where_it_is_registered() -> TestResult {
    let (authority, effects) = (turn().await, Arc::new(AtomicUsize::new(0)));
    let mut registry = Registry::default();
    for name in ["one", "two"] {
        registry.register(Arc::new(Count { name, effects: Arc::clone(&effects) }));
    }
    let registry = Arc::new(registry.0);
    assert_eq!(registry["one"].execute("tea").await?, "tea");
    assert_eq!((registry["two"].description(), effects.load(Ordering::SeqCst)), ("counts, as two".to_owned(), 1));
    let call = async |tool: String| {
        let registry = Arc::clone(&registry);
        // As frameworks do it.
        let task = tokio::spawn(async move { registry[&tool].execute("tea").await });
        match task.await.expect("no panic") {
            Ok(text) => text,
            Err(error) => error,
        }
    };
    prove_denied(&authority, ["one", "two"], call).effects(|| effects.load(Ordering::SeqCst)).await.expect("stopped");
    Ok(())
}
