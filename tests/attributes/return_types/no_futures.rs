//! Return types that the compiler is asked about, since they might be futures, and which are none.

use std::fmt::{Debug, Display};

use machineid_guard::{Denied, FromDenied, guarded_tool};

use crate::trial::{DENIAL, Trial, effect, effects};

#[derive(Clone, Debug, PartialEq)]
enum Answer<T> {
    Is(T),
    Stopped(String),
}

impl<T> FromDenied for Answer<T> {
    fn from_denied(denied: Denied) -> Self {
        Self::Stopped(denied.code().to_owned())
    }
}

impl<T> Answer<T> {
    #[guarded_tool]
    fn again(self) -> Self {
        effect();
        self
    }
}

type Text<'a> = Answer<&'a str>;

#[guarded_tool]
fn generic<T: Clone>(it: &T) -> Answer<T> {
    effect();
    Answer::Is(it.clone())
}

#[guarded_tool]
fn by_itself<T: FromDenied>(it: T) -> T {
    effect();
    it
}

#[guarded_tool(on_denied = |_| T::default())]
async fn parameter<T: Default>(it: T) -> T {
    effect();
    it
}

#[guarded_tool]
fn borrowed(text: &str) -> Text<'_> {
    effect();
    Answer::Is(text)
}

#[guarded_tool(on_denied = |_| &mut bin[0])]
fn by_mut<'a, T>(it: &'a mut T, bin: &'a mut [T; 1]) -> &'a mut T {
    effect();
    std::mem::swap(it, &mut bin[0]);
    std::mem::swap(it, &mut bin[0]);
    it
}

trait Tool {
    type Reply: FromDenied + From<u8>;

    #[guarded_tool]
    fn call(&self) -> Self::Reply {
        effect();
        Self::Reply::from(7)
    }
}

struct Lookup;

impl From<u8> for Answer<u8> {
    fn from(number: u8) -> Self {
        Self::Is(number)
    }
}

impl Tool for Lookup {
    type Reply = Answer<u8>;
}

#[guarded_tool(on_denied = |denied| denied.code().to_owned())]
fn opaque(text: &str) -> impl Display + Debug + Send + 'static {
    effect();
    text.to_owned()
}

#[guarded_tool(on_denied = |_| std::iter::empty().collect::<Vec<u8>>().into_iter())]
fn opaque_with_arguments(numbers: Vec<u8>) -> impl Iterator<Item = u8> {
    effect();
    numbers.into_iter()
}

#[guarded_tool(on_denied = |denied| Box::new(denied))]
fn boxed(text: &str) -> Box<dyn Display> {
    effect();
    Box::new(text.to_owned())
}

#[guarded_tool]
fn in_a_future() -> impl Future<Output = Answer<u8>> {
    effect();
    async { Answer::Is(7) }
}

#[test]
fn they_run_when_they_are_allowed() {
    let trial = Trial::new();
    trial.call(|| {
        assert_eq!(generic(&7), Answer::Is(7));
        assert_eq!(by_itself(Answer::Is(7)), Answer::Is(7));
        assert_eq!(Answer::Is(7).again(), Answer::Is(7));
        assert_eq!(borrowed("tea"), Answer::Is("tea"));
        assert_eq!(by_mut(&mut 7, &mut [0]), &7);
        assert_eq!(Lookup.call(), Answer::Is(7));
        assert_eq!(opaque("tea").to_string(), "tea");
        assert_eq!(opaque_with_arguments(vec![7]).collect::<Vec<_>>(), [7]);
        assert_eq!(boxed("tea").to_string(), "tea");
    });
    assert_eq!(trial.run(parameter(7)), 7);
    assert_eq!(trial.run(async { in_a_future().await }), Answer::Is(7));
    assert_eq!((effects(), trial.validates()), (11, 11));
}

#[test]
fn and_do_not_when_they_are_denied() {
    let trial = Trial::denying();
    trial.call(|| {
        assert_eq!(generic(&7), Answer::Stopped(DENIAL.to_owned()));
        assert_eq!(by_itself(Answer::Is(7)), Answer::Stopped(DENIAL.to_owned()));
        assert_eq!(Answer::Is(7).again(), Answer::Stopped(DENIAL.to_owned()));
        assert_eq!(borrowed("tea"), Answer::Stopped(DENIAL.to_owned()));
        assert_eq!(by_mut(&mut 7, &mut [0]), &0);
        assert_eq!(Lookup.call(), Answer::Stopped(DENIAL.to_owned()));
        assert_eq!(opaque("tea").to_string(), DENIAL);
        assert_eq!(opaque_with_arguments(vec![7]).count(), 0);
        assert!(boxed("tea").to_string().contains(DENIAL));
    });
    assert_eq!(trial.run(parameter(7)), 0);
    assert_eq!(trial.run(async { in_a_future().await }), Answer::Stopped(DENIAL.to_owned()));
    assert_eq!((effects(), trial.validates()), (0, 11));
}
