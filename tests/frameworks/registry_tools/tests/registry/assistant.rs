//! The assistant's tools, one by one.

use std::sync::Arc;

use registry_tools::{Notebook, assistant};
use serde_json::{Value, json};

/// Every tool of the assistant, and arguments that it takes.
fn calls() -> [(&'static str, Value); 9] {
    [
        ("search_web", json!({ "query": "tea" })),
        ("read_page", json!({ "url": "https://example.org" })),
        ("calculate", json!([1, 2])),
        ("write_note", json!({ "text": "tea is hot" })),
        ("list_notes", json!({})),
        ("translate", json!({ "text": "tea" })),
        ("run_command", json!({ "command": "brew" })),
        ("send_mail", json!({ "to": "ada@example.org" })),
        ("subscribe", json!({})),
    ]
}

#[tokio::test]
async fn every_tool_works() {
    let notebook = Arc::new(Notebook::default());
    let assistant = assistant(&notebook);
    for (number, (tool, arguments)) in calls().into_iter().enumerate() {
        assistant.call(tool, arguments).await.unwrap_or_else(|error| panic!("{tool}: {error}"));
        assert_eq!(notebook.lines().len(), number + 1, "{tool}");
    }
}
