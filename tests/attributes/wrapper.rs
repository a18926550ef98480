//! `#[guarded_wrapper]`: any implementation of a trait, guarded where it is registered.

use std::cell::Cell;
use std::fmt::Debug;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use machineid_guard::{Denied, guarded_wrapper};

use crate::trial::{Trial, assert_guarded, assert_guarded_async, effect, effects};

#[guarded_wrapper(Guarded, fns(execute, execute_later), name = self.name())]
pub(crate) trait Tool: Debug + Send + Sync {
    fn name(&self) -> &str;

    fn execute(&self, _: &str, pair: (u32, u32)) -> Result<u32, Denied>;

    fn execute_later<'a>(&'a self, more: &'a u32) -> Pin<Box<dyn Future<Output = Result<u32, Denied>> + Send + 'a>>;

    /// With a body of its own, which an implementation may replace.
    fn version(&self) -> u32 {
        1
    }

    fn is_named(&self, name: &str) -> bool
    where
        Self: Sized,
    {
        self.name() == name
    }

    fn boxed(self) -> Box<dyn Tool>
    where
        Self: Sized + 'static,
    {
        Box::new(self)
    }
}

#[derive(Debug)]
struct Search;

impl Tool for Search {
    fn name(&self) -> &'static str {
        "search"
    }

    fn execute(&self, text: &str, (a, b): (u32, u32)) -> Result<u32, Denied> {
        effect();
        Ok(a + b + u32::try_from(text.len()).expect("short"))
    }

    fn execute_later<'a>(&'a self, more: &'a u32) -> Pin<Box<dyn Future<Output = Result<u32, Denied>> + Send + 'a>> {
        Box::pin(async move {
            effect();
            Ok(1 + more)
        })
    }

    fn version(&self) -> u32 {
        2
    }
}

#[test]
fn a_trait_object_is_a_guarded_tool_of_its_trait() {
    let tool: Arc<dyn Tool> = Arc::new(Guarded(Arc::new(Search) as Arc<dyn Tool>));
    assert_guarded(5, || tool.execute("ab", (1, 2)));
    assert_guarded_async(3, async || tool.execute_later(&2).await);
    assert_guarded(5, || Guarded(Box::new(Search)).boxed().execute("ab", (1, 2)));
}

#[test]
fn the_rest_is_handed_on_unasked() {
    let trial = Trial::denying();
    let tool = Guarded(Box::new(Search) as Box<dyn Tool>);
    trial.call(|| assert_eq!((tool.name(), tool.version(), tool.is_named("search")), ("search", 2, true)));
    assert_eq!((trial.validates(), effects()), (0, 0));
    assert_eq!(trial.call(|| tool.execute("", (1, 2))).unwrap_err().boundary().name(), "search");
}

/// Constants, types, parameters, functions without a tool, and one that changes it.
#[guarded_wrapper(Changing, fns(change), name = Self::NAME, surface = "files")]
trait Change<T, const N: usize>
where
    T: Clone,
{
    const NAME: &'static str;
    type Output: Debug;

    fn describe() -> String;
    fn change(&mut self, value: T) -> Result<Self::Output, Denied>;
    fn each<I: Iterator<Item = T>>(&self, values: I) -> usize;
}

struct Counter(u32);

impl Change<u32, 3> for Counter {
    const NAME: &'static str = "count";
    type Output = u32;

    fn describe() -> String {
        "counts".to_owned()
    }

    fn change(&mut self, value: u32) -> Result<u32, Denied> {
        effect();
        self.0 += value;
        Ok(self.0)
    }

    fn each<I: Iterator<Item = u32>>(&self, values: I) -> usize {
        values.count()
    }
}

#[test]
fn every_kind_of_member_is_handed_on() {
    type Wrapped = Changing<Box<Counter>>;
    let new = || Changing(Box::new(Counter(1)));
    assert_guarded(3, || new().change(2));
    assert_eq!(new().each([1, 2].into_iter()), 2);
    assert_eq!((Wrapped::describe(), Wrapped::NAME), ("counts".to_owned(), "count"));
    let trial = Trial::denying();
    assert_eq!(trial.call(|| new().change(2)).unwrap_err().boundary().name(), "count");
}

/// Without `Send`, as its implementations are.
#[guarded_wrapper(Local, fns(run))]
trait OnOneThread {
    fn run(&self) -> Result<u32, Denied>;
}

impl OnOneThread for Rc<u32> {
    fn run(&self) -> Result<u32, Denied> {
        effect();
        Ok(**self)
    }
}

#[test]
fn the_pointer_needs_no_more_than_the_trait() {
    let tool = Local(Rc::new(Rc::new(4_u32)) as Rc<dyn OnOneThread>);
    assert_guarded(4, || tool.run());
    assert_eq!(format!("{:?}", tool.clone()), "Local");
}

/// No supertraits, and futures that may go to another thread.
#[guarded_wrapper(Anywhere, fns(execute))]
trait SaysSend {
    fn execute<'a>(&'a self, more: &'a u32) -> Pin<Box<dyn Future<Output = Result<u32, Denied>> + Send + 'a>>;

    fn value(&self) -> u32;
}

#[guarded_wrapper(AnywhereOpaque, fns(execute))]
trait SaysSendOfAnOpaqueType {
    fn execute(&self) -> impl Future<Output = Result<u32, Denied>> + Send;
}

#[guarded_wrapper(AnywhereChanged, fns(change))]
trait ChangesAndSaysSend {
    fn change<'a>(&'a mut self) -> Pin<Box<dyn Future<Output = Result<u32, Denied>> + Send + 'a>>;
}

impl SaysSend for u32 {
    fn execute<'a>(&'a self, more: &'a u32) -> Pin<Box<dyn Future<Output = Result<u32, Denied>> + Send + 'a>> {
        effect();
        Box::pin(async move { Ok(self + more) })
    }

    fn value(&self) -> u32 {
        *self
    }
}

impl SaysSendOfAnOpaqueType for u32 {
    async fn execute(&self) -> Result<u32, Denied> {
        effect();
        Ok(*self)
    }
}

/// May be sent, and not shared.
impl ChangesAndSaysSend for Cell<u32> {
    fn change<'a>(&'a mut self) -> Pin<Box<dyn Future<Output = Result<u32, Denied>> + Send + 'a>> {
        effect();
        Box::pin(async move { Ok(self.replace(0)) })
    }
}

#[test]
fn a_future_may_go_to_another_thread_where_the_pointer_may() {
    let tool = Anywhere(Arc::new(3_u32) as Arc<dyn SaysSend + Send + Sync>);
    assert_guarded_async(5, async || tool.execute(&2).await);
    assert_eq!(tool.value(), 3);
    assert_guarded_async(5, async || Anywhere(Box::new(3_u32) as Box<dyn SaysSend + Sync>).execute(&2).await);
    assert_guarded_async(3, async || AnywhereOpaque(Arc::new(3_u32)).execute().await);
    let changed = || AnywhereChanged(Box::new(Cell::new(4_u32)) as Box<dyn ChangesAndSaysSend + Send>);
    assert_guarded_async(4, async || changed().change().await);
}
