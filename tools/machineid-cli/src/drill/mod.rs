//! `machineid drill`: proves on a running deployment that a stop stops it, and undoes the stop.

mod course;
mod evidence;
mod halt;
mod here;
mod judge;
mod markdown;
mod moment;
mod note;
mod observe;
mod papers;
mod preflight;
mod recover;
mod report;
mod restore;
mod switch;
mod tell;
mod trail;
mod uncaught;
mod verdict;
mod wish;

pub(crate) use course::run;
pub(crate) use recover::run as recover;
pub(crate) use wish::{Patience, Scope, Steady, Wish};
