//! A thousand tenants in one process: each has a device of its own, so each can be stopped alone.
//!
//! `cargo run --example tenants`. It needs no account and no network: the authority that it asks is a local
//! one. All tenants share one guard's thread and connections; a tenant's guard is made where a request comes
//! in, and costs a few hundred bytes.

use std::process::ExitCode;

use machineid_guard::local::{LocalAuthority, Plan};
use machineid_guard::{ConfigError, Denied, Guard, guarded_tool};

const TENANTS: usize = 1_000;
const REVOKED: usize = 42;

/// The last part names the tenant: a surface takes the place of the third, so its payments are
/// `openai-agent:prod:payments:tenant-42`.
fn device_of(tenant: usize) -> String {
    format!("openai-agent:prod:assistant:tenant-{tenant}")
}

#[guarded_tool]
async fn search(question: &str) -> Result<String, Denied> {
    Ok(format!("results for {question}"))
}

/// What a web handler does: a guard for the tenant whose request this is, and the work in its scope.
async fn handle(guard: &Guard, tenant: usize) -> Result<Result<String, Denied>, ConfigError> {
    Ok(guard.for_device(device_of(tenant))?.scope(search("tea")).await)
}

/// Asks for every tenant, and says whose work did not begin.
async fn round(guard: &Guard) -> Result<Vec<usize>, ConfigError> {
    let mut stopped = Vec::new();
    for tenant in 0..TENANTS {
        if handle(guard, tenant).await?.is_err() {
            stopped.push(tenant);
        }
    }
    Ok(stopped)
}

/// The gatekeepers among the threads of this process; `None` where the system does not list them.
fn gatekeepers() -> Option<usize> {
    let names = std::fs::read_dir("/proc/self/task").ok()?.flatten();
    let names = names.filter_map(|thread| std::fs::read_to_string(thread.path().join("comm")).ok());
    Some(names.filter(|name| name.starts_with("machineid-gate")).count())
}

/// The memory of this process, in bytes; `None` where the system does not say.
fn memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<usize>().ok()? * 1024)
}

/// What a thousand guards take, all held at once, in bytes for each.
fn bytes_per_guard(guard: &Guard) -> Result<Option<usize>, ConfigError> {
    let before = memory();
    let guards = (0..TENANTS).map(|tenant| guard.for_device(device_of(tenant))).collect::<Result<Vec<_>, _>>()?;
    let grown = memory().zip(before).map(|(after, before)| after.saturating_sub(before) / guards.len());
    Ok(grown)
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let authority = LocalAuthority::builder().plan(Plan::Max).start()?;
    let guard = authority.guard().device_id("openai-agent:prod:assistant:01").build()?;

    let bytes = bytes_per_guard(&guard)?;
    let at_first = round(&guard).await?;
    authority.revoke(&device_of(REVOKED))?;
    let one_revoked = round(&guard).await?;
    authority.restore(&device_of(REVOKED))?;
    let restored = round(&guard).await?;

    let shown = |count: Option<usize>| count.map_or("not known here".to_owned(), |count| count.to_string());
    println!("{TENANTS} tenants on one guard: gatekeeper threads {}", shown(gatekeepers()));
    println!("memory of a tenant's guard, in bytes: {}", shown(bytes));
    println!("stopped at first {at_first:?}, with tenant {REVOKED} revoked {one_revoked:?}, restored {restored:?}");
    let as_it_should_be = at_first.is_empty() && one_revoked == [REVOKED] && restored.is_empty();
    Ok(if as_it_should_be { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
