//! What the meeting place of caller and gatekeeper is made of. The model of it puts its own in this place.

pub(super) use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
