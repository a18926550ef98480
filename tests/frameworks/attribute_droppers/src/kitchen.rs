//! A kitchen's tools for an agent on llm-tool: eight of them.

use llm_tool::{Json, ToolError, ToolRegistry, llm_tool};
use machineid_guard::{Denied, guarded_tool, side_effect};
use serde::Serialize;

use crate::logbook::logbook;

/// What can go wrong in the kitchen.
#[derive(Debug, thiserror::Error)]
pub enum KitchenError {
    /// There is none left.
    #[error("there is no {0} left")]
    Empty(String),
    /// Too hot for any oven.
    #[error("{0} degrees is too hot")]
    TooHot(u32),
    /// The boundary said no.
    #[error("{}", .0.agent_message())]
    Denied(#[from] Denied),
}

impl From<KitchenError> for ToolError {
    fn from(error: KitchenError) -> Self {
        Self::new(error.to_string())
    }
}

/// A dish and what it needs.
#[derive(Debug, Serialize)]
pub struct Recipe {
    dish: String,
    needs: Vec<String>,
}

/// Finds a recipe.
#[guarded_tool]
#[llm_tool]
async fn find_recipe(
    /// The dish.
    dish: String,
) -> Result<Json<Recipe>, KitchenError> {
    tokio::task::yield_now().await;
    logbook().write(format!("looked up {dish}"));
    Ok(Json(Recipe { dish, needs: vec!["flour".into(), "water".into()] }))
}

/// Says how much there is of something.
#[guarded_tool]
#[llm_tool]
fn check_stock(
    /// What of.
    item: String,
) -> Result<u32, KitchenError> {
    logbook().write(format!("checked {item}"));
    if item == "saffron" { Err(KitchenError::Empty(item)) } else { Ok(3) }
}

/// Heats the oven.
#[guarded_tool]
#[llm_tool]
async fn heat_oven(
    /// How hot.
    degrees: u32,
) -> Result<String, KitchenError> {
    if degrees > 300 {
        return Err(KitchenError::TooHot(degrees));
    }
    logbook().write(format!("heated to {degrees}"));
    Ok(format!("{degrees} degrees"))
}

/// Sets a timer.
#[guarded_tool]
#[llm_tool]
async fn set_timer(
    /// For how long.
    minutes: u32,
    /// What it is called.
    label: Option<String>,
) -> Result<String, KitchenError> {
    let label = label.unwrap_or_else(|| "timer".into());
    logbook().write(format!("{label}: {minutes}"));
    Ok(label)
}

/// Adds to the shopping list.
#[guarded_tool]
#[llm_tool]
fn add_to_list(
    /// What to add.
    items: Vec<String>,
) -> Result<usize, KitchenError> {
    logbook().write(items.join(", "));
    Ok(items.len())
}

/// Converts cups to millilitres.
#[guarded_tool]
#[llm_tool]
fn convert_cups(
    /// How many cups.
    cups: u32,
) -> Result<u32, String> {
    logbook().write(format!("converted {cups}"));
    cups.checked_mul(237).ok_or_else(|| "more than any kitchen holds".into())
}

/// Orders groceries.
#[side_effect(surface = "payments")]
#[llm_tool]
async fn order_groceries(
    /// What to order.
    items: Vec<String>,
) -> Result<String, KitchenError> {
    logbook().write(format!("ordered {}", items.join(", ")));
    Ok("ordered".into())
}

/// Turns everything off.
#[guarded_tool]
#[llm_tool]
async fn all_off() -> Result<String, KitchenError> {
    logbook().write("all off");
    Ok("off".into())
}

/// Every tool of the kitchen.
pub fn tools() -> ToolRegistry {
    ToolRegistry::new()
        .with_tool(FindRecipe)
        .with_tool(CheckStock)
        .with_tool(HeatOven)
        .with_tool(SetTimer)
        .with_tool(AddToList)
        .with_tool(ConvertCups)
        .with_tool(OrderGroceries)
        .with_tool(AllOff)
}
