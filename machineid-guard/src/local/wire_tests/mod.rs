//! The promises of the wire, asked over plain sockets: no HTTP client stands between the bytes and
//! the assertions.

mod caller;
mod contract;
mod senders;
mod up_and_down;

type Tested = Result<(), Box<dyn std::error::Error>>;
