//! A tool server over HTTP that an operator can stop.
//!
//! `cargo run --manifest-path tests/frameworks/Cargo.toml --example tool_server`, then the `curl` lines
//! that it prints. It asks an authority of its own on a loopback port, and no account is needed. With
//! `MACHINEID_ORG_KEY` and `MACHINEID_DEVICE_ID` set it asks the real one.

use machineid_guard::local::LocalAuthority;
use machineid_guard::{Guard, GuardBuilder};

const DEVICE: &str = "openai-agent:dev:tool-server:01";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let local = if std::env::var_os("MACHINEID_ORG_KEY").is_some() { None } else { Some(LocalAuthority::start()?) };
    let guard: Guard = match &local {
        Some(authority) => authority.guard().device_id(DEVICE).build()?,
        None => GuardBuilder::from_env()?.build()?,
    };
    guard.install()?;

    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    println!("# a tool, a payment, and a route that asks nobody:");
    println!("curl -si 'http://127.0.0.1:8080/tools/search?query=e'");
    println!("curl -si -H 'content-type: application/json' -d 700 http://127.0.0.1:8080/tools/pay_supplier");
    println!("curl -si http://127.0.0.1:8080/health");
    if let Some(authority) = &local {
        for (word, what) in [("revoke", "stop payments"), ("unrevoke", "and let them go on")] {
            println!("# {what}:");
            println!(
                "curl -s {}/api/v1/devices/{word} -H 'x-org-key: {}' -H 'content-type: application/json' \\\n     -d '{{\"deviceId\":\"openai-agent:dev:payments:01\"}}'",
                authority.base_url(),
                authority.org_key()
            );
        }
    }
    axum::serve(listener, tower_tools::app(std::sync::Arc::default())).await?;
    Ok(())
}
