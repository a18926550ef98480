//! Nothing but a plain yes is a yes: the decoder against a slow, obvious oracle, and against every lie that
//! somebody thought of.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod against_oracle;
mod bodies;
mod oracle;
mod rows;
mod slow_json;
