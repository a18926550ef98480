//! On the implementation of a trait: the functions that are named, and they say which tool they are.

use machineid_guard::{Denied, boundaries, guarded_tools};

use crate::trial::{Trial, assert_guarded, effect, effects};

trait Tool {
    const NAME: &'static str;
    type Output;

    fn name(&self) -> String {
        Self::NAME.to_owned()
    }

    fn execute(&self, args: &str) -> Result<Self::Output, Denied>;
    fn execute_with_status(&self) -> Result<Self::Output, Denied>;
}

struct Search;

#[guarded_tools(fns(execute, execute_with_status), name = self.name())]
impl Tool for Search {
    const NAME: &'static str = "search";
    type Output = u8;

    fn execute(&self, _args: &str) -> Result<u8, Denied> {
        effect();
        Ok(7)
    }

    fn execute_with_status(&self) -> Result<u8, Denied> {
        effect();
        Ok(8)
    }
}

struct Lookup<T>(T);

#[guarded_tools(fns(execute), name = Self::NAME, surface = "database")]
impl<T: Clone> Tool for Lookup<T> {
    const NAME: &'static str = "lookup";
    type Output = T;

    fn execute(&self, _args: &str) -> Result<T, Denied> {
        effect();
        Ok(self.0.clone())
    }

    fn execute_with_status(&self) -> Result<T, Denied> {
        Ok(self.0.clone())
    }
}

#[test]
fn the_named_functions_ask() {
    assert_guarded(7, || Search.execute("tea"));
    assert_guarded(8, || Search.execute_with_status());
    assert_guarded(9, || Lookup(9).execute("tea"));
}

#[test]
fn the_others_do_not() {
    let trial = Trial::denying();
    assert_eq!(trial.call(|| Search.name()), "search");
    assert_eq!(trial.call(|| Lookup(9).execute_with_status()).expect("not guarded"), 9);
    assert_eq!((trial.validates(), effects()), (0, 0));
}

#[test]
fn the_denial_names_the_tool_and_the_inventory_the_expression() {
    let trial = Trial::denying();
    let denied = trial.call(|| Search.execute("tea")).unwrap_err();
    assert_eq!(denied.boundary().name(), "search");
    assert_eq!(trial.call(|| Lookup(9).execute("tea")).unwrap_err().boundary().name(), "lookup");
    let here: Vec<_> = boundaries().into_iter().filter(|it| it.module_path() == module_path!()).collect();
    let expressions: Vec<_> = here.iter().map(|it| (it.name(), it.name_expression().map(compact))).collect();
    assert_eq!(
        expressions,
        [
            ("execute", Some("self.name()".to_owned())),
            ("execute_with_status", Some("self.name()".to_owned())),
            ("execute", Some("Self::NAME".to_owned())),
        ]
    );
}

/// How the compiler spaces tokens says nothing.
fn compact(expression: &str) -> String {
    expression.replace(' ', "")
}
