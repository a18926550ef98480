//! Attributes of other crates that skip a function's body or run it again: the tests hold them above and below
//! ours, and `docs/wrappers.md` is the table of what came out.
//!
//! `memoize` puts the attributes below it on the function behind its cache, so a boundary there does not
//! compile:
//!
//! ```compile_fail
//! #[memoize::memoize]
//! #[machineid_guard::guarded_tool]
//! fn search(query: String) -> Result<String, String> {
//!     Ok(query)
//! }
//! # fn main() {}
//! ```
//!
//! Two functions do the same:
//!
//! ```
//! #[machineid_guard::guarded_tool]
//! fn search(query: String) -> Result<String, String> {
//!     Ok(searched(query))
//! }
//!
//! #[memoize::memoize]
//! fn searched(query: String) -> String {
//!     query
//! }
//! # fn main() {}
//! ```
