//! Guarded functions that are `unsafe`, have an ABI and a symbol of their own, or need a CPU feature.
//!
//! This workspace forbids unsafe code, so these cases are doc tests: each is a crate of its own.
//! tracing #2576, #2864.
//!
//! ```
//! use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
//!
//! use machineid_guard::local::LocalAuthority;
//! use machineid_guard::{Denied, guarded_tool};
//!
//! static EFFECTS: AtomicUsize = AtomicUsize::new(0);
//!
//! #[guarded_tool]
//! unsafe fn plain(number: u8) -> Result<u8, Denied> {
//!     EFFECTS.fetch_add(1, SeqCst);
//!     Ok(number)
//! }
//!
//! #[guarded_tool]
//! async unsafe fn asynchronous(number: u8) -> Result<u8, Denied> {
//!     EFFECTS.fetch_add(1, SeqCst);
//!     Ok(number)
//! }
//!
//! #[guarded_tool]
//! #[unsafe(no_mangle)]
//! unsafe extern "C-unwind" fn machineid_guard_tests_symbol(number: u8) -> Result<u8, Denied> {
//!     EFFECTS.fetch_add(1, SeqCst);
//!     Ok(number)
//! }
//!
//! #[guarded_tool]
//! #[cfg_attr(target_arch = "x86_64", target_feature(enable = "sse2"))]
//! unsafe fn with_a_cpu_feature(number: u8) -> Result<u8, Denied> {
//!     EFFECTS.fetch_add(1, SeqCst);
//!     Ok(number)
//! }
//!
//! fn call_all() -> [Result<u8, Denied>; 4] {
//!     // SAFETY: none of them asks anything of its caller.
//!     unsafe {
//!         [
//!             plain(1),
//!             pollster::block_on(asynchronous(2)),
//!             machineid_guard_tests_symbol(3),
//!             with_a_cpu_feature(4),
//!         ]
//!     }
//! }
//!
//! let authority = LocalAuthority::start()?;
//! let guard = authority.guard().build()?;
//! let allowed = guard.enter(call_all);
//! assert!(allowed.into_iter().map(Result::unwrap).eq([1, 2, 3, 4]));
//! assert_eq!(EFFECTS.load(SeqCst), 4);
//!
//! authority.disable_org();
//! for outcome in guard.enter(call_all) {
//!     assert_eq!(outcome.unwrap_err().code(), "ORG_DISABLED");
//! }
//! assert_eq!(EFFECTS.load(SeqCst), 4, "no body ran");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
