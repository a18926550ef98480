//! The promises of the rules, without HTTP.

use super::*;

type Tested = Result<(), ConsoleError>;

fn id(name: &str) -> Arc<str> {
    Arc::from(name)
}

fn with_devices<const N: usize>(ids: [&str; N]) -> Organisation {
    let mut organisation = Organisation::default();
    for name in ids {
        organisation.register(&id(name));
    }
    organisation
}

#[test]
fn register_is_idempotent() {
    let mut organisation = Organisation::default();
    assert_eq!(organisation.register(&id("a")), Registration::Created);
    assert_eq!(organisation.register(&id("a")), Registration::Exists);
    assert_eq!(organisation.usage().devices_used, 1);
}

#[test]
fn only_a_registered_device_is_allowed() {
    let organisation = with_devices(["a"]);
    assert_eq!(organisation.validate("a"), Verdict::Allow);
    assert_eq!(organisation.validate("b"), Verdict::DeviceNotRegistered);
    assert_eq!(organisation.validate("A"), Verdict::DeviceNotRegistered);
}

#[test]
fn a_revoked_device_is_denied_until_it_is_restored() -> Tested {
    let mut organisation = with_devices(["a", "b"]);
    organisation.revoke("a")?;
    assert_eq!(organisation.validate("a"), Verdict::DeviceRevoked);
    assert_eq!(organisation.validate("b"), Verdict::Allow);
    organisation.restore("a")?;
    assert_eq!(organisation.validate("a"), Verdict::Allow);
    Ok(())
}

#[test]
fn register_never_restores_a_revoked_device() -> Tested {
    let mut organisation = with_devices(["a"]);
    organisation.revoke("a")?;
    assert_eq!(organisation.register(&id("a")), Registration::DeviceRevoked);
    assert_eq!(organisation.validate("a"), Verdict::DeviceRevoked);
    Ok(())
}

#[test]
fn the_same_order_twice_changes_nothing() -> Tested {
    let mut organisation = with_devices(["a"]);
    organisation.restore("a")?;
    organisation.revoke("a")?;
    organisation.revoke("a")?;
    assert_eq!(organisation.usage().devices_revoked, 1);
    Ok(())
}

#[test]
fn a_removed_device_is_unknown_and_may_register_again() -> Tested {
    let mut organisation = with_devices(["a"]);
    organisation.revoke("a")?;
    organisation.remove("a")?;
    assert_eq!(organisation.validate("a"), Verdict::DeviceNotRegistered);
    assert_eq!(organisation.register(&id("a")), Registration::Created);
    Ok(())
}

#[test]
fn an_order_about_an_unknown_device_says_so() {
    let mut organisation = with_devices(["a"]);
    let unknown = Err(unknown("b"));
    assert_eq!(organisation.revoke("b"), unknown);
    assert_eq!(organisation.restore("b"), unknown);
    assert_eq!(organisation.remove("b"), unknown);
    assert_eq!(organisation.devices().len(), 1);
}

#[test]
fn every_plan_ends_at_its_cap() {
    for plan in [Plan::Free, Plan::Pro, Plan::Scale, Plan::Max] {
        let mut organisation = Organisation::new(plan);
        for number in 0..plan.limit() {
            let registration = organisation.register(&id(&number.to_string()));
            assert_eq!(registration, Registration::Created, "{plan} {number}");
        }
        let registration = organisation.register(&id("one more"));
        assert_eq!(registration, Registration::LimitReached, "{plan}");
        assert_eq!(organisation.register(&id("0")), Registration::Exists);
        assert_eq!(organisation.validate("0"), Verdict::Allow);
    }
}

#[test]
fn a_revoked_device_frees_its_slot_and_comes_back_only_into_a_free_one() -> Tested {
    let mut organisation = with_devices(["a", "b", "c"]);
    organisation.revoke("a")?;
    assert_eq!(organisation.register(&id("d")), Registration::Created);
    let refused = organisation.restore("a");
    assert!(matches!(refused, Err(ConsoleError::DeviceLimitReached { limit: 3, .. })));
    assert_eq!(organisation.validate("a"), Verdict::DeviceRevoked);
    organisation.remove("b")?;
    organisation.restore("a")?;
    assert_eq!(organisation.validate("a"), Verdict::Allow);
    Ok(())
}

#[test]
fn a_device_that_is_active_may_be_restored_at_the_cap() -> Tested {
    with_devices(["a", "b", "c"]).restore("a")
}

#[test]
fn after_a_downgrade_the_devices_there_keep_validating() {
    let mut organisation = Organisation::new(Plan::Pro);
    for name in ["a", "b", "c", "d"] {
        organisation.register(&id(name));
    }
    organisation.plan = Plan::Free;
    assert_eq!(organisation.validate("d"), Verdict::Allow);
    assert_eq!(organisation.register(&id("e")), Registration::LimitReached);
}

#[test]
fn the_org_wide_switch_stops_all_and_changes_no_device() -> Tested {
    let mut organisation = with_devices(["a", "b"]);
    organisation.revoke("b")?;
    let before = organisation.devices();
    organisation.switch = OrgSwitch::Disabled;
    for name in ["a", "b", "never seen"] {
        assert_eq!(organisation.validate(name), Verdict::OrgDisabled);
    }
    assert_eq!(organisation.devices(), before);
    organisation.switch = OrgSwitch::Enabled;
    assert_eq!(organisation.validate("a"), Verdict::Allow);
    assert_eq!(organisation.validate("b"), Verdict::DeviceRevoked);
    Ok(())
}

#[test]
fn a_plan_that_is_not_in_force_stops_all() {
    let mut organisation = with_devices(["a"]);
    organisation.plan_state = PlanState::Frozen;
    assert_eq!(organisation.validate("a"), Verdict::PlanFrozen);
    organisation.plan_state = PlanState::NotActive;
    assert_eq!(organisation.validate("a"), Verdict::PlanNotActive);
    organisation.plan_state = PlanState::Active;
    assert_eq!(organisation.validate("a"), Verdict::Allow);
}
