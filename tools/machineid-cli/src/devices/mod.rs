//! `machineid devices …`.

mod asked;
pub(crate) mod change;
pub(crate) mod list;
pub(crate) mod order;
mod readback;
pub(crate) mod register;
pub(crate) mod selection;
pub(crate) mod slots;
pub(crate) mod validate;
