//! Each shape of function with an error that has a line, deep in a module: allowed it runs, revoked it does not, and the
//! error is the one that the line makes.

use std::cell::Cell;
use std::fmt;
use std::pin::Pin;

use async_trait::async_trait;
use http::StatusCode;
use machineid_guard::local::LocalAuthority;
use machineid_guard::{Denied, guarded, guarded_tool, guarded_tools, side_effect};

use crate::{OwnError, TestResult, guard};

type Answer<T> = Result<T, StatusCode>;

thread_local!(static RAN: Cell<u32> = const { Cell::new(0) });

fn work() -> u32 {
    RAN.set(RAN.get() + 1);
    RAN.get()
}

#[guarded_tool]
fn sync() -> Result<u32, StatusCode> {
    Ok(work())
}

#[guarded_tool]
fn alias<T: From<u32>>() -> Answer<T> {
    Ok(work().into())
}

/// The crate's root has a type of that name too.
struct Found(u32);

#[guarded_tool]
fn of_a_name_that_the_root_has() -> Result<Found, StatusCode> {
    Ok(Found(work()))
}

#[guarded_tool]
fn borrows<'a>(text: &'a str) -> Result<&'a str, StatusCode> {
    work();
    Ok(text)
}

#[guarded_tool]
fn opaque_inside() -> Result<impl Iterator<Item = u32>, StatusCode> {
    Ok(std::iter::once(work()))
}

#[guarded_tool]
async fn asynchronous() -> Result<u32, StatusCode> {
    Ok(work())
}

#[guarded_tool(recheck = "1s")]
async fn rechecked() -> Result<u32, StatusCode> {
    Ok(work())
}

#[guarded_tool]
fn boxed() -> Pin<Box<dyn Future<Output = Result<u32, StatusCode>>>> {
    Box::pin(async { Ok(work()) })
}

#[guarded_tool]
fn opaque() -> impl Future<Output = Result<u32, StatusCode>> {
    async { Ok(work()) }
}

#[async_trait(?Send)]
trait Tool {
    async fn call(&self) -> Result<u32, StatusCode>;
}

struct Search;

#[async_trait(?Send)]
impl Tool for Search {
    #[guarded_tool]
    async fn call(&self) -> Result<u32, StatusCode> {
        Ok(work())
    }
}

#[guarded_tools]
impl Search {
    pub(crate) fn in_a_block() -> Result<u32, StatusCode> {
        Ok(work())
    }
}

#[test]
fn every_shape_takes_the_bare_attribute() -> TestResult {
    let (authority, guard) = guard()?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let closure = guarded!("closure", |more: u32| Ok::<_, StatusCode>(work() + more));
    let later = guarded!("later", |more: u32| Box::pin(async move { Ok::<_, StatusCode>(work() + more) }));
    let call_all = || -> [Result<(), StatusCode>; 13] {
        guard.enter(|| {
            [
                sync().map(drop),
                alias::<u64>().map(drop),
                of_a_name_that_the_root_has().map(|found| assert!(found.0 > 0)),
                borrows("tea").map(drop),
                opaque_inside().map(|numbers| assert_eq!(numbers.count(), 1)),
                runtime.block_on(guard.scope(asynchronous())).map(drop),
                runtime.block_on(guard.scope(rechecked())).map(drop),
                runtime.block_on(guard.scope(async { boxed().await })).map(drop),
                runtime.block_on(guard.scope(async { opaque().await })).map(drop),
                runtime.block_on(guard.scope(async { Search.call().await })).map(drop),
                Search::in_a_block().map(drop),
                closure(1).map(drop),
                runtime.block_on(guard.scope(async { later(1).await })).map(drop),
            ]
        })
    };
    assert_eq!(call_all(), [Ok(()); 13]);
    assert_eq!(RAN.get(), 13);
    authority.revoke(LocalAuthority::DEVICE_ID)?;
    assert_eq!(call_all(), [Err(StatusCode::FORBIDDEN); 13]);
    assert_eq!(RAN.get(), 13, "a body ran");
    Ok(())
}

#[guarded_tool]
fn of_serde() -> Result<u32, serde_json::Error> {
    Ok(work())
}

#[side_effect(surface = "files")]
fn of_fmt() -> fmt::Result {
    work();
    Ok(())
}

#[guarded_tool]
fn of_nothing() -> Result<u32, ()> {
    Ok(work())
}

#[guarded_tool]
fn of_miette() -> miette::Result<u32> {
    Ok(work())
}

#[guarded_tool]
fn of_eyre() -> eyre::Result<u32> {
    Ok(work())
}

#[guarded_tool]
fn of_anyhow() -> anyhow::Result<u32> {
    Ok(work())
}

#[guarded_tool]
fn of_anything() -> Result<u32, Box<dyn std::error::Error>> {
    Ok(work())
}

struct Words(String);

impl From<Denied> for Words {
    fn from(denied: Denied) -> Self {
        Self(denied.agent_message())
    }
}

#[guarded_tool]
fn of_a_newtype() -> Result<u32, Words> {
    Ok(work())
}

#[guarded_tool]
fn of_its_own() -> Result<u32, OwnError> {
    Ok(work())
}

#[guarded_tool(on_denied = |_| Err(OwnError::ByItself))]
fn said_at_the_function() -> Result<u32, OwnError> {
    Ok(work())
}

#[guarded_tool]
async fn a_whole_type() -> http::Response<String> {
    http::Response::new(work().to_string())
}

#[guarded_tool]
fn another_whole_type() -> Option<Denied> {
    work();
    None
}

#[guarded_tool]
fn without_a_line() -> Result<u32, String> {
    Ok(work())
}

#[test]
fn a_line_goes_before_what_the_error_does_by_itself_and_after_what_the_function_says() -> TestResult {
    let (authority, guard) = guard()?;
    authority.disable_org();
    guard.enter(|| {
        let told = of_serde().expect_err("it is disabled").to_string();
        assert!(told.contains("ORG_DISABLED"), "{told}");
        assert_eq!(of_fmt(), Err(fmt::Error));
        assert_eq!(of_nothing(), Err(()));
        let texts = [
            of_miette().map_err(|error| error.to_string()),
            of_eyre().map_err(|error| error.to_string()),
            of_anyhow().map_err(|error| error.to_string()),
            of_anything().map_err(|error| error.to_string()),
            of_a_newtype().map_err(|Words(text)| text),
        ];
        assert!(texts.iter().all(|text| text.as_ref().is_err_and(|text| text.contains("ORG_DISABLED"))), "{texts:?}");
        let for_the_model = of_anyhow().expect_err("it is disabled").to_string();
        assert!(for_the_model.starts_with("The tool `of_anyhow` was NOT run"), "{for_the_model}");
        assert_eq!(of_its_own(), Err(OwnError::ByTheLine));
        assert_eq!(said_at_the_function(), Err(OwnError::ByItself));
        let response = pollster::block_on(guard.scope(a_whole_type()));
        assert!(response.body().contains("`a_whole_type` was NOT run"), "{response:?}");
        assert_eq!(another_whole_type().map(|denied| denied.code().to_owned()).as_deref(), Some("ORG_DISABLED"));
        assert!(without_a_line().expect_err("it is disabled").contains("was NOT run"));
    });
    assert_eq!(RAN.get(), 0, "a body ran");
    Ok(())
}
