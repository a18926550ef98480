//! A server on loopback that speaks as much of the Responses API as the agent uses, and plays a model
//! that follows a script: a lookup, then one action, then an answer that depends on how that went.

use std::net::SocketAddr;

use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

/// Starts it on a free port.
pub(crate) async fn serve() -> std::io::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let app = Router::new().route("/v1/responses", post(respond));
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(address)
}

type Answer = Result<Json<Value>, (StatusCode, Json<Value>)>;

/// A response's id says which script is played, and how far it is: `resp_refund_1`.
async fn respond(Json(request): Json<Value>) -> Answer {
    if request["tools"].as_array().is_none_or(Vec::is_empty) {
        return Err(bad_request("the script needs tools"));
    }
    let Some(previous) = request["previous_response_id"].as_str() else {
        let script =
            if request["input"].as_str().is_some_and(|task| task.contains("refund")) { "refund" } else { "mail" };
        return Ok(calls(script, 0));
    };
    let mut parts = previous.rsplitn(2, '_');
    let step = parts.next().and_then(|step| step.parse().ok()).unwrap_or(0_usize);
    let script = if parts.next() == Some("resp_refund") { "refund" } else { "mail" };
    let output = &request["input"][0];
    match (output["call_id"].as_str(), output["output"].as_str()) {
        (Some(call), Some(output)) if call == format!("call_{script}_{step}") => Ok(next(script, step, output)),
        _ => Err(bad_request("an output for the last call was expected")),
    }
}

fn next(script: &str, step: usize, output: &str) -> Json<Value> {
    if output.contains("was NOT run") {
        return message(script, step, &format!("I was stopped, and did not try again. I was told: {output}"));
    }
    if step == 0 { calls(script, 1) } else { message(script, step, &format!("It is done: {output}.")) }
}

fn calls(script: &str, step: usize) -> Json<Value> {
    let (name, arguments) = match (step, script) {
        (0, _) => ("look_up_order", json!({ "order": 7 })),
        (_, "refund") => ("refund", json!({ "order": 7, "cents": 8000 })),
        _ => ("send_email", json!({ "to": "ada@example.org", "text": "It arrives on Friday." })),
    };
    let call = json!({
        "type": "function_call",
        "id": format!("fc_{script}_{step}"),
        "call_id": format!("call_{script}_{step}"),
        "name": name,
        "arguments": arguments.to_string(),
        "status": "completed",
    });
    response(script, step, &call)
}

fn message(script: &str, step: usize, text: &str) -> Json<Value> {
    let message = json!({
        "type": "message",
        "id": format!("msg_{script}_{step}"),
        "role": "assistant",
        "status": "completed",
        "content": [{ "type": "output_text", "text": text, "annotations": [], "logprobs": [] }],
    });
    response(script, step, &message)
}

fn response(script: &str, step: usize, item: &Value) -> Json<Value> {
    Json(json!({
        "id": format!("resp_{script}_{step}"),
        "object": "response",
        "created_at": 0,
        "status": "completed",
        "model": "scripted",
        "output": [item],
    }))
}

fn bad_request(message: &str) -> (StatusCode, Json<Value>) {
    let error =
        json!({ "error": { "message": message, "type": "invalid_request_error", "param": null, "code": null } });
    (StatusCode::BAD_REQUEST, Json(error))
}
