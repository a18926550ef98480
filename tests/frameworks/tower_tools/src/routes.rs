//! The tools, each at a path of its own.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use machineid_guard::frameworks::tower::GuardLayer;
use serde::{Deserialize, Serialize};

use crate::warehouse::Warehouse;

type Shared = State<Arc<Warehouse>>;
type Failure = (StatusCode, String);

#[derive(Deserialize)]
struct Search {
    query: String,
}

#[derive(Deserialize)]
struct Movement {
    item: String,
    pieces: u32,
}

#[derive(Serialize)]
struct Stocked {
    item: String,
    pieces: u32,
}

async fn health() -> &'static str {
    "ok"
}

async fn search(State(warehouse): Shared, Query(Search { query }): Query<Search>) -> Json<Vec<String>> {
    Json(warehouse.stock().keys().filter(|item| item.contains(&query)).cloned().collect())
}

async fn stock(State(warehouse): Shared, Path(item): Path<String>) -> Result<Json<Stocked>, Failure> {
    let pieces = warehouse.stock().get(&item).copied();
    let pieces = pieces.ok_or_else(|| (StatusCode::NOT_FOUND, format!("there is no {item}")))?;
    Ok(Json(Stocked { item, pieces }))
}

async fn count(State(warehouse): Shared) -> Json<usize> {
    Json(warehouse.stock().len())
}

async fn inventory(State(warehouse): Shared) -> String {
    let lines: Vec<_> = warehouse.stock().iter().map(|(item, pieces)| format!("{item}\t{pieces}")).collect();
    lines.join("\n")
}

async fn receive(State(warehouse): Shared, Json(Movement { item, pieces }): Json<Movement>) -> Json<u32> {
    let mut stock = warehouse.stock();
    let stocked = stock.entry(item).or_default();
    *stocked += pieces;
    Json(*stocked)
}

async fn ship(State(warehouse): Shared, Json(Movement { item, pieces }): Json<Movement>) -> Result<Json<u32>, Failure> {
    let mut stock = warehouse.stock();
    let left = stock.get(&item).and_then(|stocked| stocked.checked_sub(pieces));
    let left = left.ok_or_else(|| (StatusCode::CONFLICT, format!("there are no {pieces} of {item}")))?;
    stock.insert(item, left);
    Ok(Json(left))
}

async fn pay_supplier(State(warehouse): Shared, Json(cents): Json<u32>) -> String {
    drop(warehouse.stock());
    format!("paid {cents}")
}

async fn discard(State(warehouse): Shared, Path(item): Path<String>) -> StatusCode {
    match warehouse.stock().remove(&item) {
        Some(_) => StatusCode::NO_CONTENT,
        None => StatusCode::NOT_FOUND,
    }
}

/// Every tool, and a route for whoever watches the server.
pub fn app(warehouse: Arc<Warehouse>) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/tools/search", get(search).layer(GuardLayer::new("search")))
        .route("/tools/stock/{item}", get(stock).layer(GuardLayer::new("stock")))
        .route("/tools/count", get(count).layer(GuardLayer::new("count")))
        .route("/tools/inventory", get(inventory).layer(GuardLayer::new("inventory")))
        .route("/tools/receive", post(receive).layer(GuardLayer::new("receive")))
        .route("/tools/ship", post(ship).layer(GuardLayer::new("ship")))
        .route("/tools/pay_supplier", post(pay_supplier).layer(GuardLayer::new("pay_supplier").surface("payments")))
        .route("/tools/discard/{item}", delete(discard).layer(GuardLayer::new("discard")))
        .with_state(warehouse)
}
