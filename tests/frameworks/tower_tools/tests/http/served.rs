//! A router on a loopback port, and a client of it.

use axum::Router;
use one_authority::reads_as_refusal;
use reqwest::{Client, Method, Response};
use serde_json::Value;

use crate::raw::Raw;

pub(crate) struct Served {
    address: String,
    client: Client,
}

impl Served {
    pub(crate) async fn on_loopback(app: Router) -> Result<Self, Box<dyn std::error::Error>> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { address, client: Client::builder().no_proxy().build()? })
    }

    /// A connection of its own, for what no client would send.
    pub(crate) async fn connect(&self) -> std::io::Result<Raw> {
        Raw::to(self.address.trim_start_matches("http://")).await
    }

    pub(crate) async fn ask(&self, method: Method, path: &str, body: &Value) -> reqwest::Result<Response> {
        let request = self.client.request(method, format!("{}{path}", self.address));
        let request = if body.is_null() { request } else { request.json(body) };
        request.send().await
    }
}

/// Every tool of the warehouse: its name, and a request that it takes.
pub(crate) fn calls() -> [(&'static str, Method, &'static str, Value); 8] {
    let movement = || serde_json::json!({ "item": "kettle", "pieces": 2 });
    [
        ("search", Method::GET, "/tools/search?query=e", Value::Null),
        ("stock", Method::GET, "/tools/stock/kettle", Value::Null),
        ("count", Method::GET, "/tools/count", Value::Null),
        ("inventory", Method::GET, "/tools/inventory", Value::Null),
        ("receive", Method::POST, "/tools/receive", movement()),
        ("ship", Method::POST, "/tools/ship", movement()),
        ("pay_supplier", Method::POST, "/tools/pay_supplier", 700.into()),
        ("discard", Method::DELETE, "/tools/discard/teapot", Value::Null),
    ]
}

/// The body of a refusal, which it gives back: what happened, at which boundary, and how to find it in the authority's log.
pub(crate) async fn assert_refusal(answer: Response, tool: &str, code: &str) -> String {
    assert_eq!(answer.status(), 403, "{tool}");
    assert_eq!(answer.headers()["content-type"], "application/json", "{tool}");
    assert!(!answer.headers().contains_key("retry-after"), "{tool}");
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body["code"], code, "{tool}");
    assert_eq!(body["boundary"], tool);
    assert!(body["request_id"].is_string(), "{body}");
    assert!(reads_as_refusal(body["message"].as_str().unwrap_or_default(), tool, code), "{body}");
    body.to_string()
}
