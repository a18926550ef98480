//! What a `main` does with a start that failed, whatever its own error is.

use std::error::Error;
use std::io;

use machineid_guard::{Guard, Problem, StartError};

use crate::TestResult;
use crate::agent::{KEY, authority, block_on, patient};

fn unset() -> StartError {
    Guard::builder().org_key("org_local").base_url("http://127.0.0.1:9").start_blocking().expect_err("it has no device")
}

#[test]
fn a_start_error_becomes_the_error_of_any_main() {
    fn text() -> Result<(), String> {
        Err(unset())?
    }
    fn of_io() -> io::Result<()> {
        Err(unset())?
    }
    fn of_any() -> Result<(), Box<dyn Error + Send + Sync>> {
        Err(unset())?
    }
    let said = unset().to_string();
    assert_eq!(text().unwrap_err(), said);
    assert_eq!(of_io().unwrap_err().to_string(), said);
    assert_eq!(of_any().unwrap_err().to_string(), said);
}

/// An error of `main` is printed by `{:?}`.
#[test]
fn a_start_error_reads_the_same_as_an_error_of_main_as_elsewhere() {
    let error = Guard::builder().start_blocking().expect_err("it has no key");
    assert_eq!(format!("{error:?}"), "machineid-guard could not start: .org_key(…) is not set: give it a value");
    assert_eq!(format!("{error:?}"), error.to_string());
    let configuration = error.configuration().expect("the builder lacks a key");
    assert_eq!((configuration.setting(), configuration.problem()), (".org_key(…)", &Problem::Missing));
    assert!(error.denied().is_none());
}

#[test]
fn a_denied_start_says_so_and_shows_no_key() -> TestResult {
    let authority = authority()?;
    authority.disable_org();
    for error in [patient(&authority).start_blocking(), block_on(patient(&authority).start())].map(Result::unwrap_err) {
        let text = error.to_string();
        assert_eq!(error.denied().map(machineid_guard::Denied::code), Some("ORG_DISABLED"));
        assert!(
            text.starts_with("machineid-guard could not start: denied at startup startup (") && !text.contains(KEY)
        );
    }
    Ok(())
}
