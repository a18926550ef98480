//! Signatures: generics, patterns, qualifiers, and where the arguments come from.

use std::fmt::Display;

use machineid_guard::{Denied, FromDenied, boundaries, guarded_tool};

use crate::trial::{Trial, assert_asks, assert_guarded, assert_guarded_async, effect, effects};

mod evaluation;

#[guarded_tool]
async fn where_clauses<T, E>(value: T) -> Result<String, Denied>
where
    T: Display + Clone + Into<Option<E>>,
    E: 'static,
{
    effect();
    let shown = value.to_string();
    let _: Option<E> = value.into();
    Ok(shown)
}

#[derive(Clone)]
struct Shown;

impl Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("shown")
    }
}

#[guarded_tool]
fn const_generics<const N: usize>(numbers: [u8; N]) -> Result<[u8; N], Denied>
where
    [u8; N]: Sized,
{
    effect();
    Ok(numbers)
}

#[guarded_tool]
fn higher_ranked<F>(choose: F) -> Result<u8, Denied>
where
    F: for<'x> Fn(&'x u8) -> &'x u8,
{
    effect();
    Ok(*choose(&7))
}

#[guarded_tool]
async fn impl_arguments(show: impl Display, change: impl AsyncFn(u8) -> u8) -> Result<String, Denied> {
    effect();
    Ok(format!("{show}{}", change(6).await))
}

/// tracing #262, cached #217.
#[test]
fn generic_functions() {
    assert_guarded_async("shown".to_owned(), async || where_clauses(Shown).await);
    assert_guarded([1, 2, 3], || const_generics([1, 2, 3]));
    assert_guarded(7, || higher_ranked(|number| number));
    assert_guarded_async("n7".to_owned(), async || impl_arguments("n", async |number| number + 1).await);
}

#[guarded_tool]
fn configured(
    #[cfg(test)] here: u8,
    #[cfg(any())] gone: NoSuchType,
    #[allow(unused_variables)] unused: u8,
) -> Result<u8, Denied> {
    effect();
    Ok(here)
}

/// tokio #2177, async-trait #226: attributes on parameters.
#[test]
fn parameters_with_attributes() {
    assert_guarded(7, || configured(7, 0));
}

#[guarded_tool]
async fn elided(text: &str, others: &[&str]) -> Result<usize, Denied> {
    effect();
    Ok(text.len() + others.len())
}

struct View<'a>(&'a str);

impl View<'_> {
    #[guarded_tool]
    async fn elided_in_self(&self, _other: &str) -> Result<&str, Denied> {
        effect();
        Ok(self.0)
    }
}

/// async-trait #288.
#[test]
fn elided_lifetimes() {
    assert_guarded_async(5, async || elided("tea", &["a", "b"]).await);
    assert_guarded_async("tea", async || View("tea").elided_in_self("").await);
}

#[repr(C)]
struct Status(u8);

impl FromDenied for Status {
    fn from_denied(_: Denied) -> Self {
        Self(255)
    }
}

#[guarded_tool]
extern "C-unwind" fn foreign(number: u8) -> Status {
    effect();
    Status(number)
}

/// tracing #2576, #2864; unsafe ones are in `machineid_guard_tests::unsafe_functions`.
#[test]
fn an_abi_of_its_own() {
    assert_eq!(Trial::new().call(|| foreign(7)).0, 7);
    assert_eq!(effects(), 1);
    assert_eq!(Trial::denying().call(|| foreign(7)).0, 255);
    assert_eq!(effects(), 0);
}

struct Order {
    id: u8,
    cents: u8,
}

#[guarded_tool]
fn patterns(
    (first, _): (u8, u8),
    Order { id, cents: _ }: Order,
    mut sum: u8,
    [.., last]: [u8; 3],
    _: u8,
    _unused: u8,
) -> Result<u8, Denied> {
    effect();
    sum += first + id + last;
    Ok(sum)
}

#[guarded_tool]
async fn async_patterns((first, _): (u8, u8), Order { id: _, cents }: Order, mut sum: u8, _: u8) -> Result<u8, Denied> {
    effect();
    sum += first + cents;
    Ok(sum)
}

#[test]
fn destructured_mutable_and_unused_parameters() {
    let order = || Order { id: 2, cents: 5 };
    assert_guarded(1 + 2 + 3 + 4, || patterns((1, 0), order(), 4, [0, 0, 3], 0, 0));
    assert_guarded_async(1 + 5 + 4, async || async_patterns((1, 0), order(), 4, 0).await);
}

#[guarded_tool]
fn r#match(r#type: u8) -> Result<u8, Denied> {
    effect();
    Ok(r#type)
}

#[test]
fn raw_identifiers_are_called_without_their_mark() {
    assert_guarded(7, || r#match(7));
    let denied = Trial::denying().call(|| r#match(7)).unwrap_err();
    assert_eq!(denied.boundary().name(), "match");
    assert!(denied.agent_message().contains("`match`"));
}

macro_rules! tools {
    ($visibility:vis $name:ident $body:block -> $ty:ty; $whole:item; $label:literal) => {
        #[guarded_tool(name = $label)]
        $visibility fn $name() -> $ty $body

        #[guarded_tool]
        $whole
    };
}

tools! {
    pub(crate) grouped { effect(); Ok(7) } -> Result<u8, Denied>;
    async fn whole_item() -> Result<u8, Denied> { effect(); Ok(8) };
    "group ed"
}

/// async-trait #46: what `macro_rules!` passes on stands in groups without delimiters.
#[test]
fn functions_made_by_macro_rules() {
    assert_guarded(7, grouped);
    assert_guarded_async(8, async || whole_item().await);
    assert!(boundaries().iter().any(|boundary| boundary.name() == "group ed"));
}

trait Countdown {
    #[guarded_tool]
    fn with_a_default(&self) -> Result<u8, Denied> {
        effect();
        Ok(1)
    }

    #[guarded_tool]
    fn opaque(&self) -> impl Future<Output = Result<u8, Denied>> + Send
    where
        Self: Sync,
    {
        effect();
        async { Ok(2) }
    }

    fn without(&self) -> Result<u8, Denied>;
    async fn without_async(&self) -> Result<u8, Denied>;
}

impl<T: Display> Countdown for Vec<T> {
    #[guarded_tool]
    fn without(&self) -> Result<u8, Denied> {
        effect();
        Ok(3)
    }

    #[guarded_tool]
    async fn without_async(&self) -> Result<u8, Denied> {
        effect();
        Ok(4)
    }
}

#[test]
fn functions_of_traits_with_and_without_a_default() {
    let tools = vec![1];
    assert_guarded(1, || tools.with_a_default());
    assert_guarded_async(2, async || tools.opaque().await);
    assert_guarded(3, || tools.without());
    assert_guarded_async(4, async || tools.without_async().await);
}

#[guarded_tool]
fn countdown(from: u8) -> Result<u8, Denied> {
    if from == 0 {
        effect();
        return Ok(0);
    }
    countdown(from - 1)
}

#[test]
fn recursion_asks_at_each_level() {
    assert_asks(4, 0, |trial| trial.call(|| countdown(3)));
}
