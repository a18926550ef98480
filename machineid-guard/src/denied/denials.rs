//! A denial in the errors of other crates, said once for each of them.
//!
//! `FromDenied` cannot be implemented for somebody else's error: neither the trait nor the type is the user's. A type
//! that [`denials!`](crate::denials) makes in the user's crate can have a method for it. An attribute looks for that
//! type at the crate's root first, and finds the one here where there is none: names in an inner block go before
//! those of an outer one, and both come in by a glob, which may be empty.

use std::marker::PhantomData;

use crate::denied::{Denied, FromDenied};

#[doc(hidden)]
/// What a guarded function returns, where its type knows by itself how to carry a denial.
#[derive(Debug)]
pub struct ByItself<R>(PhantomData<fn() -> R>);

impl<R> ByItself<R> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    #[doc(hidden)]
    pub fn denied(&self, denied: Denied) -> R
    where
        R: FromDenied,
    {
        R::from_denied(denied)
    }
}

#[doc(hidden)]
/// For a crate that has no [`denials!`](crate::denials) at its root.
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
/// It stands at the crate's root, in `lib.rs` or `main.rs`, once. Each line names an error type and a closure or function
/// from [`Denied`]; it holds for every `Result` with that error, and goes before a `From<Denied>` of the error. Errors of
/// your own need no line: implement `From<Denied>` for them.
///
/// ```
/// // A protocol's error, from a crate that knows nothing of denials.
/// # mod protocol { #[derive(Debug)] pub struct ErrorData(pub String);
/// # impl ErrorData { pub fn internal(text: String) -> Self { Self(text) } } }
/// # use machineid_guard::{guarded_tool, Guard};
/// machineid_guard::denials! {
///     crate::protocol::ErrorData => |denied| crate::protocol::ErrorData::internal(denied.agent_message()),
/// }
///
/// #[guarded_tool]
/// fn search(query: &str) -> Result<String, protocol::ErrorData> {
///     Ok(format!("results for {query}"))
/// }
///
/// # fn main() -> Result<(), machineid_guard::ConfigError> {
/// # let guard = Guard::builder().org_key("org_example").device_id("agent").base_url("http://127.0.0.1:9").build()?;
/// let error = guard.enter(|| search("tea")).unwrap_err();
/// assert!(error.0.contains("was NOT run"));
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! denials {
    ($($error:ty => $how:expr),+ $(,)?) => {
        #[doc(hidden)]
        pub(crate) mod __machineid_guard_denials {
            use super::*;

            // Its own methods are found before those of what it dereferences to.
            pub(crate) struct Of<R>($crate::__private::ByItself<R>);

            pub(crate) const fn of<R>() -> Of<R> {
                Of($crate::__private::ByItself::new())
            }

            impl<R> $crate::__private::Deref for Of<R> {
                type Target = $crate::__private::ByItself<R>;

                fn deref(&self) -> &Self::Target {
                    &self.0
                }
            }

            $(
                impl<T> Of<$crate::__private::Result<T, $error>> {
                    pub(crate) fn denied(&self, denied: $crate::Denied) -> $crate::__private::Result<T, $error> {
                        $crate::__private::Err($crate::__private::on_denied::<$error>(denied, $how))
                    }
                }
            )+
        }
    };
}
