//! One validate per boundary, on one warm connection: no second connection, no second registration.

use machineid_guard::local::{Endpoint, LocalAuthority};

use crate::TestResult;
use crate::agent::{ENTRANCES, Effects, TOOL_SERVER, authority, patient, read_order, search_orders};

const CALLS: usize = 1_000;

fn count(authority: &LocalAuthority, endpoint: Endpoint) -> usize {
    authority.requests().iter().filter(|request| request.endpoint() == endpoint).count()
}

#[test]
fn a_thousand_calls_cost_one_connection_one_register_and_a_thousand_validates() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let effects = Effects::default();
    for number in 0..CALLS {
        match number % 3 {
            0 => runtime.block_on(guard.scope(search_orders(&effects)))?,
            1 => guard.enter(|| read_order(&effects))?,
            // Sync code under an async caller.
            _ => runtime.block_on(guard.scope(async { read_order(&effects) }))?,
        }
    }
    assert_eq!(effects.count(), u32::try_from(CALLS)?);
    assert_eq!(authority.connections(), 1);
    assert_eq!(count(&authority, Endpoint::Register), 1);
    assert_eq!(count(&authority, Endpoint::Validate), CALLS);
    assert_eq!(authority.requests().len(), CALLS + 1);
    Ok(())
}

#[test]
fn the_first_call_after_startup_costs_one_round_trip() -> TestResult {
    for entrance in &ENTRANCES {
        let authority = authority()?;
        let guard = patient(&authority).build()?;
        guard.startup_blocking()?;
        let connections = authority.connections();
        authority.clear_requests();
        entrance.assert_allowed(&guard);
        let requests = authority.requests();
        let [request] = requests.as_slice() else { panic!("{} asked {requests:?}", entrance.name) };
        assert_eq!((request.endpoint(), request.device_id()), (Endpoint::Validate, Some(entrance.device())));
        assert_eq!(authority.connections(), connections, "the connection was open already");
    }
    Ok(())
}

#[test]
fn denials_keep_the_connection_too() -> TestResult {
    let authority = authority()?;
    let guard = patient(&authority).build()?;
    guard.enter(|| read_order(&Effects::default()))?;
    authority.revoke(TOOL_SERVER)?;
    for _ in 0..50 {
        assert!(guard.enter(|| read_order(&Effects::default())).is_err());
    }
    assert_eq!(authority.connections(), 1);
    assert_eq!(count(&authority, Endpoint::Validate), 51, "a denial is asked once, never again by itself");
    Ok(())
}
