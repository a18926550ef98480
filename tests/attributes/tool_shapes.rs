//! The functions that tool codebases have, with the return types that their agents expect.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;

use async_trait::async_trait;
use machineid_guard::{Denied, FromDenied, Guard, guarded, guarded_tool, guarded_tools};
use serde_json::{Value, json};

use crate::trial::{DENIAL, Trial, assert_asks, assert_guarded, assert_guarded_async, effect, effects};

struct Tool {
    calls: usize,
}

impl Tool {
    #[guarded_tool]
    async fn execute(&self, args: Value) -> Result<Value, String> {
        effect();
        Ok(json!({ "echo": args }))
    }

    #[guarded_tool]
    async fn run(&self, args: Value) -> Result<String, Box<dyn Error>> {
        effect();
        Ok(args["query"].as_str().ok_or("no query")?.to_owned())
    }

    #[guarded_tool]
    async fn invoke(&mut self, args: &Value) -> anyhow::Result<String> {
        effect();
        self.calls += 1;
        Ok(format!("{args} {}", self.calls))
    }
}

#[test]
fn results_of_values_and_text() {
    let args = || json!({ "query": "tea" });
    assert_guarded_async(json!({ "echo": args() }), async || Tool { calls: 0 }.execute(args()).await);
    assert_guarded_async("tea".to_owned(), async || Tool { calls: 0 }.run(args()).await);
    assert_guarded_async("1 1".to_owned(), async || Tool { calls: 0 }.invoke(&json!(1)).await);
}

type ToolOutcome<T> = Result<T, anyhow::Error>;

#[derive(Debug, PartialEq)]
struct ToolResult {
    success: bool,
    output: String,
    error: Option<String>,
}

impl ToolResult {
    fn done() -> Self {
        Self { success: true, output: "done".to_owned(), error: None }
    }
}

impl FromDenied for ToolResult {
    fn from_denied(denied: Denied) -> Self {
        Self { success: false, output: denied.agent_message(), error: Some(denied.code().to_owned()) }
    }
}

#[guarded_tool]
async fn result_of_tool_result() -> ToolOutcome<ToolResult> {
    effect();
    Ok(ToolResult::done())
}

#[guarded_tool]
async fn bare_tool_result() -> ToolResult {
    effect();
    ToolResult::done()
}

#[test]
fn tool_results() {
    assert_guarded_async(ToolResult::done(), async || result_of_tool_result().await);
    assert_eq!(Trial::new().run(bare_tool_result()), ToolResult::done());
    let stopped = Trial::denying().run(bare_tool_result());
    assert_eq!((stopped.success, stopped.error.as_deref()), (false, Some(DENIAL)));
    assert_eq!(effects(), 0);
}

#[async_trait]
trait Responder {
    fn name(&self) -> &str;
    async fn respond(&self, message: &str) -> String;
    async fn respond_fully(&self, message: &str) -> ToolResult;
}

struct Chat;

#[async_trait]
#[guarded_tools(fns(respond), name = self.name(), on_denied = |denied| denied.agent_message())]
impl Responder for Chat {
    fn name(&self) -> &'static str {
        "chat"
    }

    async fn respond(&self, message: &str) -> String {
        effect();
        format!("re: {message}")
    }

    #[guarded_tool(name = self.name())]
    async fn respond_fully(&self, _message: &str) -> ToolResult {
        effect();
        ToolResult::done()
    }
}

#[test]
fn no_error_at_all_under_async_trait() {
    let trial = Trial::new();
    assert_eq!(trial.run(async { Chat.respond("hi").await }), "re: hi");
    assert_eq!(trial.run(async { Chat.respond_fully("hi").await }), ToolResult::done());
    assert_eq!(effects(), 2);
    let trial = Trial::denying();
    assert!(trial.run(async { Chat.respond("hi").await }).starts_with("The tool `chat` was NOT run"));
    assert!(trial.run(async { Chat.respond_fully("hi").await }).output.starts_with("The tool `chat` was NOT run"));
    assert_eq!(effects(), 0);
}

#[guarded_tool]
fn command_line(args: &[String]) -> Result<String, String> {
    effect();
    Ok(args.join(" "))
}

enum Status {
    Started,
    Done,
}

#[guarded_tool]
async fn with_callback(mut report: Box<dyn FnMut(Status) + Send>) -> Result<u8, String> {
    report(Status::Started);
    effect();
    report(Status::Done);
    Ok(7)
}

#[test]
fn command_lines_and_callbacks() {
    assert_guarded("a b".to_owned(), || command_line(&["a".to_owned(), "b".to_owned()]));
    let reports = Arc::new(std::sync::Mutex::new(Vec::new()));
    let report = || {
        let reports = Arc::clone(&reports);
        Box::new(move |status| reports.lock().expect("no panic").push(matches!(status, Status::Done)))
    };
    assert_guarded_async(7, async || with_callback(report()).await);
    assert_eq!(*reports.lock().expect("no panic"), [false, true], "the denied call reported nothing");
}

type Handler = Arc<dyn Fn(Value) -> Pin<Box<dyn Future<Output = Result<Value, String>> + Send>> + Send + Sync>;

fn handler(guard: &Guard) -> Handler {
    let guard = guard.clone();
    Arc::new(guarded!("echo", guard = guard, move |args: Value| {
        Box::pin(async move {
            effect();
            Ok::<_, String>(args)
        })
    }))
}

#[guarded_tool]
fn handle(args: Value) -> Pin<Box<dyn Future<Output = Result<Value, String>> + Send>> {
    effect();
    Box::pin(async move { Ok(args) })
}

#[test]
fn handlers_in_a_registry() {
    assert_asks(1, json!(7), |trial| trial.run(handler(&trial.guard)(json!(7))));
    let function: Handler = Arc::new(handle);
    assert_guarded_async(json!(7), async || function(json!(7)).await);
}
