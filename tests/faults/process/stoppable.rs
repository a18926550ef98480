//! The three steps that show that a call can be stopped.

use machineid_guard::local::LocalAuthority;
use machineid_guard::{Denied, Guard};

use crate::TestResult;
use crate::victim::{DEVICE, Effect};

/// Allowed, then revoked and denied, then restored and allowed, each through `call`.
pub fn assert_stoppable(call: impl Fn(&Guard, &Effect) -> Result<(), Denied>) -> TestResult {
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().device_id(DEVICE).build()?;
    let effect = Effect::default();
    call(&guard, &effect)?;
    authority.revoke(DEVICE)?;
    let denied = call(&guard, &effect).expect_err("it is revoked");
    assert_eq!((denied.code(), effect.count()), ("DEVICE_REVOKED", 1));
    authority.restore(DEVICE)?;
    call(&guard, &effect)?;
    assert_eq!(effect.count(), 2);
    Ok(())
}
