//! A function that returns a stream asks at the first poll, and a denial is the last item.

use std::pin::{Pin, pin};
use std::time::Duration;

use futures_util::stream::{self, BoxStream, LocalBoxStream, Stream, StreamExt as _};
use machineid_guard::local::LocalAuthority;
use machineid_guard::{BoundaryKind, Denied, FromDenied, Guard, checkpoint, guarded_tool, side_effect};

use crate::trial::{DENIAL, Trial, block_on, effect, effects, forget_effects};

type Item = Result<u8, Denied>;

/// What each body does: once as it makes its stream, and once for each item.
fn numbers<'a>(to: u8) -> impl Stream<Item = Item> + Send + 'a {
    effect();
    stream::iter(1..=to).map(|number| {
        effect();
        Ok(number)
    })
}

#[guarded_tool]
fn opaque(to: u8) -> impl Stream<Item = Item> + Send {
    effect();
    if to == 0 {
        return numbers(1);
    }
    numbers(to)
}

#[side_effect(surface = "pages")]
fn boxed<'a>(to: &'a u8) -> Pin<Box<dyn Stream<Item = Item> + Send + 'a>> {
    effect();
    if *to == 0 {
        return Box::pin(stream::empty());
    }
    Box::pin(stream::iter(1..=*to).map(|number| {
        effect();
        Ok(number.min(*to))
    }))
}

#[guarded_tool(name = format!("up to {to}"), permit = permit)]
fn box_stream(to: u8) -> BoxStream<'static, Item> {
    drop(permit);
    effect();
    numbers(to).boxed()
}

#[guarded_tool(recheck = "1m")]
fn local_box_stream(to: &u8) -> LocalBoxStream<'_, Item> {
    effect();
    numbers(*to).boxed_local()
}

#[guarded_tool(recheck = "1m")]
fn rechecked(to: u8) -> impl Stream<Item = Item> {
    effect();
    numbers(to)
}

fn every_shape() -> [(&'static str, LocalBoxStream<'static, Item>); 5] {
    [
        ("opaque", opaque(2).boxed_local()),
        ("boxed", boxed(&2)),
        ("BoxStream", box_stream(2)),
        ("LocalBoxStream", local_box_stream(&2)),
        ("rechecked", rechecked(2).boxed_local()),
    ]
}

fn items(stream: impl Stream<Item = Item>) -> Vec<Result<u8, String>> {
    block_on(stream.map(|item| item.map_err(|denied| denied.code().to_owned())).collect())
}

#[test]
fn an_allowed_stream_has_its_items() {
    let trial = Trial::new();
    for (shape, stream) in trial.call(every_shape) {
        forget_effects();
        trial.authority.clear_requests();
        assert_eq!(items(stream), [Ok(1), Ok(2)], "{shape}");
        assert_eq!(trial.validates(), 1, "{shape}: one question, at the first poll");
        assert!(effects() >= 3, "{shape}");
    }
}

#[test]
fn the_question_is_asked_at_the_first_poll_and_a_denial_is_the_only_item() {
    let trial = Trial::new();
    let streams = trial.call(every_shape);
    assert_eq!((effects(), trial.validates()), (0, 0), "a stream that nobody polls does nothing");
    trial.authority.disable_org();
    for (shape, mut stream) in streams {
        trial.authority.clear_requests();
        assert_eq!(items(stream.by_ref()), [Err(DENIAL.to_owned())], "{shape}");
        assert!(block_on(stream.next()).is_none(), "{shape}: it has ended");
        assert_eq!((effects(), trial.validates()), (0, 1), "{shape}");
    }
}

#[guarded_tool(recheck = "10ms")]
fn endless() -> impl Stream<Item = Item> {
    stream::repeat_with(|| {
        effect();
        Ok(7)
    })
}

#[guarded_tool(recheck = "10ms", on_denied = |denied| format!("{query}: {}", denied.code()))]
fn endless_texts(query: String) -> BoxStream<'static, String> {
    stream::repeat_with(move || {
        effect();
        query.clone()
    })
    .boxed()
}

/// The items come as they are asked for, and in between the authority is asked again.
#[test]
fn a_no_between_two_items_ends_the_stream_with_the_denial() {
    let trial = Trial::new();
    let mut stream = trial.call(|| endless().boxed_local());
    assert!(matches!(block_on(stream.next()), Some(Ok(7))));
    trial.authority.disable_org();
    let denied = until_denied(|| block_on(stream.next()).expect("it does not end without a word").err());
    assert_eq!((denied.code(), denied.boundary().kind()), (DENIAL, BoundaryKind::InFlight));
    let made = effects();
    assert!(block_on(stream.next()).is_none());
    assert_eq!(effects(), made, "nothing is made after the denial");
}

#[test]
fn on_denied_makes_the_last_item_of_what_the_body_has_too() {
    let trial = Trial::new();
    let mut stream = trial.call(|| endless_texts("tea".to_owned()));
    assert_eq!(block_on(stream.next()).as_deref(), Some("tea"));
    trial.authority.disable_org();
    let last = until_denied(|| block_on(stream.next()).filter(|item| item != "tea"));
    assert_eq!(last, format!("tea: {DENIAL}"));
    assert!(block_on(stream.next()).is_none());
    let mut denied = trial.call(|| endless_texts("tea".to_owned()));
    assert_eq!(block_on(denied.next()), Some(format!("tea: {DENIAL}")));
    assert!(block_on(denied.next()).is_none());
}

fn until_denied<T>(mut next: impl FnMut() -> Option<T>) -> T {
    let started = std::time::Instant::now();
    loop {
        if let Some(denial) = next() {
            return denial;
        }
        assert!(started.elapsed() < Duration::from_mins(1), "it was never asked again");
    }
}

#[guarded_tool(recheck = "10ms")]
fn never(dropped: Dropped) -> impl Stream<Item = Item> {
    stream::once(async move {
        let _held = dropped;
        std::future::pending::<()>().await;
        Ok(7)
    })
}

struct Dropped(std::rc::Rc<std::cell::Cell<bool>>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

/// The consumer waits for an item, and is woken for the denial; what the stream held is gone.
#[test]
fn a_no_drops_the_stream_while_an_item_is_waited_for() {
    let trial = Trial::new();
    let is_dropped = std::rc::Rc::new(std::cell::Cell::new(false));
    let mut stream = pin!(trial.call(|| never(Dropped(std::rc::Rc::clone(&is_dropped)))));
    let disable_later = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!is_dropped.get());
        trial.authority.disable_org();
    };
    let (item, ()) = block_on(async { tokio::join!(stream.next(), disable_later) });
    let denied = item.expect("the denial").unwrap_err();
    assert_eq!(denied.boundary().kind(), BoundaryKind::InFlight);
    assert!(is_dropped.get());
}

/// A consumer that takes its time between two items is no reason for a denial.
#[test]
fn a_slow_consumer_is_not_denied() {
    let authority = LocalAuthority::start().expect("a loopback port");
    let guard = authority.guard().timeout(Duration::from_millis(500)).build().expect("a complete configuration");
    let mut stream = guard.enter(|| endless().boxed_local());
    assert!(matches!(block_on(stream.next()), Some(Ok(7))));
    // Longer than the interval and the timeout together.
    std::thread::sleep(Duration::from_secs(1));
    assert!(matches!(block_on(stream.next()), Some(Ok(7))));
}

/// An item of the user's own, which says "denied" in its own way.
#[derive(Debug, PartialEq)]
enum Event {
    Page(u8),
    Refused,
}

impl FromDenied for Event {
    fn from_denied(_: Denied) -> Self {
        Self::Refused
    }
}

#[guarded_tool]
fn events() -> impl Stream<Item = Event> {
    stream::iter([Event::Page(1)])
}

#[test]
fn an_item_of_the_users_own_carries_the_denial() {
    let of = |trial: Trial| block_on(trial.call(events).collect::<Vec<_>>());
    assert_eq!(of(Trial::new()), [Event::Page(1)]);
    assert_eq!(of(Trial::denying()), [Event::Refused]);
}

/// That it compiles is the promise.
#[test]
fn streams_stay_send_and_unpin() {
    fn is_send<T: Send + Unpin>(it: T) -> T {
        it
    }
    drop(is_send(opaque(1)));
    drop(is_send(boxed(&1)));
    drop(is_send(box_stream(1)));
}

#[guarded_tool]
fn pages(guard: Guard, numbers: Vec<u8>) -> Result<impl Stream<Item = Result<u8, Denied>>, Denied> {
    Ok(stream::iter(numbers).then(move |number| {
        let guard = guard.clone();
        async move {
            checkpoint!("next_page", guard = guard).await?;
            effect();
            Ok(number)
        }
    }))
}

/// In a `Result` it is no stream that the compiler could know: its items are asked for one by one.
#[test]
fn a_checkpoint_per_item_stops_a_stream_in_the_middle() {
    let trial = Trial::new();
    let pages = trial.call(|| pages(trial.guard.clone(), vec![1, 2, 3])).expect("allowed");
    let mut pages = pin!(pages);
    let mut next = || block_on(pages.next()).expect("there are three").map_err(|denied| denied.code().to_owned());
    assert_eq!(next(), Ok(1));
    trial.authority.disable_org();
    assert_eq!(next(), Err(DENIAL.to_owned()));
    trial.authority.enable_org();
    assert_eq!(next(), Ok(3));
    assert_eq!(effects(), 2);
}

/// From edition 2024 on it borrows without a word.
#[guarded_tool]
fn letters(text: &str) -> impl Stream<Item = Result<char, Denied>> {
    effect();
    stream::iter(text.chars().map(Ok))
}

#[guarded_tool]
fn owned_letters(text: &str) -> BoxStream<'static, Result<char, Denied>> {
    effect();
    let letters: Vec<_> = text.chars().map(Ok).collect();
    stream::iter(letters).boxed()
}

#[test]
fn a_stream_borrows_a_text_or_has_a_copy_of_its_own() {
    let trial = Trial::new();
    let text = "ab".to_owned();
    let all = |stream: &mut (dyn Stream<Item = Result<char, Denied>> + Unpin)| {
        block_on(stream.map(Result::unwrap).collect::<String>())
    };
    assert_eq!(all(&mut trial.call(|| Box::pin(letters(&text)))), "ab");
    let mut owned = trial.call(|| owned_letters(&text));
    drop(text);
    assert_eq!(all(&mut owned), "ab");
}
