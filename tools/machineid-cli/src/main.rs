//! `machineid`: stops an organisation's devices, restores them, and says what is true now.

mod arguments;
mod check;
mod connection;
mod consent;
mod console;
mod devices;
mod drill;
mod interruption;
mod keyed;
mod outcome;
mod pages;
mod plain;
mod relay;
mod roster;
mod run;
mod snapshot;
mod table;
mod target;
mod usage;
mod watch;

use std::process::ExitCode;

fn main() -> ExitCode {
    run::run().code()
}
