//! What the source says: files, modules, functions, and which path a name stands for.

mod attributes;
mod body;
mod calls;
mod digest;
mod expressions;
mod file;
mod function;
mod items;
mod modules;
mod names;
mod text;
mod types;

pub(crate) use self::attributes::{Attributes, Condition, Written, arguments, plain};
pub(crate) use self::body::{arguments_of_calls, calls_a_value, closure_arguments, values_at};
pub(crate) use self::calls::{Callee, Calls};
pub(crate) use self::expressions::expressions;
pub(crate) use self::file::{File, byte_at};
pub(crate) use self::function::{Function, Owner, Place};
pub(crate) use self::items::Items;
pub(crate) use self::modules::{Crate, Missing, Module};
pub(crate) use self::names::Meaning;
pub(crate) use self::types::{Awaited, Returned, Spelled};
