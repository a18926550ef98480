//! A model of where callers and gatekeeper meet: the library's own files, on locks, threads and a clock that
//! try out one order of events after another.
//!
//! The rules: who waits is always decided, whatever goes away, dies, blocks or comes late; a ruling that is
//! there is seen by the next look; nobody's waker costs anybody else anything; every place is given back. What
//! an async runtime's budget could do is tried with it: a look here is the plain call of a function, with no
//! runtime around it that could refuse it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub, dead_code)]

mod gatekeeper;
