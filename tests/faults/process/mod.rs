//! Faults of the caller's own process: the thread that comes too late, the answer that nobody takes, the panic on
//! the gatekeeper's own thread, and every executor that there is.

mod by_hand;
pub mod dropped;
pub mod executors;
pub mod forked;
pub mod gatekeeper_gone;
pub mod late;
pub mod observers;
pub mod runtimes;
mod stoppable;
pub mod sync_inside_async;
