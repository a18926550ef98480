//! Whatever bytes come back after a question, nothing is a yes but one well-formed answer that says so: the
//! client against slow, obvious oracles, over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod ask;
mod good;
mod http1;
mod http1_oracle;
mod http2;
mod http2_frames;
mod http2_oracle;
mod mutations;
#[path = "../decoder/oracle.rs"]
#[expect(dead_code, reason = "the decoder is asked by the client here, not by the oracle's own function")]
mod oracle;
#[path = "../decoder/slow_json.rs"]
mod slow_json;
mod tally;
mod trial;

type TestResult = Result<(), Box<dyn std::error::Error>>;
