//! Return types: whatever can carry a denial does, and no denial reads as success.

use std::convert::Infallible;
use std::error::Error;
use std::io;

use machineid_guard::{Denied, FromDenied, guarded_tool};

mod no_futures;

use crate::trial::{DENIAL, Trial, assert_guarded, assert_guarded_async, effect, effects};

#[derive(Debug, thiserror::Error)]
enum AppError {
    #[error(transparent)]
    Denied(#[from] Denied),
}

type Result<T, E = AppError> = std::result::Result<T, E>;

#[guarded_tool]
fn aliased() -> Result<u8> {
    effect();
    Ok(7)
}

#[guarded_tool]
async fn aliased_with_an_error() -> Result<u8, String> {
    effect();
    Ok(7)
}

#[guarded_tool]
fn of_io() -> io::Result<u8> {
    effect();
    Ok(7)
}

#[guarded_tool]
async fn of_anyhow() -> anyhow::Result<u8> {
    effect();
    Ok(7)
}

#[guarded_tool]
fn boxed_error() -> Result<u8, Box<dyn Error>> {
    effect();
    Ok("7".parse::<u8>()?)
}

#[guarded_tool]
async fn boxed_error_that_is_send() -> Result<u8, Box<dyn Error + Send + Sync>> {
    effect();
    Ok("7".parse::<u8>()?)
}

#[test]
fn errors_of_all_kinds() {
    assert_guarded(7, aliased);
    assert_guarded_async(7, async || aliased_with_an_error().await);
    assert_guarded(7, of_io);
    assert_guarded_async(7, async || of_anyhow().await);
    assert_guarded(7, boxed_error);
    assert_guarded_async(7, async || boxed_error_that_is_send().await);
}

#[test]
fn the_denial_is_still_in_the_error() {
    let trial = Trial::denying();
    let error = trial.call(of_io).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    assert!(error.get_ref().is_some_and(<dyn Error + Send + Sync>::is::<Denied>));
    assert!(trial.run(of_anyhow()).unwrap_err().is::<Denied>());
    assert!(trial.call(boxed_error).unwrap_err().is::<Denied>());
    let AppError::Denied(denied) = trial.call(aliased).unwrap_err();
    assert_eq!(denied.code(), DENIAL);
}

#[guarded_tool]
fn iterator(numbers: Vec<u8>) -> io::Result<impl Iterator<Item = u8> + Clone> {
    effect();
    Ok(numbers.into_iter().rev())
}

#[guarded_tool]
fn nested(numbers: Vec<u8>) -> Result<(impl Iterator<Item = u8>, Vec<impl Fn(u8) -> u8>), Denied> {
    effect();
    Ok((numbers.into_iter(), vec![|number| number + 1]))
}

/// `Result<!, E>` is the same, where the compiler has `!`: the expansion writes `_` for both.
#[guarded_tool]
fn never() -> Result<Infallible, String> {
    effect();
    Err("the body ran".to_owned())
}

#[test]
fn types_without_a_name() {
    assert_guarded(vec![2, 1], || iterator(vec![1, 2]).map(Iterator::collect));
    assert_guarded(vec![2, 3], || nested(vec![1, 2]).map(|(numbers, add)| numbers.map(&add[0]).collect()));
    let trial = Trial::new();
    assert_eq!(trial.call(never).unwrap_err(), "the body ran");
    assert_eq!(effects(), 1);
    let trial = Trial::denying();
    assert!(trial.call(never).unwrap_err().contains(DENIAL));
    assert_eq!(effects(), 0);
}

#[guarded_tool(on_denied = |denied| assert_eq!(denied.code(), DENIAL))]
fn nothing() {
    effect();
}

#[guarded_tool(on_denied = drop)]
async fn nothing_by_path() {
    effect();
}

#[guarded_tool(on_denied = |_| None)]
async fn option() -> Option<u8> {
    effect();
    Some(7)
}

#[guarded_tool(on_denied = |denied| denied.agent_message())]
async fn text() -> String {
    effect();
    "done".to_owned()
}

struct Shell {
    prompt: String,
}

impl Shell {
    #[guarded_tool(on_denied = |denied| format!("{} {}", self.prompt, denied.code()))]
    fn of_self(&self) -> String {
        effect();
        "done".to_owned()
    }
}

/// Types without an error, where `on_denied` says what a denial is.
#[test]
fn on_denied_makes_the_value() {
    let shell = Shell { prompt: "$".to_owned() };
    let trial = Trial::new();
    trial.call(nothing);
    trial.run(nothing_by_path());
    assert_eq!(trial.run(option()), Some(7));
    assert_eq!(trial.run(text()), "done");
    assert_eq!(trial.call(|| shell.of_self()), "done");
    assert_eq!(effects(), 5);

    let trial = Trial::denying();
    trial.call(nothing);
    trial.run(nothing_by_path());
    assert_eq!(trial.run(option()), None);
    assert!(trial.run(text()).starts_with("The tool `text` was NOT run"));
    assert_eq!(trial.call(|| shell.of_self()), format!("$ {DENIAL}"));
    assert_eq!(effects(), 0);
}

#[derive(Debug, PartialEq)]
enum Reply {
    Done,
    Stopped(String),
}

impl FromDenied for Reply {
    fn from_denied(denied: Denied) -> Self {
        Self::Stopped(denied.code().to_owned())
    }
}

#[guarded_tool]
async fn own_type() -> Reply {
    effect();
    Reply::Done
}

#[test]
fn from_denied_of_the_users_own_type() {
    assert_eq!(Trial::new().run(own_type()), Reply::Done);
    assert_eq!(effects(), 1);
    assert_eq!(Trial::denying().run(own_type()), Reply::Stopped(DENIAL.to_owned()));
    assert_eq!(effects(), 0);
}
