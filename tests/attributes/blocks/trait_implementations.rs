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
    assert_eq!(
        in_the_inventory(module_path!()),
        [
            ("execute", Some("self.name()".to_owned())),
            ("execute_with_status", Some("self.name()".to_owned())),
            ("lookup", None),
        ]
    );
}

/// Names and expressions of a module's boundaries, in the order of the source.
fn in_the_inventory(module: &str) -> Vec<(&'static str, Option<String>)> {
    // How the compiler spaces tokens says nothing.
    let compact = |expression: &str| expression.replace(' ', "");
    let here = boundaries().into_iter().filter(|it| it.module_path() == module);
    here.map(|it| (it.name(), it.name_expression().map(compact))).collect()
}

/// The ways in which a block says what its tool is called.
mod said_by_the_block {
    #![allow(dead_code)]

    use std::borrow::Cow;
    use std::marker::PhantomData;

    use machineid_guard::{Denied, guarded_tools};

    const WORD: &str = "module constant";

    trait Named {
        const NAME: &'static str;
        fn name(&self) -> Cow<'static, str>;
        fn execute(&self) -> Result<(), Denied> {
            Ok(())
        }
    }

    macro_rules! tools {
        ($($tool:ty $([$($generics:tt)*])?, $name:expr, $constant:expr, $said:expr;)*) => {$(
            #[guarded_tools(fns(execute), name = $name)]
            impl $(<$($generics)*>)? Named for $tool {
                const NAME: &'static str = $constant;
                fn name(&self) -> Cow<'static, str> {
                    $said
                }
                fn execute(&self) -> Result<(), Denied> {
                    Ok(())
                }
            }
        )*};
    }

    pub(super) struct A;
    pub(super) struct Borrowing<'a>(&'a str);
    pub(super) struct C<T>(PhantomData<T>);
    struct Other;

    impl Other {
        const NAME: &'static str = "of another type";
    }

    const fn computed() -> &'static str {
        "computed"
    }

    tools! {
        u8, Self::NAME, "literal", Cow::Borrowed("-");
        u16, self.name(), "-", Cow::Borrowed("borrowed");
        u32, Named::name(self), "-", "into".into();
        u64, Self::name(self), "-", Cow::from("from");
        i8, self.name(), "through the constant", Self::NAME.into();
        i16, self.name(), "-", WORD.into();
        i32, Self::NAME, Other::NAME, Cow::Borrowed("-");
        i64, Self::NAME, computed(), Cow::Borrowed("-");
        Borrowing<'_>, <Self as Named>::NAME, computed(), Cow::Borrowed("-");
        C<T> [T], Self::NAME, "of a generic type", Cow::Borrowed("-");
        Vec<T> [T], Self::NAME, computed(), Cow::Borrowed("-");
        A, Other::NAME, "-", Cow::Borrowed("-");
    }

    // Not in another build, or not a text that stands there.

    #[guarded_tools(fns(execute), name = self.name())]
    impl Named for char {
        const NAME: &'static str = "-";
        #[cfg(test)]
        fn name(&self) -> Cow<'static, str> {
            Cow::Borrowed("in this build")
        }
        fn execute(&self) -> Result<(), Denied> {
            Ok(())
        }
    }

    #[guarded_tools(fns(execute), name = self.name())]
    impl Named for String {
        const NAME: &'static str = "-";
        fn name(&self) -> Cow<'static, str> {
            format!("{self}!").into()
        }
        fn execute(&self) -> Result<(), Denied> {
            Ok(())
        }
    }
}

#[test]
fn what_the_block_says_is_text_in_the_inventory() {
    let text = |name| (name, None);
    let at_run = |expression: &str| ("execute", Some(expression.to_owned()));
    let mut found = in_the_inventory(concat!(module_path!(), "::said_by_the_block"));
    found.sort();
    let mut expected = [
        text("literal"),
        text("borrowed"),
        text("into"),
        text("from"),
        text("through the constant"),
        text("module constant"),
        text("of another type"),
        text("computed"),
        text("computed"),
        text("of a generic type"),
        at_run("Self::NAME"),
        at_run("self.name()"),
        at_run("self.name()"),
        text("of another type"),
    ];
    expected.sort();
    assert_eq!(found, expected);
}
