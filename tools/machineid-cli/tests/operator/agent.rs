//! A program of an agent, which an operator stops.

use machineid_guard::{Denied, guarded_tool, side_effect};

#[guarded_tool]
pub(crate) fn search_orders(effects: &mut u32) -> Result<(), Denied> {
    *effects += 1;
    Ok(())
}

#[side_effect(surface = "payments")]
pub(crate) fn refund(effects: &mut u32) -> Result<(), Denied> {
    *effects += 1;
    Ok(())
}

#[side_effect(surface = "payments")]
pub(crate) fn charge(effects: &mut u32) -> Result<(), Denied> {
    *effects += 1;
    Ok(())
}

#[side_effect(surface = "email")]
pub(crate) fn send(effects: &mut u32) -> Result<(), Denied> {
    *effects += 1;
    Ok(())
}
