//! A guarded agent in one file: allowed, revoked, restored, and stopped with the whole organisation.
//!
//! `cargo run --example quickstart`. It needs no account and no network: the authority that it asks is
//! a local one, which speaks the service's own protocol on a loopback port.

use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};

use machineid_guard::local::{ConsoleError, LocalAuthority};
use machineid_guard::{Denied, Guard, checkpoint, guarded_tool, resume, side_effect};

const TOOL_SERVER: &str = "openai-agent:prod:tool-server:01";
const PAYMENTS: &str = "openai-agent:prod:payments:01";

/// How many bodies ran. A denied call must not change it.
static BODIES_RUN: AtomicU32 = AtomicU32::new(0);

#[derive(Debug, thiserror::Error)]
enum ToolError {
    #[error(transparent)]
    Denied(#[from] Denied),
}

/// A tool that the model may call.
#[guarded_tool]
async fn search_orders(query: String) -> Result<Vec<String>, ToolError> {
    BODIES_RUN.fetch_add(1, Ordering::SeqCst);
    Ok(vec![format!("order 7 matches {query:?}")])
}

/// An action that cannot be taken back. It has a device of its own, so payments can be stopped alone.
#[side_effect(surface = "payments")]
fn refund(order: u64, cents: u32) -> Result<String, ToolError> {
    BODIES_RUN.fetch_add(1, Ordering::SeqCst);
    Ok(format!("refunded {cents} cents of order {order}"))
}

/// Work that goes on after a pause, and asks again each time its loop goes round.
#[resume]
async fn continue_workflow(steps: u32) -> Result<String, ToolError> {
    BODIES_RUN.fetch_add(1, Ordering::SeqCst);
    for _ in 0..steps {
        checkpoint!("next_step").await?;
    }
    Ok(format!("{steps} steps done"))
}

fn bodies_run() -> u32 {
    BODIES_RUN.load(Ordering::SeqCst)
}

/// What a step of this demonstration is expected to show.
#[derive(Clone, Copy)]
enum Expect {
    Allowed,
    Denied(&'static str),
}

struct Demonstration {
    guard: Guard,
    surprises: u32,
}

impl Demonstration {
    /// Calls all three functions as an agent's loop would, and compares with what is expected.
    async fn run(&mut self, tool: Expect, payment: Expect, workflow: Expect) {
        let guard = self.guard.clone();
        let before = bodies_run();
        let found = guard.scope(search_orders("late".into())).await.map(|orders| orders.join(", "));
        self.show("search_orders", tool, &found, before);
        let before = bodies_run();
        let refunded = guard.enter(|| refund(7, 100));
        self.show("refund", payment, &refunded, before);
        let before = bodies_run();
        let resumed = guard.scope(continue_workflow(3)).await;
        self.show("continue_workflow", workflow, &resumed, before);
    }

    fn show(&mut self, function: &str, expected: Expect, outcome: &Result<String, ToolError>, before: u32) {
        let body_ran = bodies_run() > before;
        let as_expected = match (outcome, expected) {
            (Ok(_), Expect::Allowed) => body_ran,
            (Err(ToolError::Denied(denied)), Expect::Denied(code)) => denied.code() == code && !body_ran,
            _ => false,
        };
        match outcome {
            Ok(result) => println!("    {function:<18} allowed: {result}"),
            Err(error) => {
                println!("    {function:<18} {error}; its body {}", if body_ran { "RAN" } else { "did not run" });
            }
        }
        if !as_expected {
            self.surprises += 1;
            println!("    {:<18} ^ this is not what was expected", "");
        }
    }
}

async fn demonstrate(authority: &LocalAuthority, guard: Guard) -> Result<u32, ConsoleError> {
    use Expect::{Allowed, Denied};
    let mut demonstration = Demonstration { guard, surprises: 0 };

    println!("\n1. Nothing is revoked: the agent works.");
    demonstration.run(Allowed, Allowed, Allowed).await;

    println!("\n2. An operator revokes {PAYMENTS}: payments stop, the rest goes on.");
    authority.revoke(PAYMENTS)?;
    demonstration.run(Allowed, Denied("DEVICE_REVOKED"), Allowed).await;

    println!("\n3. The tool server is revoked too: its bodies do not run.");
    authority.revoke(TOOL_SERVER)?;
    demonstration.run(Denied("DEVICE_REVOKED"), Denied("DEVICE_REVOKED"), Denied("DEVICE_REVOKED")).await;

    println!("\n4. Both are restored: the same calls are allowed again.");
    authority.restore(PAYMENTS)?;
    authority.restore(TOOL_SERVER)?;
    demonstration.run(Allowed, Allowed, Allowed).await;

    println!("\n5. The whole organisation is disabled: every device stops at its next boundary.");
    authority.disable_org();
    demonstration.run(Denied("ORG_DISABLED"), Denied("ORG_DISABLED"), Denied("ORG_DISABLED")).await;

    println!("\n6. Enabled again.");
    authority.enable_org();
    demonstration.run(Allowed, Allowed, Allowed).await;
    Ok(demonstration.surprises)
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let authority = LocalAuthority::start()?;
    println!("A local authority answers at {}", authority.base_url());

    // In a program of yours this is `Guard::from_env()?`, with MACHINEID_ORG_KEY set.
    let guard = authority.guard().device_id(TOOL_SERVER).build()?;
    println!("Registered and validated at startup:\n{}", guard.startup().await?);

    let surprises = demonstrate(&authority, guard).await?;
    if surprises > 0 {
        println!("\n{surprises} steps did not come out as they should.");
        return Ok(ExitCode::FAILURE);
    }
    println!("\nEvery step came out as it should: a yes lets the body run, and nothing else does.");
    Ok(ExitCode::SUCCESS)
}
