//! The attributes on every function that a user has: allowed, the body runs once and its result comes
//! through; denied, it does not run. Against a real local authority.
//!
//! The numbers beside a case are issues of other crates, where a wrapping attribute broke on it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
// The cases are what users write, not what this project would.
#![allow(clippy::unused_async, clippy::unnecessary_wraps, clippy::needless_pass_by_value, clippy::unused_self)]
#![allow(clippy::boxed_local, clippy::elidable_lifetime_names, clippy::type_complexity)]

mod arguments;
mod attribute_order;
mod blocks;
mod closures;
mod drop_order;
mod futures;
mod hygiene;
mod in_flight;
mod in_flight_started;
mod in_flight_ticker;
mod inventory;
mod permits;
mod receivers;
mod return_types;
mod tool_shapes;
mod trial;
mod wrapper;
