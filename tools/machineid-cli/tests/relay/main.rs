//! `machineid relay`, run as it is deployed, between guards and authorities on real sockets.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod agent;
mod attack;
mod bounds;
mod document;
mod many;
mod measured;
mod passed_on;
mod port;
mod raw;
mod refused;
mod running;
mod secrets;
mod socket;
mod wire;

type TestResult = Result<(), Box<dyn std::error::Error>>;
