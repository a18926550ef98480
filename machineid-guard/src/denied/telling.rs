//! Running code of the program that is only told something: a log subscriber, a span's layer, a hook.
//!
//! None of it decides anything, so a panic in there changes nothing. And none of it may ask: a hook
//! that calls a guarded function would be told of that call too, and call it again, until the stack
//! overflows. So a boundary that is reached from inside is denied, and nobody is told of that.

use std::cell::Cell;
use std::panic::AssertUnwindSafe;

thread_local! {
    // Of a type without `Drop`, so that it is there to the very end: a boundary may be reached while the
    // process exits.
    static TELLING: Cell<Telling> = const { Cell::new(Telling::Nobody) };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Telling {
    Nobody,
    Somebody,
}

/// Sets the state back when it is dropped, also by a panic.
struct Before(Telling);

impl Drop for Before {
    fn drop(&mut self) {
        TELLING.set(self.0);
    }
}

/// Runs somebody else's code. `None` where it panicked, which the panic hook has reported.
///
/// Under `panic = "abort"` a panic in there ends the process: nothing runs unasked, and nothing else does.
pub(crate) fn tell<T>(foreign: impl FnOnce() -> T) -> Option<T> {
    let before = Before(TELLING.replace(Telling::Somebody));
    let told = std::panic::catch_unwind(AssertUnwindSafe(foreign));
    drop(before);
    told.map_err(forget).ok()
}

/// Whether this thread is inside of [`tell`].
pub(crate) fn is_telling() -> bool {
    TELLING.get() == Telling::Somebody
}

/// Marks this thread for the rest of its life: nothing of the program may ask on it. The HTTP stack
/// writes to the program's `log` logger from the gatekeeper's thread, and that is code of the program.
pub(crate) fn mark_this_thread() {
    TELLING.set(Telling::Somebody);
}

/// A panic's payload is a value of the program, and dropping it may panic again.
pub(crate) fn forget(payload: Box<dyn std::any::Any + Send>) {
    std::mem::forget(payload);
}
