//! What the library calls its gatekeeper, made of its own files, and what is tried with it.

#[path = "../../machineid-guard/src/gatekeeper/bell/mod.rs"]
mod bell;
#[path = "../../machineid-guard/src/gatekeeper/places.rs"]
mod places;
#[path = "../../machineid-guard/src/gatekeeper/reply.rs"]
mod reply;
#[path = "../../machineid-guard/src/gatekeeper/slot.rs"]
mod slot;

mod callers;
mod deadlines;
mod going_away;
mod sync;
mod wakers;
mod world;
