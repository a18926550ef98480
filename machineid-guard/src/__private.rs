//! What the attributes expand to. Not part of the public API: it changes with any release, and the
//! attribute crate is pinned to this one for that reason.

mod deferred;

pub use std::boxed::Box;
pub use std::clone::Clone;
pub use std::fmt;
pub use std::future::{Future, poll_fn};
pub use std::marker::PhantomData;
pub use std::marker::{Send, Sync};
pub use std::ops::{Deref, DerefMut};
pub use std::option::Option::{self, None, Some};
pub use std::pin::{Pin, pin};
pub use std::primitive::str;
pub use std::result::Result::{self, Err, Ok};
pub use std::string::String;
pub use std::{concat, file, line, module_path, stringify};

pub use futures_core::Stream;
pub use inventory;

pub use crate::__boundary as boundary;
pub use crate::boundary::{Boundary, BoundaryKind, Declared, Registered};
pub use crate::denied::denials::{ByItself, Carries, CarriesFor, Output, carried, of_output, output, standard};
pub use crate::denied::{Denied, FromDenied};
#[cfg(feature = "local")]
pub use crate::guard::ForTests;
pub use crate::guard::{
    Asking, AskingFor, Caller, Check, DeviceExpr, NameExpr, Rechecked, ask_at, ask_at_for, wait_at,
};
pub use crate::guarded_call::{InFlight, stream};
pub use crate::identity::{Surface, SurfaceOf, Unnamed, any_surface};
pub use crate::permit::Permit;

pub use self::deferred::{BoxedFuture, made};
pub use crate::later::{returned, returned_as, returned_on_denied, returned_on_denied_as};

/// The static of one boundary, and its entry in the inventory: an expression that borrows the static.
///
/// A macro of rules, so that what an attribute writes into a function stays short enough to read.
#[doc(hidden)]
#[macro_export]
macro_rules! __boundary {
    ($kind:ident, $name:expr $(, surface = $surface:expr)? $(, name_expression = $expression:expr)?) => {{
        static MACHINEID_GUARD_BOUNDARY: $crate::__private::Boundary = $crate::__private::Boundary::new(
            $crate::__private::BoundaryKind::$kind,
            $name,
            $crate::__private::module_path!(),
            $crate::__private::file!(),
            $crate::__private::line!(),
        )
        $(.with_surface($surface))?
        $(.with_name_expression($expression))?;
        $crate::__private::inventory::submit! {
            $crate::__private::Registered::new(&MACHINEID_GUARD_BOUNDARY)
        }
        &MACHINEID_GUARD_BOUNDARY
    }};
}

/// Gives a closure's parameter its type.
pub fn on_denied<T>(denied: Denied, closure: impl FnOnce(Denied) -> T) -> T {
    closure(denied)
}

/// Fixes the type of an inner async block; always `None`.
#[must_use]
pub fn annotate<T>() -> Option<T> {
    None
}
