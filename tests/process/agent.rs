//! An agent, and the authority that it asks.

use machineid_guard::local::LocalAuthority;
use std::sync::atomic::{AtomicU32, Ordering};

use machineid_guard::{Denied, Guard, guarded_tool};

pub(crate) const DEVICE: &str = "openai-agent:test:tool-server:01";

/// Counts the bodies that ran.
#[derive(Debug, Default)]
pub(crate) struct Effects(AtomicU32);

impl Effects {
    pub(crate) fn count(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

#[guarded_tool]
pub(crate) fn sync_tool(effects: &Effects) -> Result<(), Denied> {
    effects.0.fetch_add(1, Ordering::SeqCst);
    Ok(())
}

pub(crate) fn agent() -> Result<(LocalAuthority, Guard), Box<dyn std::error::Error>> {
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().device_id(DEVICE).build()?;
    Ok((authority, guard))
}
