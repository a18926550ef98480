//! The smallest arguments that a tool's JSON schema takes.

mod demands;
mod number;
mod search;
mod text;

use serde_json::Value;

use self::search::Search;

/// The smallest JSON arguments that a tool's schema accepts, so that a test calls every tool without a list of
/// arguments written by hand: the required properties alone, the shortest texts and lists, the numbers nearest to zero,
/// the first of an `enum`, of a `oneOf` or of an `anyOf` that can be had with the least nesting. An object where the schema
/// says nothing.
///
/// `None` where nothing is accepted, or only what is nested more than 16 deep or is larger than any arguments, and where a
/// `$ref` leads out of the schema.
///
/// What it does not look at: `pattern`, `not`, `if`, `contains`, `uniqueItems`, `minProperties` and
/// `maxProperties`, `dependentRequired`, and whether what fits one branch of a `oneOf` fits another as well. A tool that demands more than its schema says, or one of
/// these, takes arguments that you write. [`prove_denied`](super::prove_denied) reports it as not reached; nothing passes
/// for a wrong reason.
///
/// A tool that asks nobody acts on what it is given: the texts are empty where they may be, and addresses are ones that
/// lead nowhere.
///
/// ```
/// use machineid_guard::local::least_arguments;
/// use serde_json::json;
///
/// let schema = json!({
///     "type": "object",
///     "properties": {
///         "order": { "type": "integer", "minimum": 1 },
///         "reason": { "$ref": "#/$defs/Reason" },
///         "note": { "type": "string" },
///     },
///     "required": ["order", "reason"],
///     "$defs": { "Reason": { "oneOf": [{ "const": "broken" }, { "const": "late" }] } },
/// });
/// assert_eq!(least_arguments(&schema), Some(json!({ "order": 1, "reason": "broken" })));
/// ```
///
/// With [`prove_denied`](super::prove_denied), for a framework that lists its tools with their schemas:
///
/// ```
/// # use machineid_guard::local::{LocalAuthority, least_arguments, prove_denied};
/// # use machineid_guard::{Denied, guarded_tool};
/// # use serde_json::{Value, json};
/// # struct Tool { name: &'static str, input_schema: Value }
/// # #[guarded_tool]
/// # async fn refund(_order: u64) -> Result<String, Denied> { Ok("refunded".into()) }
/// # async fn dispatch(_tool: &str, arguments: Value) -> String {
/// #     let Some(order) = arguments["order"].as_u64() else { return "missing field `order`".into() };
/// #     refund(order).await.unwrap_or_else(|denied| denied.agent_message())
/// # }
/// # let schema = json!({ "properties": { "order": { "type": "integer" } }, "required": ["order"] });
/// # let tools = [Tool { name: "refund", input_schema: schema }];
/// # let test = async {
/// let authority = LocalAuthority::start()?;
/// let guard = authority.guard().build()?;
/// let call = async |name: String| {
///     let tool = tools.iter().find(|tool| tool.name == name).expect("it is listed");
///     let arguments = least_arguments(&tool.input_schema).expect("some arguments fit");
///     guard.scope(dispatch(&name, arguments)).await
/// };
/// prove_denied(&authority, tools.iter().map(|tool| tool.name), call).await?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # };
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test).unwrap();
/// ```
#[must_use]
pub fn least_arguments(schema: &Value) -> Option<Value> {
    Search::of(schema).least()
}
