//! Trait objects with other return types, a registry with one boundary for all, and closures.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use machineid_guard::local::prove_denied;
use machineid_guard::{Denied, FromDenied, guarded, guarded_tool, guarded_tools};
use one_authority::{reads_as_refusal, turn};
use serde_json::{Value, json};

use crate::TestResult;

type Effects = Arc<AtomicUsize>;

fn effect(effects: &Effects) -> String {
    effects.fetch_add(1, Ordering::SeqCst).to_string()
}

/// As langchain has it: any error, boxed.
#[async_trait]
trait Chained: Send + Sync {
    fn name(&self) -> String;
    async fn run(&self, input: Value) -> Result<String, Box<dyn std::error::Error>>;
}

/// As many have it: no error, but a field that says how it went.
#[derive(Debug)]
struct ToolResponse {
    success: bool,
    output: String,
}

impl FromDenied for ToolResponse {
    fn from_denied(denied: Denied) -> Self {
        Self { success: false, output: denied.agent_message() }
    }
}

#[async_trait]
trait Responding: Send + Sync {
    fn name(&self) -> &str;
    async fn respond(&mut self, input: Value) -> ToolResponse;
    async fn describe(&self) -> String;
}

struct Weather(Effects);

// Below `#[async_trait]` as well as above it.
#[async_trait]
#[guarded_tools(fns(run), name = Chained::name(self))]
impl Chained for Weather {
    fn name(&self) -> String {
        "weather".into()
    }

    async fn run(&self, _input: Value) -> Result<String, Box<dyn std::error::Error>> {
        Ok(effect(&self.0))
    }
}

#[async_trait]
impl Responding for Weather {
    fn name(&self) -> &'static str {
        "forecast"
    }

    #[guarded_tool(name = Responding::name(self))]
    async fn respond(&mut self, _input: Value) -> ToolResponse {
        ToolResponse { success: true, output: effect(&self.0) }
    }

    #[guarded_tool(on_denied = |denied| denied.agent_message())]
    async fn describe(&self) -> String {
        effect(&self.0)
    }
}

#[tokio::test]
async fn errors_in_boxes_and_types_without_errors_carry_the_refusal() -> TestResult {
    let (authority, effects) = (turn().await, Effects::default());
    let mut weather = Weather(Arc::clone(&effects));
    let chained: Box<dyn Chained> = Box::new(Weather(Arc::clone(&effects)));
    assert_eq!((chained.name(), chained.run(Value::Null).await?), ("weather".to_owned(), "0".to_owned()));
    assert!(weather.respond(Value::Null).await.success);
    assert_eq!(weather.describe().await, "2");

    authority.disable_org();
    let error = chained.run(Value::Null).await.expect_err("denied");
    assert_eq!(error.downcast_ref::<Denied>().expect("the denial itself").boundary().name(), "weather");
    let response = weather.respond(Value::Null).await;
    assert!(!response.success && reads_as_refusal(&response.output, "forecast", "ORG_DISABLED"), "{response:?}");
    assert!(reads_as_refusal(&weather.describe().await, "describe", "ORG_DISABLED"));
    assert_eq!(effects.load(Ordering::SeqCst), 3);
    Ok(())
}

/// Each forgot `name = …`, so both ask as `respond`.
struct Chat(&'static str);

#[async_trait]
impl Responding for Chat {
    fn name(&self) -> &str {
        self.0
    }

    #[guarded_tool]
    async fn respond(&mut self, _input: Value) -> ToolResponse {
        ToolResponse { success: true, output: "hello".into() }
    }

    async fn describe(&self) -> String {
        "chats".into()
    }
}

#[tokio::test]
async fn tools_that_ask_under_one_name_are_found_by_calling_each() {
    let authority = turn().await;
    let tools = [Chat("greet"), Chat("insult")];
    let call = async |tool: String| Chat(tools[usize::from(tool == "insult")].0).respond(Value::Null).await.output;
    let names = tools.iter().map(Responding::name);
    let report = prove_denied(&authority, names, call).await.unwrap_err().to_string();
    for tool in ["greet", "insult"] {
        let edit = format!("{tool}: NOT STOPPED: it asked as `respond`, which is not its name (`name = \"{tool}\"`");
        assert!(report.contains(&edit), "{report}");
    }
}

/// A registry of closures.
type Handler = Arc<dyn Fn(Value) -> Pin<Box<dyn Future<Output = Result<Value, String>> + Send>> + Send + Sync>;

#[derive(Default)]
struct Handlers(BTreeMap<&'static str, Handler>);

impl Handlers {
    /// One boundary for everything that is called through here.
    #[guarded_tool(name = name)]
    async fn call(&self, name: &str, arguments: Value) -> Result<Value, String> {
        let handler = self.0.get(name).ok_or("there is no such tool")?;
        handler(arguments).await
    }
}

#[tokio::test]
async fn one_attribute_where_a_registry_calls_its_tools_gates_them_all() {
    let (authority, effects) = (turn().await, Effects::default());
    let mut handlers = Handlers::default();
    for name in ["add", "delete", "edit", "fetch", "list", "move", "search", "send"] {
        let effects = Arc::clone(&effects);
        handlers.0.insert(
            name,
            Arc::new(move |arguments| {
                effect(&effects);
                Box::pin(async move { Ok(arguments) })
            }),
        );
    }
    for name in handlers.0.keys() {
        assert_eq!(handlers.call(name, json!(1)).await, Ok(json!(1)));
    }
    assert_eq!(authority.validates(), handlers.0.len());

    prove_denied(&authority, handlers.0.keys().copied(), async |name: String| {
        let denied = handlers.call(&name, json!(1)).await.expect_err(&name);
        assert!(reads_as_refusal(&denied, &name, "ORG_DISABLED"), "{denied}");
        denied
    })
    .effects(|| effects.load(Ordering::SeqCst))
    .await
    .expect("stopped");
}

#[tokio::test]
async fn a_closure_is_wrapped_where_it_is_registered_and_keeps_its_type() -> TestResult {
    let (authority, effects) = (turn().await, Effects::default());
    let guard = authority.guard().build()?;
    let (counted, payer) = (Arc::clone(&effects), guard.clone());
    let handler: Handler = Arc::new(guarded!("pay", surface = "payments", guard = payer, move |arguments: Value| {
        let counted = Arc::clone(&counted);
        Box::pin(async move {
            effect(&counted);
            Ok::<_, String>(arguments)
        })
    }));
    let counted = Arc::clone(&effects);
    let sync = guarded!("count", guard = guard, || Ok::<_, String>(effect(&counted)));
    assert_eq!((handler(json!(1)).await, sync()), (Ok(json!(1)), Ok("1".into())));

    authority.disable_org();
    let denied = handler(json!(1)).await.expect_err("denied");
    assert!(reads_as_refusal(&denied, "pay", "ORG_DISABLED"), "{denied}");
    assert!(reads_as_refusal(&sync().expect_err("denied"), "count", "ORG_DISABLED"));
    assert_eq!(effects.load(Ordering::SeqCst), 2);
    Ok(())
}
