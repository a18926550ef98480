//! Every fault of the catalogue, injected on loopback: the body does not run, the reason is the right one,
//! the key stays where it belongs, and the next call against a healthy authority succeeds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod clocks;
mod desync;
mod document;
mod environment;
mod key_header;
mod leak;
mod load;
mod localhost;
mod names;
mod network;
mod one_retry;
mod one_retry_http2;
mod process;
mod process_rows;
mod proxy;
mod run;
mod run_process_rows;
mod sent_once;
mod status;
mod table;
mod tls;
mod trailers;
mod victim;

type TestResult = Result<(), Box<dyn std::error::Error>>;
