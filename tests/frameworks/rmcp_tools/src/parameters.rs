//! What the tools take and give.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::orders::Order;

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Search {
    /// Words that the order's customer or item contains.
    pub(crate) query: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Found {
    pub(crate) orders: Vec<Order>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct OrderId {
    pub(crate) order: u64,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Note {
    pub(crate) order: u64,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Refund {
    pub(crate) order: u64,
    pub(crate) cents: u32,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Email {
    pub(crate) to: String,
    pub(crate) text: String,
}
