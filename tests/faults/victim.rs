//! The guarded functions that must not run.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use machineid_guard::{ConfigError, Denied, Guard, GuardBuilder, guarded_tool};

/// A key that is looked for in everything that can be seen.
pub const CANARY: &str = "org_CANARY_7f3a91";
pub const DEVICE: &str = "openai-agent:test:tool-server:01";

/// Counts the bodies that ran.
#[derive(Debug, Default)]
pub struct Effect(AtomicUsize);

impl Effect {
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    fn happen(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[guarded_tool]
pub async fn delete_async(effect: &Effect) -> Result<(), Denied> {
    effect.happen();
    Ok(())
}

#[guarded_tool]
pub fn delete_sync(effect: &Effect) -> Result<(), Denied> {
    effect.happen();
    Ok(())
}

/// Calls the guarded async function, on no runtime at all.
pub fn call_async(guard: &Guard, effect: &Effect) -> Result<(), Denied> {
    pollster::block_on(guard.scope(delete_async(effect)))
}

/// Calls the guarded sync function.
pub fn call_sync(guard: &Guard, effect: &Effect) -> Result<(), Denied> {
    guard.enter(|| delete_sync(effect))
}

/// A guard with the canary for its key.
pub fn guard(base_url: &str, timeout: Duration) -> GuardBuilder {
    Guard::builder().org_key(CANARY).device_id(DEVICE).base_url(base_url).timeout(timeout)
}

pub fn plain_guard(base_url: &str) -> Result<Guard, ConfigError> {
    guard(base_url, Duration::from_secs(10)).build()
}

#[guarded_tool(device = device)]
fn delete_on_device(device: &str, effect: &Effect) -> Result<(), Denied> {
    effect.happen();
    Ok(())
}

#[guarded_tool(device = device)]
pub async fn delete_async_on_device(device: &str, effect: &Effect) -> Result<(), Denied> {
    effect.happen();
    Ok(())
}

/// Calls a guarded sync function that asks for this device.
pub fn call_for_device(guard: &Guard, device: &str, effect: &Effect) -> Result<(), Denied> {
    guard.enter(|| delete_on_device(device, effect))
}

/// Calls a guarded function with no guard but the one of the environment.
pub fn call_without_guard(effect: &Effect) -> Result<(), Denied> {
    delete_sync(effect)
}
