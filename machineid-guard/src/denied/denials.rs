//! A denial in the errors of other crates, said once for each of them.
//!
//! `FromDenied` cannot be implemented for somebody else's error: neither the trait nor the type is the user's. A type
//! that [`denials!`](crate::denials) makes in the user's crate can have a method for it. An attribute looks for that
//! type at the crate's root first, and finds the one here where there is none: a name that comes into an inner block by a
//! glob goes before that of an outer block.

use std::marker::PhantomData;

/// A type that a denial is put into on its way to what a guarded function returns: the returned type itself, or what a
/// line of [`denials!`](crate::denials) makes of it.
#[doc(hidden)]
pub trait Carries<R> {
    fn returned(self) -> R;
}

impl<R> Carries<R> for R {
    fn returned(self) -> R {
        self
    }
}

/// What a guarded function returns, which carries a denial by itself or not at all.
#[doc(hidden)]
#[derive(Debug)]
pub struct ByItself<R>(PhantomData<fn() -> R>);

impl<R> ByItself<R> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn carrier(&self) -> PhantomData<R> {
        PhantomData
    }
}

/// Whose method says which type carries a denial, for what is returned.
#[doc(hidden)]
pub trait CarriesFor {
    type Returned;
}

impl<R> CarriesFor for ByItself<R> {
    type Returned = R;
}

/// What a guarded closure gives. That is written nowhere: it is known from the value, and then for the denial.
#[doc(hidden)]
#[derive(Debug)]
pub struct Output<R>(PhantomData<fn() -> R>);

impl<R> Clone for Output<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Output<R> {}

impl<R> Output<R> {
    /// The value is of this type.
    pub fn is(self, value: R) -> R {
        value
    }

    /// No value, of this type.
    #[must_use]
    pub fn never(self) -> Option<R> {
        None
    }
}

#[doc(hidden)]
#[must_use]
pub const fn output<R>() -> Output<R> {
    Output(PhantomData)
}

/// The lookup for what a closure gives.
#[doc(hidden)]
pub fn of_output<C: CarriesFor>(_: Output<C::Returned>, of: C) -> C {
    of
}

/// The carrier's type is known by the first argument when the second is looked at.
#[doc(hidden)]
pub fn carried<R, C: Carries<R>>(_: PhantomData<C>, denied: C) -> R {
    denied.returned()
}

/// For a crate that has no [`denials!`](crate::denials) at its root.
#[doc(hidden)]
pub mod standard {
    /// The name is that of the module that the macro makes.
    pub mod __machineid_guard_denials {
        use crate::denied::denials::ByItself;

        #[must_use]
        pub const fn of<R>() -> ByItself<R> {
            ByItself::new()
        }
    }
}

/// Says once for the whole crate how errors of other crates carry a denial, so that the functions that return them take
/// the bare attribute.
///
/// It stands at the crate's root, in `lib.rs` or `main.rs`, once. Each line names an error type, and holds for every
/// `Result` with that error; or after `->` a whole return type, where a denial is no error. What comes then is a closure
/// or a function from [`Denied`](crate::Denied). A line goes before what a type does by itself, and after an attribute's own
/// `on_denied`. Errors of your own need none: implement `From<Denied>` for them.
///
/// ```
/// // A protocol's types, from a crate that knows nothing of denials.
/// # mod protocol { #[derive(Debug)] pub struct ErrorData(pub String);
/// # impl ErrorData { pub fn internal(text: String) -> Self { Self(text) } }
/// # pub struct Answer(pub String); }
/// # use machineid_guard::{guarded_tool, Guard};
/// use protocol::{Answer, ErrorData};
///
/// machineid_guard::denials! {
///     ErrorData => |denied| ErrorData::internal(denied.agent_message()),
///     -> Answer => |denied| Answer(denied.agent_message()),
/// }
///
/// #[guarded_tool]
/// fn search(query: &str) -> Result<String, ErrorData> {
///     Ok(format!("results for {query}"))
/// }
///
/// #[guarded_tool]
/// fn describe() -> Answer {
///     Answer("a shop".into())
/// }
///
/// # fn main() -> Result<(), machineid_guard::ConfigError> {
/// # let guard = Guard::builder().org_key("org_example").device_id("agent").base_url("http://127.0.0.1:9").build()?;
/// let error = guard.enter(|| search("tea")).unwrap_err();
/// assert!(error.0.contains("was NOT run"));
/// assert!(guard.enter(describe).0.contains("was NOT run"));
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! denials {
    ($($lines:tt)+) => {
        const _: () = $crate::Denied::lines_stand_at_the_root($crate::__private::module_path!());

        #[doc(hidden)]
        pub(crate) mod __machineid_guard_denials {
            use super::*;

            /// What a line makes: a type of this crate, so that it can be what another crate's error cannot.
            pub(crate) struct Line<R>(R);

            impl<R> $crate::__private::Carries<R> for Line<R> {
                fn returned(self) -> R {
                    self.0
                }
            }

            // Its own methods are found before those of what it dereferences to.
            pub(crate) struct Of<R>($crate::__private::ByItself<R>);

            pub(crate) const fn of<R>() -> Of<R> {
                Of($crate::__private::ByItself::new())
            }

            impl<R> $crate::__private::CarriesFor for Of<R> {
                type Returned = R;
            }

            impl<R> $crate::__private::Deref for Of<R> {
                type Target = $crate::__private::ByItself<R>;

                fn deref(&self) -> &Self::Target {
                    &self.0
                }
            }

            $crate::__denials_lines! { $($lines)+ }
        }
    };
}

/// The lines of [`denials!`](crate::denials).
#[doc(hidden)]
#[macro_export]
macro_rules! __denials_lines {
    () => {};
    (@ ($($parameter:ident)?) $returned:ty => |$denied:ident| $value:expr) => {
        impl$(<$parameter>)? Of<$returned> {
            pub(crate) const fn carrier(&self) -> $crate::__private::PhantomData<Line<$returned>> {
                $crate::__private::PhantomData
            }
        }

        #[diagnostic::do_not_recommend]
        impl$(<$parameter>)? $crate::FromDenied for Line<$returned> {
            fn from_denied($denied: $crate::Denied) -> Self {
                Self($value)
            }
        }
    };
    (-> $returned:ty => $how:expr $(, $($lines:tt)*)?) => {
        $crate::__denials_lines! {
            @ () $returned => |denied| {
                // What runs later cannot be allowed now.
                $crate::__private::returned_on_denied::<$returned>().runs_at_the_call();
                $crate::__private::on_denied::<$returned>(denied, $how)
            }
        }
        $crate::__denials_lines! { $($($lines)*)? }
    };
    ($error:ty => $how:expr $(, $($lines:tt)*)?) => {
        $crate::__denials_lines! {
            @ (T) $crate::__private::Result<T, $error> =>
                |denied| $crate::__private::Err($crate::__private::on_denied::<$error>(denied, $how))
        }
        $crate::__denials_lines! { $($($lines)*)? }
    };
}
