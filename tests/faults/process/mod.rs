//! Faults of the caller's own process: the thread that comes too late, the answer that nobody takes, code of the
//! program that blocks, panics or calls back, and every executor that there is.

pub mod budget;
mod by_hand;
pub mod dropped;
pub mod executors;
pub mod forked;
pub mod host_executor;
pub mod late;
pub mod loggers;
pub mod observers;
pub mod reentrant;
pub mod runtimes;
mod stoppable;
pub mod sync_inside_async;
pub mod wakers;
