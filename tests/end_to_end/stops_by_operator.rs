//! An operator's word is in force at the next boundary: revoke, restore, remove, org-wide disable, and a
//! plan that is not in force.

use machineid_guard::local::{Endpoint, LocalAuthority, PlanState, Request};

use crate::TestResult;
use crate::agent::{DEVICES, ENTRANCES, PAYMENTS, TOOL_SERVER, assert_all_allowed, authority, patient};
use crate::denial::{Expected, assert_all_denied, assert_denied};

fn registrations(authority: &LocalAuthority, device: &str) -> usize {
    let of_device =
        |request: &&Request| request.endpoint() == Endpoint::Register && request.device_id() == Some(device);
    authority.requests().iter().filter(of_device).count()
}

#[test]
fn a_revoked_device_is_denied_until_it_is_restored() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    assert_all_allowed(&guard);
    for device in DEVICES {
        authority.revoke(device)?;
    }
    assert_all_denied(&guard, &authority, Expected::authority("DEVICE_REVOKED"));
    for device in DEVICES {
        authority.restore(device)?;
    }
    assert_all_allowed(&guard);
    Ok(())
}

#[test]
fn revoking_one_surface_stops_that_surface_and_nothing_else() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    assert_all_allowed(&guard);
    for (revoked, other) in [(PAYMENTS, TOOL_SERVER), (TOOL_SERVER, PAYMENTS)] {
        authority.revoke(revoked)?;
        for entrance in &ENTRANCES {
            if entrance.device() == other {
                entrance.assert_allowed(&guard);
            } else {
                assert_denied(entrance, &guard, &authority, Expected::authority("DEVICE_REVOKED"));
            }
        }
        authority.restore(revoked)?;
    }
    Ok(())
}

#[test]
fn an_org_wide_disable_stops_every_device_and_changes_none() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    assert_all_allowed(&guard);
    authority.revoke(PAYMENTS)?;
    authority.disable_org();
    assert_all_denied(&guard, &authority, Expected::authority("ORG_DISABLED"));
    authority.enable_org();
    for entrance in &ENTRANCES {
        match entrance.surface {
            None => entrance.assert_allowed(&guard),
            Some(_) => assert_denied(entrance, &guard, &authority, Expected::authority("DEVICE_REVOKED")),
        }
    }
    Ok(())
}

#[test]
fn a_removed_device_is_denied_and_nothing_registers_it_again() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    assert_all_allowed(&guard);
    for device in DEVICES {
        authority.remove(device)?;
    }
    assert_all_denied(&guard, &authority, Expected::authority("DEVICE_NOT_REGISTERED"));
    assert_all_denied(&guard, &authority, Expected::authority("DEVICE_NOT_REGISTERED"));
    assert!(authority.devices().is_empty());
    for device in DEVICES {
        assert_eq!(registrations(&authority, device), 1, "{device}");
    }
    // A new process is somebody's decision to start it, and registers.
    assert_all_allowed(&patient(&authority).build()?);
    Ok(())
}

#[test]
fn a_plan_that_is_not_in_force_stops_everything() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    for (state, code) in [(PlanState::Frozen, "PLAN_FROZEN"), (PlanState::NotActive, "PLAN_NOT_ACTIVE")] {
        assert_all_allowed(&guard);
        authority.set_plan_state(state);
        assert_all_denied(&guard, &authority, Expected::authority(code));
        authority.set_plan_state(PlanState::Active);
    }
    assert_all_allowed(&guard);
    Ok(())
}
