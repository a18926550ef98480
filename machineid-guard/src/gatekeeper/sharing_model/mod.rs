//! Every order of events over four callers and two slots, tried out one by one.
//!
//! The rule: nobody is allowed by a validate that was sent before they reached their boundary; who reaches
//! it after a revoke was acknowledged is denied; and while somebody waits, something is in flight for them.
//! Two ways to break the rule stay here, so that it is known that the search would find them.

mod broken;
mod world;

use std::collections::HashSet;
use std::hash::Hash;

use crate::gatekeeper::sharing::{DeviceQueue, Registered};

use broken::{ForgetsWhoWaits, JoinsAfterSending, SealsAfterSending};
use world::{Caller, Sharing, World};

const SLOTS: usize = 2;

/// What the search has seen.
#[derive(Debug, Default)]
struct Seen {
    states: usize,
    events: usize,
    allowed: usize,
}

/// Follows every order of events, and stops at the first that breaks the rule.
fn search<S: Sharing + Clone + Eq + Hash>(queue: S) -> Result<Seen, String> {
    let mut seen = Seen::default();
    let first = World::new(queue);
    let mut known = HashSet::from([first.clone()]);
    let mut open = vec![first];
    while let Some(world) = open.pop() {
        seen.states += 1;
        for event in world.possible() {
            let mut after = world.clone();
            after.happen(event).map_err(|broken| format!("{broken}, at {event:?}"))?;
            seen.events += 1;
            seen.allowed = seen.allowed.max(after.allowed());
            if known.insert(after.clone()) {
                open.push(after);
            }
        }
    }
    Ok(seen)
}

#[test]
fn no_order_of_events_gives_a_caller_an_answer_that_is_older_than_its_boundary() {
    let seen = search(DeviceQueue::<Caller>::new(SLOTS, Registered::No)).expect("no order breaks the rule");
    println!("sharing: {} states, {} events tried, 0 broke the rule", seen.states, seen.events);
    assert_eq!(seen.allowed, world::CALLERS, "no order allowed everybody, so the search tried too little");
    assert!(seen.states > 10_000, "{seen:?}");
}

#[test]
fn the_search_finds_out_who_lets_callers_join_after_sending() {
    let found = search(JoinsAfterSending::new(SLOTS)).expect_err("it was not caught");
    assert!(found.contains("before its caller"), "{found}");
}

#[test]
fn the_search_finds_out_who_seals_after_sending() {
    let found = search(SealsAfterSending::new(SLOTS)).expect_err("it was not caught");
    assert!(found.contains("before its caller"), "{found}");
}

#[test]
fn the_search_finds_out_who_forgets_those_who_wait() {
    let found = search(ForgetsWhoWaits::new(SLOTS)).expect_err("it was not caught");
    assert!(found.contains("nothing is in flight"), "{found}");
}
