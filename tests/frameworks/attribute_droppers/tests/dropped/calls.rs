//! One call each, as the frameworks' agents make it.

use attribute_droppers::{garden, kitchen};
use llm_tool::ToolContext;
use serde_json::{Value, json};
use swiftide::chat_completion::{ToolCall, ToolOutput};

/// Every tool of the garden, and arguments that it takes.
pub(crate) fn garden_calls() -> [(&'static str, Value); 8] {
    [
        ("read_moisture", json!({})),
        ("water_bed", json!({ "bed": "roses" })),
        ("plant", json!({ "bed": "roses", "seeds": "roses" })),
        ("list_beds", json!({})),
        ("harvest", json!({ "bed": "herbs" })),
        ("open_greenhouse", json!({})),
        ("mow", json!({ "height": "low" })),
        ("order_compost", json!({ "sacks": "2" })),
    ]
}

/// Every tool of the kitchen, and arguments that it takes.
pub(crate) fn kitchen_calls() -> [(&'static str, Value); 8] {
    [
        ("find_recipe", json!({ "dish": "bread" })),
        ("check_stock", json!({ "item": "flour" })),
        ("heat_oven", json!({ "degrees": 200 })),
        ("set_timer", json!({ "minutes": 40 })),
        ("add_to_list", json!({ "items": ["flour"] })),
        ("convert_cups", json!({ "cups": 2 })),
        ("order_groceries", json!({ "items": ["flour"] })),
        ("all_off", json!({})),
    ]
}

/// What swiftide's agent gets of a tool: `Ok` for a result, `Err` for a failure that the model reads.
pub(crate) async fn in_garden(tool: &str, arguments: &Value) -> Result<String, String> {
    let tool = garden::tools().into_iter().find(|it| it.name() == tool).expect("a tool of the garden");
    let call = ToolCall::builder().id("call_1").name(tool.name()).args(arguments.to_string()).build().expect("a call");
    match tool.invoke(&(), &call).await.expect("failures are for the model, and errors for a retry") {
        ToolOutput::Text(text) => Ok(text),
        ToolOutput::Fail(text) => Err(text),
        other => panic!("{other:?}"),
    }
}

/// What llm-tool's registry gives back.
pub(crate) async fn in_kitchen(tool: &str, arguments: &Value) -> Result<String, String> {
    match kitchen::tools().dispatch(tool, arguments.clone(), &ToolContext::new()).await {
        Ok(output) => Ok(output.content().to_owned()),
        Err(error) => Err(error.message),
    }
}
