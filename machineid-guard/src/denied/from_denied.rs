use std::io;

use crate::denied::Denied;

/// A return type that can say "denied".
///
/// Implemented for every `Result<T, E>` whose error has `From<Denied>`. Implement it for a type of
/// your own that carries its failures inside, and make sure that the denial does not read as success:
///
/// ```
/// use machineid_guard::{Denied, FromDenied};
///
/// struct ToolResult { success: bool, output: String }
///
/// impl FromDenied for ToolResult {
///     fn from_denied(denied: Denied) -> Self {
///         Self { success: false, output: denied.agent_message() }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot carry a denial",
    label = "a denied call has to return something, and this type has no place for it",
    note = "return a `Result` whose error is `From<machineid_guard::Denied>`; with thiserror that is a variant `Denied(#[from] machineid_guard::Denied)`",
    note = "for the error of another crate, once for all functions, at the root of this crate: `machineid_guard::denials! {{ TheError => |denied| … }}`",
    note = "or implement `machineid_guard::FromDenied` for the type, if it is your own",
    note = "if the type is a future under another name: write `impl Future<Output = …>`, or for an alias of a boxed one add `future` to the attribute; in `guarded!`, give an `async move` block that awaits it",
    note = "or say what to return: `on_denied = |denied| …` in the attribute",
    note = "if `#[guarded_tools]` on the block asks for the boundary, and the function may run unasked: `#[unguarded(reason = \"…\")]`"
)]
pub trait FromDenied {
    /// What the guarded function returns in place of running.
    fn from_denied(denied: Denied) -> Self;
}

// Else the compiler would say that some `E` is not `From<Denied>`, without a word on what to do.
#[diagnostic::do_not_recommend]
impl<T, E: From<Denied>> FromDenied for Result<T, E> {
    fn from_denied(denied: Denied) -> Self {
        Err(E::from(denied))
    }
}

/// For `io::Result`: kind [`PermissionDenied`](io::ErrorKind::PermissionDenied), with the denial inside.
impl From<Denied> for io::Error {
    fn from(denied: Denied) -> Self {
        Self::new(io::ErrorKind::PermissionDenied, denied)
    }
}

/// For `Result<_, String>`, as tool codebases have it: the string goes to the model, so it is
/// [`agent_message`](Denied::agent_message).
impl From<Denied> for String {
    fn from(denied: Denied) -> Self {
        denied.agent_message()
    }
}
