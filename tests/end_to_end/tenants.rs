//! A guard for each tenant, on one gatekeeper: each can be stopped alone, and a thousand cost what one costs.

use std::sync::Arc;
use std::sync::Mutex;

use machineid_guard::{DeviceId, Guard, Problem, Reason};

use crate::TestResult;
use crate::agent::{Effects, KEY, TOOL_SERVER, authority, block_on, patient, read_order, refund, search_orders};
use crate::over_tls::OverTls;

fn tenant(number: u32) -> String {
    format!("openai-agent:prod:assistant:tenant-{number}")
}

#[test]
fn a_revoked_tenant_is_stopped_alone_and_restored_alone() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    let tenants = [1, 2, 3].map(tenant);
    let effects = Effects::default();
    let ask = |id: &str| {
        block_on(guard.for_device(id)?.scope(search_orders(&effects))).map_err(Box::<dyn std::error::Error>::from)
    };
    for id in &tenants {
        ask(id)?;
    }
    authority.revoke(&tenants[1])?;
    ask(&tenants[0])?;
    let denied = guard.for_device(&tenants[1])?.enter(|| read_order(&effects)).expect_err("it is revoked");
    assert_eq!((denied.code(), denied.device_id().map(DeviceId::as_str)), ("DEVICE_REVOKED", Some(&*tenants[1])));
    ask(&tenants[2])?;
    guard.enter(|| read_order(&effects))?;
    assert_eq!(effects.count(), 6);
    authority.restore(&tenants[1])?;
    ask(&tenants[1])?;
    Ok(())
}

#[test]
fn surfaces_follow_the_tenant_and_not_what_the_other_guard_maps() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).surface("payments", "till-9").build()?;
    let effects = Effects::default();
    guard.for_device(tenant(42))?.enter(|| refund(&effects))?;
    authority.revoke("openai-agent:prod:payments:tenant-42")?;
    guard.enter(|| refund(&effects))?;
    guard.for_device(tenant(43))?.enter(|| refund(&effects))?;
    let denied = guard.for_device(tenant(42))?.enter(|| refund(&effects)).expect_err("its payments are revoked");
    assert_eq!((denied.code(), effects.count()), ("DEVICE_REVOKED", 3));
    Ok(())
}

#[test]
fn startup_of_a_tenant_registers_its_own_device_and_its_surfaces() -> TestResult {
    let authority = authority()?;
    let report = patient(&authority).build()?.for_device(tenant(1))?.startup_blocking()?;
    assert_eq!(report.checks()[0].device_id().as_str(), tenant(1));
    let payments = report.checks().iter().find(|check| check.surface() == Some("payments"));
    assert_eq!(payments.map(|check| check.device_id().as_str()), Some("openai-agent:prod:payments:tenant-1"));
    Ok(())
}

#[test]
fn a_tenant_that_is_no_device_id_is_refused_and_one_without_four_parts_has_no_surfaces() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    let error = guard.for_device(" ").expect_err("it is blank");
    assert_eq!((error.setting(), error.problem()), ("for_device(…)", &Problem::Blank));

    let effects = Effects::default();
    let plain = guard.for_device("tenant-42")?;
    plain.enter(|| read_order(&effects))?;
    let denied = plain.enter(|| refund(&effects)).expect_err("nobody knows whom to ask for");
    assert_eq!((denied.code(), effects.count()), ("CONFIGURATION", 1));
    let Reason::Configuration(error) = denied.reason() else { panic!("{denied:?}") };
    assert_eq!(error.problem(), &Problem::SurfaceWithoutDevice { surface: "payments".to_owned() });
    let text = denied.to_string();
    assert!(text.contains("for_device(…) is not of the form service:env:surface:instance"), "{text}");
    assert!(text.contains("use a device id of four parts") && !text.contains(KEY), "{text}");
    Ok(())
}

#[test]
fn hooks_hear_of_every_tenant_and_its_guard_outlives_the_one_it_came_from() -> TestResult {
    let authority = authority()?;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hook = Arc::clone(&heard);
    let guard = patient(&authority).on_decision(move |told| {
        hook.lock().expect("nobody panics").push(told.device_id().map(ToString::to_string));
    });
    let tenant_guard = guard.build()?.for_device(tenant(7))?;
    tenant_guard.for_device(tenant(8))?.enter(|| read_order(&Effects::default()))?;
    tenant_guard.enter(|| read_order(&Effects::default()))?;
    assert_eq!(*heard.lock().expect("nobody panics"), [Some(tenant(8)), Some(tenant(7))]);
    Ok(())
}

#[test]
fn a_thousand_tenants_share_one_connection() -> TestResult {
    const TENANTS: u32 = 1_000;
    let authority = OverTls::speaking(&["h2", "http/1.1"])?;
    let guard: Guard = authority.guard().device_id(TOOL_SERVER).build()?;
    let effects = Effects::default();
    for number in 0..TENANTS {
        block_on(guard.for_device(tenant(number))?.scope(search_orders(&effects)))?;
    }
    assert_eq!((effects.count(), authority.server.connections()), (TENANTS, 1));
    assert_eq!(authority.server.validates(), usize::try_from(TENANTS)?);
    Ok(())
}
