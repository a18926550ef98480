//! A device that the authority does not register does not work: the plan's cap, a wrong key, a device
//! that was revoked before this process started. The denial carries the authority's code, and what the
//! registration was refused with.

use machineid_guard::local::Plan;

use crate::TestResult;
use crate::agent::{DEVICES, Effects, assert_all_allowed, authority, patient, read_order};
use crate::denial::{Expected, assert_all_denied};

const OTHERS: [&str; 3] = ["cron-01", "cron-02", "cron-03"];

#[test]
fn at_the_device_cap_a_new_device_is_denied_until_there_is_room() -> TestResult {
    let authority = authority()?;
    authority.set_plan(Plan::Free);
    for device in OTHERS {
        let other = patient(&authority).device_id(device).build()?;
        other.enter(|| read_order(&Effects::default()))?;
    }
    let guard = patient(&authority).build()?;
    let at_the_cap = Expected::authority("DEVICE_NOT_REGISTERED").after_refusal("device_limit_reached");
    assert_all_denied(&guard, &authority, at_the_cap);
    assert_eq!(authority.devices().len(), OTHERS.len());

    // A refused registration is not a registration: it is asked for again, and nobody has to restart.
    authority.set_plan(Plan::Pro);
    assert_all_allowed(&guard);
    Ok(())
}

#[test]
fn a_wrong_key_is_denied_at_every_boundary() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).org_key("org_of_somebody_else").build()?;
    let wrong_key = Expected::authority("INVALID_ORG_KEY").after_refusal("invalid_org_key");
    assert_all_denied(&guard, &authority, wrong_key);
    assert!(authority.devices().is_empty());
    Ok(())
}

#[test]
fn a_device_that_was_revoked_earlier_is_not_revived_by_a_new_process() -> TestResult {
    let authority = authority()?;
    assert_all_allowed(&patient(&authority).build()?);
    for device in DEVICES {
        authority.revoke(device)?;
    }
    let restarted = patient(&authority).build()?;
    let revoked = Expected::authority("DEVICE_REVOKED").after_refusal("device_revoked");
    assert_all_denied(&restarted, &authority, revoked);
    for device in DEVICES {
        authority.restore(device)?;
    }
    assert_all_allowed(&restarted);
    Ok(())
}
