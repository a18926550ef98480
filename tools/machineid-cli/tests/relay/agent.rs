//! What an agent does: guarded functions, and a counter of the effects that their bodies had.

use std::sync::atomic::{AtomicU32, Ordering};

use machineid_guard::{Denied, Guard, guarded_tool, side_effect};

#[derive(Debug, Default)]
pub(crate) struct Effects(AtomicU32);

impl Effects {
    pub(crate) fn count(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

#[guarded_tool]
fn search(effects: &Effects) -> Result<(), Denied> {
    effects.0.fetch_add(1, Ordering::SeqCst);
    Ok(())
}

#[side_effect(surface = "payments")]
fn charge_card(effects: &Effects) -> Result<(), Denied> {
    effects.0.fetch_add(1, Ordering::SeqCst);
    Ok(())
}

#[guarded_tool(device = device)]
fn search_as(device: &str, effects: &Effects) -> Result<(), Denied> {
    effects.0.fetch_add(1, Ordering::SeqCst);
    Ok(())
}

/// Asks for the guard's own device.
pub(crate) fn work(guard: &Guard, effects: &Effects) -> Result<(), Denied> {
    guard.enter(|| search(effects))
}

/// Asks for its payments.
pub(crate) fn charge(guard: &Guard, effects: &Effects) -> Result<(), Denied> {
    guard.enter(|| charge_card(effects))
}

/// Asks for this device.
pub(crate) fn work_as(guard: &Guard, device: &str, effects: &Effects) -> Result<(), Denied> {
    guard.enter(|| search_as(device, effects))
}
