//! An agent, the authority that it asks, and the three steps that show that it can be stopped.

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
pub(crate) async fn async_tool(effects: &Effects) -> Result<(), Denied> {
    effects.0.fetch_add(1, Ordering::SeqCst);
    Ok(())
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

/// Allowed, then revoked and denied, then restored and allowed, each through `call`.
pub(crate) fn assert_stoppable(call: impl Fn(&Guard, &Effects) -> Result<(), Denied>) {
    let (authority, guard) = agent().expect("an authority on loopback");
    let effects = Effects::default();
    call(&guard, &effects).expect("nothing is revoked");
    authority.revoke(DEVICE).expect("it is registered");
    let denied = call(&guard, &effects).expect_err("it is revoked");
    assert_eq!((denied.code(), effects.count()), ("DEVICE_REVOKED", 1));
    authority.restore(DEVICE).expect("it is registered");
    call(&guard, &effects).expect("it is restored");
    assert_eq!(effects.count(), 2);
}
