//! What the meeting place of callers and gatekeeper is made of: locks, threads and a clock. The model of it
//! (`tests/model`) puts its own in this place.

pub(super) use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
pub(super) use std::thread::Builder;
pub(super) use std::time::Instant;
