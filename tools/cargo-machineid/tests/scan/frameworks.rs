//! Each framework's tools are found under the names that a model calls them by, and a boundary on one is seen.

use crate::workspace::Workspace;

/// Expects each tool once unguarded, and guarded where `BOUNDARY` becomes an attribute.
#[track_caller]
fn assert_found(dependencies: &[&str], source: &str, expected: &[&str]) {
    let with = |boundary: &str, verdict: &str| {
        let workspace = Workspace::of(dependencies, &source.replace("BOUNDARY", boundary));
        let expected: Vec<String> = expected.iter().map(|name| format!("{name} {verdict}")).collect();
        assert_eq!(workspace.tools(), expected, "{boundary}\n{source}");
    };
    with("", "unguarded");
    with("#[machineid_guard::guarded_tool]", "guarded");
}

#[test]
fn rmcp() {
    let source = r#"
        use rmcp::{tool, tool_router};
        #[tool_router(router = disk, vis = "pub")]
        impl Server {
            BOUNDARY #[tool(description = "a", annotations(destructive_hint = true))] async fn delete(&self) -> String { x() }
            BOUNDARY #[tool(name = "read-file")] fn read(&self) -> String { x() }
            fn helper(&self) {}
        }
        const NAMED: &str = "by-constant";
        #[tool_router] impl Server { BOUNDARY #[rmcp::tool(name = NAMED)] async fn third(&self) {} }
        impl ToolBase for Fourth { fn name() -> Cow<'static, str> { "fourth".into() } }
        impl rmcp::handler::server::router::tool::AsyncTool<Server> for Fourth {
            fn name() -> Cow<'static, str> { "fourth".into() }
            BOUNDARY async fn invoke(service: &Server, p: P) -> Result<O, E> { x() }
        }
    "#;
    assert_found(&["rmcp = \"1\""], source, &["delete", "read-file", "by-constant", "fourth"]);
    let workspace = Workspace::of(&["rmcp = \"1\""], &source.replace("BOUNDARY", ""));
    assert_eq!(workspace.scan()["tools"][0]["hint"], "destructive");
}

#[test]
fn rig() {
    let source = r#"
        use rig::tool::Tool;
        BOUNDARY #[rig::tool_macro(description = "a")] async fn search(query: String) -> Result<String, E> { x() }
        BOUNDARY #[rig_derive::rig_tool(name = "rm-file")] fn remove() -> Result<String, E> { x() }
        impl Tool for Sum {
            const NAME: &'static str = "sum";
            type Error = E;
            async fn definition(&self, _: String) -> ToolDefinition { x() }
            BOUNDARY async fn call(&self, args: A) -> Result<O, E> { x() }
        }
    "#;
    assert_found(
        &["rig = { package = \"rig-core\", version = \"0.28\" }", "rig-derive = \"0.1\""],
        source,
        &["search", "rm-file", "sum"],
    );
}

#[test]
fn swiftide() {
    let source = r#"
        use swiftide::chat_completion::Tool;
        BOUNDARY #[swiftide::tool(description = "a", param(name = "q", description = "b"))]
        async fn search_code(context: &dyn AgentContext, q: &str) -> Result<ToolOutput, ToolError> { x() }
        #[derive(Clone, swiftide::Tool)]
        #[tool(description = "a")]
        struct RunTests;
        impl RunTests { BOUNDARY async fn run_tests(&self, context: &dyn AgentContext) -> Result<ToolOutput, ToolError> { x() } }
        #[async_trait]
        impl Tool for ByHand {
            fn name(&self) -> Cow<'_, str> { "by_hand".into() }
            BOUNDARY async fn invoke(&self, c: &dyn AgentContext, call: &ToolCall) -> Result<ToolOutput, ToolError> { x() }
        }
    "#;
    assert_found(&["swiftide = \"0.32\""], source, &["search_code", "run_tests", "by_hand"]);
}

#[test]
fn llm_tool() {
    let source = r#"
        use llm_tool::{RustTool, llm_tool};
        BOUNDARY #[llm_tool(effect = destructive)] async fn delete_file(path: String) -> Result<String, ToolError> { x() }
        impl RustTool for Flash {
            const NAME: &'static str = "flash";
            BOUNDARY async fn call(&self, p: P, c: &ToolContext) -> Result<ToolOutput, ToolError> { x() }
        }
    "#;
    assert_found(&["llm-tool = \"0.10\""], source, &["delete_file", "flash"]);
}

#[test]
fn rust_mcp_sdk() {
    let source = r#"
        use rust_mcp_sdk::macros::mcp_tool;
        #[mcp_tool(name = "say_hello", description = "a", read_only_hint = true)]
        #[derive(Debug)]
        pub struct SayHello { name: String }
        impl SayHello { BOUNDARY pub async fn run_tool(self) -> Result<CallToolResult, CallToolError> { x() } }
    "#;
    assert_found(&["rust-mcp-sdk = \"1\""], source, &["say_hello"]);
}

#[test]
fn turbomcp() {
    let source = r#"
        use turbomcp::prelude::*;
        #[server(name = "files")]
        impl Files {
            BOUNDARY #[tool("Remove one file")] async fn remove(&self, path: String) -> McpResult<String> { x() }
        }
    "#;
    assert_found(&["turbomcp = \"3\""], source, &["remove"]);
}

#[test]
fn pmcp() {
    let source = r#"
        use pmcp::{mcp_server, mcp_tool};
        #[mcp_server] impl Calc { BOUNDARY #[mcp_tool(description = "a", name = "q")] async fn query(&self) -> pmcp::Result<R> { x() } }
        #[async_trait] impl pmcp::ToolHandler for Rm { BOUNDARY async fn handle(&self, args: Value) -> pmcp::Result<Value> { x() } }
    "#;
    assert_found(&["pmcp = \"2\""], source, &["q", "?"]);
}

#[test]
fn autoagents_adk_and_langchain() {
    let autoagents = r#"
        use autoagents::prelude::*;
        #[tool(name = "Addition", description = "a", input = AddArgs)]
        struct Addition {}
        #[async_trait] impl ToolRuntime for Addition { BOUNDARY async fn execute(&self, args: Value) -> Result<Value, ToolCallError> { x() } }
    "#;
    assert_found(&["autoagents = \"0.4\""], autoagents, &["Addition"]);
    let adk = r#"
        use adk_tool::{tool, Tool};
        BOUNDARY #[tool] async fn get_weather(args: WArgs) -> Result<Value, AdkError> { x() }
        #[async_trait] impl Tool for Mine {
            fn name(&self) -> &str { "mine" }
            BOUNDARY async fn execute(&self, ctx: Arc<dyn ToolContext>, args: Value) -> Result<Value> { x() }
        }
    "#;
    assert_found(&["adk-tool = \"2\""], adk, &["get_weather", "mine"]);
    let langchain = r#"
        use langchain_rust::tools::Tool;
        #[async_trait] impl Tool for Calculator {
            fn name(&self) -> String { String::from("Calculator") }
            BOUNDARY async fn run(&self, input: Value) -> Result<String, Box<dyn Error>> { x() }
        }
    "#;
    assert_found(&["langchain-rust = \"4\""], langchain, &["Calculator"]);
}

#[test]
fn traits_of_the_codebase() {
    let source = r#"
        pub trait Tool { const NAME: &'static str; fn name(&self) -> &str; fn execute(&self) -> R; }
        impl Tool for A { const NAME: &'static str = "by-constant"; BOUNDARY fn execute(&self) -> R { x() } }
        impl Tool for B { fn name(&self) -> &str { B_NAME } BOUNDARY fn execute(&self) -> R { x() } }
        const B_NAME: &str = "by-function";
        impl crate::Tool for C {
            fn schema(&self) -> Schema { ToolDefinition { name: "by-definition".to_string(), other: 1 } }
            BOUNDARY fn call_rmcp_tool(&self) -> R { x() }
        }
        impl Tool for D { fn schema(&self) -> Value { json!({ "name": "by-json", "description": "d" }) } BOUNDARY fn run(&self) -> R { x() } }
        impl<T: Tool + ?Sized> Tool for Box<T> { fn execute(&self) -> R { (**self).execute() } }
        impl ToolRegistry for Registry { fn execute(&self) {} }
    "#;
    assert_found(&[], source, &["by-constant", "by-function", "by-definition", "by-json"]);
}

#[test]
fn a_match_on_declared_names() {
    let source = r#"
        fn specs() -> Vec<ToolSpec> { vec![ToolSpec { name: "read", x: 1 }, ToolSpec { name: "write", x: 2 }] }
        fn run(name: &str, input: Value) -> R {
            match name { "read" => parse(input).and_then(run_read), "write" => Ok(run_write(input)?), _ => Err(x()) }
        }
        BOUNDARY fn run_read(input: A) -> R { x() }
        BOUNDARY fn run_write(input: A) -> R { x() }
        fn icon(name: &str) -> char { match name { "read" => 'r', _ => 'x' } }
        fn other(kind: &str) { match kind { "red" => {}, "green" => {}, _ => {} } }
    "#;
    assert_found(&[], source, &["read", "write"]);
}

#[test]
fn a_map_of_declared_names() {
    let source = r#"
        fn specs() -> Vec<ToolSpec> { ["read", "write", "pay", "list"].map(|name| name).map(spec).to_vec() }
        fn all() -> [ToolSpec; 4] {
            [ToolSpec { name: "read", x: 1 }, ToolSpec { name: "write", x: 2 }, ToolSpec { name: "pay", x: 3 }, ToolSpec { name: "list", x: 4 }]
        }
        fn registry() -> Registry {
            let mut registry = HashMap::from([("read", run_read as fn(Value) -> R)]);
            registry.insert("write", Box::new(|input| run_write(parse(input)?)) as Handler);
            registry.register("pay", "Pays", Arc::new(move |input: Value| async move { run_pay(input).await }));
            registry.0.push(ToolEntry { name: "list", handler: run_list });
            registry.insert("limit", |input| run_other(input));
            registry.insert("note", note);
            registry
        }
        BOUNDARY fn run_read(input: A) -> R { x() }
        BOUNDARY fn run_write(input: A) -> R { x() }
        BOUNDARY async fn run_pay(input: A) -> R { x() }
        BOUNDARY fn run_list(input: A) -> R { x() }
        fn run_other(input: A) -> R { x() }
        fn icon(name: &str) -> char { match name { "read" => 'r', "write" => 'w', "pay" => 'p', "list" => 'l', _ => 'x' } }
    "#;
    assert_found(&[], source, &["read", "write", "pay", "list"]);
}

#[test]
fn routes_that_are_offered_as_tools() {
    let source = r#"
        fn app() -> Router {
            Router::new()
                .route("/tools/search", get(search))
                .route("/v1/tools/pay/", axum::routing::post(handlers::pay).delete(handlers::refund))
                .route("/health", get(health))
                .route("/tools/{name}", get(by_name))
        }
        BOUNDARY async fn search() -> R { x() }
        async fn health() -> R { x() }
        async fn by_name() -> R { x() }
        mod handlers { BOUNDARY pub async fn pay() -> R { x() } BOUNDARY pub async fn refund() -> R { x() } }
    "#;
    assert_found(&["axum = \"0.8\""], source, &["search", "pay", "pay"]);
    let report =
        Workspace::of(&["axum = \"0.8\""], &source.replace("BOUNDARY", "#[machineid_guard::guarded_tool]")).scan();
    assert_eq!(report["outcome"], "clean", "{report:#}");
    assert_eq!(Workspace::of(&[], &source.replace("BOUNDARY", "")).tools().len(), 0, "whoever's router that is");
}
