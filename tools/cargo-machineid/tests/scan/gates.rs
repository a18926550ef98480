//! Gates in front of whole servers and sets, and wrappers.

use crate::workspace::{Workspace, text};

fn verdict(dependencies: &[&str], source: &str) -> (String, String) {
    let report = Workspace::of(dependencies, source).scan();
    let tool = &report["tools"][0];
    (text(&tool["verdict"]).to_owned(), tool["why"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_gated_server_guards_its_tools_unless_it_is_also_served_without() {
    let rmcp = |main: &str| {
        let source = format!("#[tool_router] impl Server {{ #[tool] fn a(&self) {{}} }} {main}");
        verdict(&["rmcp = \"1\""], &source)
    };
    let (guarded, why) = rmcp("async fn main() { GatedServer::new(Server, &gate).serve(stdio()).await; }");
    assert_eq!(guarded, "guarded", "{why}");
    assert!(why.contains("`GatedServer` in `main`"), "{why}");
    let (undecided, why) = rmcp(
        "async fn main() { GatedServer::new(Server, &gate).serve(stdio()).await; } async fn http() { Server.serve(tcp()).await; }",
    );
    assert_eq!(undecided, "undecided");
    assert!(why.contains("`http` serves without one"), "{why}");
    assert_eq!(rmcp("async fn main() { Server.serve(stdio()).await; }").0, "unguarded");
    let over_http = |made: &str| {
        rmcp(&format!(
            "async fn main() {{ GatedServer::new(Server, &gate).serve(stdio()).await; }}
             async fn http() {{ axum::serve(tcp, StreamableHttpService::new(move || Ok({made}), sessions, config)).await; }}
             async fn health() {{ axum::serve(tcp, router).await; }}"
        ))
    };
    assert_eq!(over_http("GatedServer::new(server.clone(), &gate)").0, "guarded");
    assert_eq!(over_http("server.clone()").0, "undecided");
    // A test's own gate is in front of nothing.
    assert_eq!(rmcp("#[cfg(test)] mod tests { fn t() { GatedServer::new(Server, &gate); } }").0, "unguarded");
}

#[test]
fn a_handler_of_rust_mcp_sdk() {
    let source = r#"
        #[mcp_tool(name = "a", description = "a")] struct A;
        impl A { fn call_tool(&self) {} }
        fn main() { Arc::new(GatedHandler::new(H.to_mcp_server_handler(), &gate)); }
    "#;
    assert_eq!(verdict(&["rust-mcp-sdk = \"1\""], source).0, "guarded");
}

#[test]
fn a_wrapper_guards_where_it_wraps_whatever_is_registered() {
    let own = |registering: &str| {
        let source = format!(
            r#"
            #[machineid_guard::guarded_wrapper(Guarded, fns(run), name = self.name())]
            trait Tool {{ fn name(&self) -> &str; fn run(&self) -> R; }}
            impl Tool for A {{ fn name(&self) -> &str {{ "a" }} fn run(&self) -> R {{ x() }} }}
            {registering}
            "#
        );
        verdict(&[], &source).0
    };
    assert_eq!(
        own("impl Registry { fn register(&mut self, tool: Arc<dyn Tool>) { self.0.push(Arc::new(Guarded(tool))); } }"),
        "guarded"
    );
    assert_eq!(
        own("fn all(tools: Tools) -> Tools { tools.into_iter().map(|tool| Box::new(Guarded(tool)) as _).collect() }"),
        "guarded"
    );
    assert_eq!(own("fn all() -> Tools { vec![Guarded(Arc::new(A)), Guarded(Arc::new(B))] }"), "undecided");
    assert_eq!(own("fn all() -> Tools { vec![Arc::new(A)] }"), "unguarded");
}

#[test]
fn a_gate_of_the_program_guards_the_tools_of_its_library() {
    let workspace = Workspace::of(&["rmcp = \"1\""], "#[tool_router] impl Server { #[tool] fn a(&self) {} }");
    assert_eq!(workspace.tools(), ["a unguarded"]);
    workspace.write("src/main.rs", "fn main() { GatedServer::new(Server, &gate).serve(stdio()); }");
    assert_eq!(workspace.tools(), ["a guarded"]);
    workspace.write("src/bin/other.rs", "fn main() { Server.serve(stdio()); }");
    assert_eq!(workspace.tools(), ["a undecided"]);
    // Nobody serves a product from there.
    std::fs::rename(workspace.root.join("src/bin"), workspace.root.join("examples")).expect("a folder");
    assert_eq!(workspace.tools(), ["a guarded"]);
}

#[test]
fn a_wrapper_of_the_trait_that_a_blanket_implementation_is_of() {
    let source = r#"
        trait Tool { const NAME: &'static str; fn run(&self) -> R; }
        impl Tool for A { const NAME: &'static str = "a"; fn run(&self) -> R { x() } }
        #[machineid_guard::guarded_wrapper(Guarded, fns(call), name = self.name())]
        trait DynTool { fn name(&self) -> String; fn call(&self) -> R; }
        impl<T: Tool> DynTool for T { fn name(&self) -> String { T::NAME.into() } fn call(&self) -> R { self.run() } }
        fn register(tool: Box<dyn DynTool>) -> Box<dyn DynTool> { Box::new(Guarded(tool)) }
    "#;
    assert_eq!(verdict(&[], source).0, "guarded");
    assert_eq!(verdict(&[], &format!("{source} fn other_door(a: &A) -> R {{ a.run() }}")).0, "unguarded");
}

/// The verdict on the first of the tools, and why.
fn registered(entry: &str, more: &str) -> (String, String) {
    let source = format!(
        "fn spec() -> ToolSpec {{ ToolSpec {{ name: \"read\", x: 1 }} }}
         fn registry() -> Map {{ let mut map = Map::new(); map.insert(\"read\", {entry}); map }}
         {more}"
    );
    verdict(&[], &source)
}

#[test]
fn a_closure_in_a_map_is_guarded_by_our_macro_around_it() {
    let (bare, _) = registered("Box::new(|input| fs::read(input))", "");
    assert_eq!(bare, "unguarded");
    let (ours, why) = registered("Box::new(machineid_guard::guarded!(\"read\", |input| fs::read(input)))", "");
    assert_eq!((ours.as_str(), why.as_str()), ("guarded", "guarded!"));
    let (brought_in, _) =
        registered("Box::new(guarded!(\"read\", |input| fs::read(input)))", "use machineid_guard::guarded;");
    assert_eq!(brought_in, "guarded");
    // Another's macro of that name asks nobody that we know.
    let other = "use other::guarded;";
    let source = format!(
        "{other} fn spec() -> ToolSpec {{ ToolSpec {{ name: \"read\", x: 1 }} }}
         fn registry() -> Map {{ map.insert(\"read\", guarded!(\"read\", |input| fs::read(input))) }}"
    );
    assert_eq!(Workspace::of(&[], &source).tools().len(), 0);
}

#[test]
fn what_a_map_holds_is_guarded_where_everything_that_calls_a_value_asks() {
    let dispatch = "#[machineid_guard::guarded_tool(name = name)] fn dispatch(map: &Map, name: &str, input: V) -> R { let tool = map.get(name)?; tool(input) }";
    for entry in ["Box::new(|input| fs::read(input))", "run_read"] {
        let all = format!("{dispatch} fn run_read(input: V) -> R {{ x() }}");
        let (guarded, why) = registered(entry, &all);
        assert_eq!(guarded, "guarded", "{entry}");
        assert!(why.contains("`dispatch` calls it, and asks"), "{why}");
        let second = format!("{all} fn other(map: &Map, input: V) -> R {{ (map[\"read\"])(input) }}");
        assert_eq!(registered(entry, &second).0, "unguarded", "{entry}");
    }
}

#[test]
fn a_layer_of_ours_guards_the_routes_inside_of_it() {
    let axum = |router: &str| {
        let source = format!("fn app() -> Router {{ {router} }} async fn search() -> R {{ x() }}");
        verdict(&["axum = \"0.8\""], &source).0
    };
    assert_eq!(
        axum("Router::new().route(\"/tools/search\", get(search).layer(GuardLayer::new(\"search\")))"),
        "guarded"
    );
    assert_eq!(
        axum("Router::new().route(\"/tools/search\", get(search)).route_layer(GuardLayer::named_by(f))"),
        "guarded"
    );
    assert_eq!(
        axum(
            "let router = Router::new().route(\"/tools/search\", get(search)); router.route_layer(GuardLayer::named_by(f))"
        ),
        "guarded"
    );
    // A layer is around what was added before it.
    assert_eq!(
        axum("Router::new().route_layer(GuardLayer::named_by(f)).route(\"/tools/search\", get(search))"),
        "unguarded"
    );
    assert_eq!(axum("Router::new().route(\"/tools/search\", get(search).layer(Trace::new()))"), "unguarded");
    // The same handler behind a second route.
    let both = "Router::new().route(\"/tools/search\", get(search).layer(GuardLayer::new(\"search\"))).route(\"/v2/tools/search\", get(search))";
    let source = format!("fn app() -> Router {{ {both} }} async fn search() -> R {{ x() }}");
    assert_eq!(Workspace::of(&["axum = \"0.8\""], &source).tools(), ["search guarded", "search unguarded"]);
}
