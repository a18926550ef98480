//! Names of the user's that a careless expansion would mean.

#![deny(warnings)]
#![allow(dead_code, unused_macros, non_camel_case_types, non_upper_case_globals)]
#![forbid(unsafe_code)]

mod core {}
mod std {}
mod alloc {}
mod inventory {}
mod machineid_guard {}
mod __private {}

struct Ok;
struct Err;
struct Some;
struct None;
struct Result;
struct Option;
struct Box;
struct Pin;
struct Future;
struct Boundary;
struct BoundaryKind;
struct Check;
struct Denied;
struct FromDenied;

macro_rules! line {
    () => {
        compile_error!("the user's own");
    };
}
macro_rules! file {
    () => {
        compile_error!("the user's own");
    };
}
macro_rules! module_path {
    () => {
        compile_error!("the user's own");
    };
}

type Outcome<T> = ::std::result::Result<T, ::machineid_guard::Denied>;

const denied: u8 = 1;
const check: u8 = 1;
static BOUNDARY: u8 = 1;
static MACHINEID_GUARD_BOUNDARY: u8 = 1;

#[::machineid_guard::guarded_tool]
fn sync() -> Outcome<u8> {
    Outcome::Ok(denied)
}

#[::machineid_guard::side_effect(surface = "email", permit = permit)]
async fn with_permit() -> Outcome<u8> {
    drop(permit);
    Outcome::Ok(check)
}

#[::machineid_guard::guarded_tool(recheck = "1m")]
async fn rechecked() -> Outcome<u8> {
    Outcome::Ok(BOUNDARY)
}

#[::machineid_guard::guarded_tool]
fn boxed() -> ::std::pin::Pin<::std::boxed::Box<dyn ::std::future::Future<Output = Outcome<u8>>>> {
    ::std::boxed::Box::pin(async { Outcome::Ok(MACHINEID_GUARD_BOUNDARY) })
}

#[::machineid_guard::guarded_tool]
fn items_of_the_body() -> ::std::pin::Pin<::std::boxed::Box<dyn ::std::future::Future<Output = Outcome<u8>>>> {
    static MACHINEID_GUARD_BOUNDARY: u8 = 1;
    ::std::boxed::Box::pin(async { Outcome::Ok(MACHINEID_GUARD_BOUNDARY) })
}

#[::machineid_guard::guarded_tool]
fn text(text: &str) -> impl ::std::future::Future<Output = Outcome<usize>> {
    static MACHINEID_GUARD_BOUNDARY: usize = 1;
    let length = text.len();
    async move { Outcome::Ok(length + MACHINEID_GUARD_BOUNDARY) }
}

mod primitives {
    struct str;
    struct u8;
    struct bool;
    ::machineid_guard::surface!(pub Payments = "payments");
}

trait Trait {
    fn ask(&self) {}
    fn wait(&self) {}
    fn unwrap_or_else(&self) {}
    fn from_denied() {}
}

impl<T> Trait for T {}

fn main() {
    drop((sync(), with_permit(), rechecked(), boxed(), items_of_the_body(), text("")));
}
