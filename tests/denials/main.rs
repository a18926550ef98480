//! `denials!` says once for a crate how errors of other crates carry a denial; every shape then takes the bare attribute.
#![deny(warnings)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod shapes;

use std::fmt;

use http::StatusCode;
use machineid_guard::local::LocalAuthority;
use machineid_guard::{Denied, Guard};

/// What an error of this crate has by itself; the line for it goes before that.
#[derive(Debug, PartialEq)]
pub(crate) enum OwnError {
    ByItself,
    ByTheLine,
}

impl From<Denied> for OwnError {
    fn from(_: Denied) -> Self {
        Self::ByItself
    }
}

machineid_guard::denials! {
    StatusCode => |denied| if denied.code() == "DEVICE_REVOKED" { StatusCode::FORBIDDEN } else { StatusCode::BAD_GATEWAY },
    serde_json::Error => of_serde,
    miette::Report => miette::Report::msg,
    anyhow::Error => |denied| anyhow::anyhow!(denied.agent_message()),
    fmt::Error => |_denied| fmt::Error,
    () => |_denied| (),
    OwnError => |_denied| OwnError::ByTheLine,
    -> http::Response<String> => |denied| http::Response::new(denied.agent_message()),
    -> Option<Denied> => Some,
}

/// A function in place of a closure.
fn of_serde(denied: Denied) -> serde_json::Error {
    serde_json::Error::io(denied.into())
}

pub(crate) type TestResult = std::result::Result<(), Box<dyn std::error::Error>>;

/// As crates have it at their root: in modules `Result` is still that of the language, and so it is for the attributes.
#[allow(dead_code, reason = "what it is called is all")]
pub(crate) type Result<T> = std::result::Result<T, OwnError>;

/// A type of that name is in `shapes` as well.
#[allow(dead_code, reason = "what it is called is all")]
pub(crate) struct Found;

/// A guard of a device that is allowed, and how to revoke it.
pub(crate) fn guard() -> std::result::Result<(LocalAuthority, Guard), Box<dyn std::error::Error>> {
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().timeout(std::time::Duration::from_secs(10)).build()?;
    Ok((authority, guard))
}
