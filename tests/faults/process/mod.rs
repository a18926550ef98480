//! Faults of the caller's own process, where an order has to be forced: the thread that comes too late, the
//! answer that nobody takes, the panic on the gatekeeper's own thread. The binary `process` has the rest.

mod budget;
mod by_hand;
mod dropped;
mod host_executor;
mod late;
mod loggers;
mod observers;
mod reentrant;
mod runtimes;
mod wakers;
