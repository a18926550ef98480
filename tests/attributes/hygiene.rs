//! Nothing that a user names gets in the way of the expansion, and the other way round. What must only
//! compile stands in `tests/ui/pass`.

use machineid_guard::guarded_tool;

use crate::trial::{assert_guarded, assert_guarded_async, effect};

/// Names that a careless expansion would mean.
mod shadowed {
    #![allow(dead_code, unused_macros, non_upper_case_globals)]

    use ::machineid_guard::{Denied as D, guarded_tool, side_effect};

    use crate::trial::effect;

    type R<T> = ::std::result::Result<T, D>;

    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Result;
    pub(super) struct Option;
    pub(super) struct Box;
    pub(super) struct Pin;
    pub(super) struct Future;
    pub(super) struct Boundary;
    pub(super) struct Check;
    pub(super) struct BoundaryKind;
    pub(super) struct Denied;
    pub(super) struct FromDenied;
    mod core {}
    mod std {}
    mod alloc {}
    mod inventory {}
    mod machineid_guard {}
    macro_rules! line {
        () => {
            compile_error!("the user's own")
        };
    }
    macro_rules! file {
        () => {
            compile_error!("the user's own")
        };
    }
    macro_rules! module_path {
        () => {
            compile_error!("the user's own")
        };
    }
    const denied: u8 = 1;
    const answer: u8 = 1;
    const check: u8 = 1;
    const __machineid_guard_denied_: u8 = 1;

    #[guarded_tool]
    pub(super) fn sync() -> R<u8> {
        effect();
        R::Ok(7)
    }

    #[side_effect(surface = "email", permit = permit)]
    pub(super) async fn with_permit() -> R<u8> {
        effect();
        drop(permit);
        R::Ok(7)
    }

    #[guarded_tool(recheck = "1m")]
    pub(super) async fn rechecked() -> R<u8> {
        effect();
        R::Ok(7)
    }

    #[guarded_tool]
    pub(super) fn boxed() -> ::std::pin::Pin<::std::boxed::Box<dyn ::std::future::Future<Output = R<u8>>>> {
        effect();
        ::std::boxed::Box::pin(async { R::Ok(7) })
    }
}

#[test]
fn names_of_the_users_module() {
    assert_guarded(7, shadowed::sync);
    assert_guarded_async(7, async || shadowed::with_permit().await);
    assert_guarded_async(7, async || shadowed::rechecked().await);
    assert_guarded_async(7, async || shadowed::boxed().await);
}

#[guarded_tool]
fn locals(denied: u8, check: u8, result: u8) -> Result<u8, String> {
    effect();
    let answer = denied + check;
    let future = result;
    Ok(answer + future)
}

#[guarded_tool(name = check, device = denied)]
async fn locals_in_arguments(check: &str, denied: &str) -> Result<usize, String> {
    effect();
    Ok(check.len() + denied.len())
}

#[test]
fn names_of_the_users_locals() {
    assert_guarded(6, || locals(1, 2, 3));
    assert_guarded_async(10, async || locals_in_arguments("abc", "a:b:c:d").await);
}

#[guarded_tool]
fn labels_and_items(numbers: &[u8]) -> Result<u8, String> {
    fn inner(number: u8) -> u8 {
        number + 1
    }
    const OFFSET: u8 = 1;
    effect();
    let found = 'search: {
        for number in numbers {
            if inner(*number) == 7 {
                break 'search *number;
            }
        }
        return Err("none".to_owned());
    };
    Ok(found + OFFSET)
}

#[test]
fn items_labels_and_returns_of_the_body() {
    assert_guarded(7, || labels_and_items(&[1, 6]));
}

mod same_name_twice {
    use machineid_guard::{Denied, guarded_tool};

    use crate::trial::effect;

    pub(super) struct A;
    pub(super) struct B;

    impl A {
        #[guarded_tool]
        pub(super) fn act() -> Result<u8, Denied> {
            effect();
            Ok(1)
        }
    }

    impl B {
        #[guarded_tool]
        pub(super) fn act() -> Result<u8, Denied> {
            effect();
            Ok(2)
        }
    }
}

#[test]
fn two_functions_of_one_name_have_a_boundary_each() {
    assert_guarded(1, same_name_twice::A::act);
    assert_guarded(2, same_name_twice::B::act);
    let module = concat!(module_path!(), "::same_name_twice");
    let all = machineid_guard::boundaries();
    assert_eq!(all.iter().filter(|it| it.name() == "act" && it.module_path() == module).count(), 2);
}
