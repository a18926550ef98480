//! Faults of the caller's own process, where an order has to be forced: the thread that comes too late, the
//! answer that nobody takes, the panic on the gatekeeper's own thread. The binary `process` has the rest.

mod by_hand;
mod dropped;
mod wakers;
mod late;
mod observers;
mod runtimes;
