//! A guarded body runs after a yes and after nothing else: every stop, at every kind of boundary, async
//! and sync, through the public API and real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod agent;
mod blocking;
#[cfg(target_os = "linux")]
mod children;
mod client;
mod config_errors;
mod connections;
mod denial;
mod deploy_page;
mod guard_in_force;
#[cfg(unix)]
mod key_file;
mod least_arguments;
mod one_outcome;
mod over_tls;
mod permit_age;
mod pinned_host;
mod prove_denied;
mod registration;
#[cfg(unix)]
mod relay_address;
mod scopes;
mod start_errors;
mod startup;
mod stops_at_registration;
mod stops_by_operator;
mod stops_without_answer;
mod surface_mapping;
mod tenants;
mod ugly_names;

type TestResult = Result<(), Box<dyn std::error::Error>>;
