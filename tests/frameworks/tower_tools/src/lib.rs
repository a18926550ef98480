//! A warehouse's tools over HTTP, as tool servers offer them to agents that run elsewhere.

mod routes;
mod warehouse;

pub use routes::app;
pub use warehouse::Warehouse;
