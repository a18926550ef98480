//! The manifest calls the crate `guard`; there is no `::machineid_guard` here.

#![deny(warnings)]
#![allow(dead_code)]
#![forbid(unsafe_code)]

use guard::{Denied, Permit, checkpoint, checkpoint_blocking, guarded_tool, guarded_tools, side_effect, surface};

surface!(pub Payments = "payments", crate = guard);

#[guarded_tool(crate = guard)]
async fn asynchronous() -> Result<u8, Denied> {
    checkpoint!("next_step", crate = guard).await?;
    Ok(7)
}

#[side_effect(surface = Payments, permit = permit, crate = ::guard)]
fn sync() -> Result<Permit<Payments>, Denied> {
    checkpoint_blocking!("next_row", crate = guard)?;
    Ok(permit)
}

#[guarded_tool(recheck = "1s", crate = guard)]
async fn rechecked() -> Result<u8, Denied> {
    Ok(7)
}

#[guarded_tool(crate = guard)]
fn opaque() -> impl std::future::Future<Output = Result<u8, Denied>> {
    async { Ok(7) }
}

struct Server;

#[guarded_tools(crate = guard, on_denied = |_| 0)]
impl Server {
    pub fn act(&self) -> u8 {
        7
    }
}

fn main() {}
