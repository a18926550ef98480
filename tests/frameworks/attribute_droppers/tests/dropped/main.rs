//! Tools of frameworks whose macros drop other attributes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod calls;
mod tools;
mod wrong_order;

type TestResult = Result<(), Box<dyn std::error::Error>>;
