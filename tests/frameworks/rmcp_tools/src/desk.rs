//! The server and its tools.

use std::sync::Arc;

use machineid_guard::{guarded_tool, side_effect};
use rmcp::handler::server::wrapper::{Json, Parameters};
use rmcp::model::{CallToolResult, ContentBlock};
use rmcp::{ErrorData, ServerHandler, tool, tool_handler, tool_router};

use crate::error::DeskError;
use crate::export::export;
use crate::orders::{Order, Orders};
use crate::parameters::{Email, Found, Note, OrderId, Refund, Search};

/// A support desk that a model works at.
#[derive(Clone, Debug, Default)]
pub struct SupportDesk {
    orders: Arc<Orders>,
}

impl SupportDesk {
    /// The orders that the desk works on.
    #[must_use]
    pub fn orders(&self) -> &Orders {
        &self.orders
    }
}

#[tool_router(vis = "pub")]
impl SupportDesk {
    #[guarded_tool]
    #[tool(description = "Finds orders by customer or item")]
    async fn search_orders(&self, Parameters(Search { query }): Parameters<Search>) -> Result<Json<Found>, DeskError> {
        tokio::task::yield_now().await;
        let all = self.orders.all();
        let fits = |order: &&Order| order.customer.contains(&query) || order.item.contains(&query);
        Ok(Json(Found { orders: all.values().filter(fits).cloned().collect() }))
    }

    #[guarded_tool]
    #[tool(description = "Reads one order")]
    fn get_order(&self, Parameters(OrderId { order }): Parameters<OrderId>) -> Result<Json<Order>, DeskError> {
        let found = self.orders.all().get(&order).cloned().ok_or(DeskError::NoSuchOrder(order))?;
        Ok(Json(found))
    }

    #[guarded_tool]
    #[tool(description = "Writes a note to an order")]
    async fn add_note(&self, Parameters(Note { order, text }): Parameters<Note>) -> Result<String, DeskError> {
        let notes = self.orders.change(order, |order| {
            order.notes.push(text);
            order.notes.len()
        })?;
        Ok(format!("{notes} notes"))
    }

    #[guarded_tool]
    #[tool(description = "Lists the notes of an order")]
    fn list_notes(&self, Parameters(OrderId { order }): Parameters<OrderId>) -> Result<String, String> {
        match self.orders.all().get(&order) {
            Some(order) => Ok(order.notes.join("\n")),
            None => Err(format!("there is no order {order}")),
        }
    }

    #[side_effect(surface = "payments")]
    #[tool(description = "Pays money back to the customer")]
    async fn refund(
        &self,
        Parameters(Refund { order, cents }): Parameters<Refund>,
    ) -> Result<CallToolResult, ErrorData> {
        let total = self
            .orders
            .change(order, |order| {
                order.refunded_cents += cents;
                order.refunded_cents
            })
            .map_err(|error| ErrorData::invalid_params(error.to_string(), None))?;
        Ok(CallToolResult::success(vec![ContentBlock::text(format!("{total} cents refunded"))]))
    }

    #[side_effect(surface = "email")]
    #[tool(description = "Sends a mail")]
    async fn send_email(&self, Parameters(Email { to, text }): Parameters<Email>) -> Result<CallToolResult, ErrorData> {
        if !to.contains('@') {
            return Err(ErrorData::invalid_params("that is not an address", None));
        }
        drop(self.orders.all());
        Ok(CallToolResult::success(vec![ContentBlock::text(format!("{} bytes to {to}", text.len()))]))
    }

    #[guarded_tool]
    #[tool(description = "Closes an order")]
    async fn close_order(&self, Parameters(OrderId { order }): Parameters<OrderId>) -> Result<String, DeskError> {
        self.orders.change(order, |order| order.closed = true)?;
        Ok(format!("order {order} is closed"))
    }

    #[guarded_tool]
    #[tool(description = "Exports all orders as JSON lines")]
    async fn export_orders(&self) -> Result<CallToolResult, DeskError> {
        export("orders", self.orders.all().values())
    }

    #[guarded_tool]
    #[tool(description = "Counts the orders")]
    fn status(&self) -> CallToolResult {
        CallToolResult::success(vec![ContentBlock::text(format!("{} orders", self.orders.all().len()))])
    }
}

#[tool_handler]
impl ServerHandler for SupportDesk {}
