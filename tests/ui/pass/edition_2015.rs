//! Edition 2015 has no `async`, and finds a crate by `extern crate` at the root alone.

#![deny(warnings)]
#![allow(dead_code)]
#![forbid(unsafe_code)]

extern crate machineid_guard;

use std::future::{Future, ready};
use std::pin::Pin;

use machineid_guard::{Denied, checkpoint_blocking, guarded_tool, surface};

surface!(pub Payments = "payments");

#[guarded_tool]
fn sync(query: &str) -> Result<usize, Denied> {
    checkpoint_blocking!("next_row")?;
    Ok(query.len())
}

#[guarded_tool(surface = Payments, permit = permit)]
fn boxed(query: &str) -> Pin<Box<dyn Future<Output = Result<usize, Denied>> + Send>> {
    drop(permit);
    Box::pin(ready(Ok(query.len())))
}

mod inner {
    use machineid_guard::{Denied, guarded_tool};

    #[guarded_tool]
    fn sync() -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {
    drop((sync(""), boxed("")));
}
