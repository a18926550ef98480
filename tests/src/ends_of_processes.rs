//! A boundary that is reached while the process exits, and one in the first process of a container that was
//! forked from the first process of another. Both take unsafe calls of the C library, which this workspace
//! forbids, so they are doc tests: each is a crate of its own.
//!
//! In `atexit` the thread's own storage is gone already. The call is decided, and nothing aborts:
//!
//! ```
//! use std::process::{Command, exit};
//! use std::sync::OnceLock;
//!
//! use machineid_guard::local::LocalAuthority;
//! use machineid_guard::{Denied, Guard, guarded_tool};
//!
//! unsafe extern "C" {
//!     fn atexit(function: extern "C" fn()) -> i32;
//! }
//!
//! static AGENT: OnceLock<(LocalAuthority, Guard)> = OnceLock::new();
//! thread_local! {
//!     static OF_THE_THREAD: String = String::new();
//! }
//!
//! #[guarded_tool(guard = guard)]
//! fn tool(guard: &Guard) -> Result<(), Denied> {
//!     Ok(())
//! }
//!
//! #[guarded_tool(guard = guard)]
//! async fn asynchronous(guard: &Guard) -> Result<(), Denied> {
//!     Ok(())
//! }
//!
//! extern "C" fn at_the_end() {
//!     assert!(OF_THE_THREAD.try_with(|_| ()).is_err(), "the thread's storage is still there");
//!     let (authority, guard) = AGENT.get().unwrap();
//!     assert!(tool(guard).is_ok());
//!     authority.disable_org();
//!     assert_eq!(tool(guard).unwrap_err().code(), "ORG_DISABLED");
//!     authority.stop();
//!     assert_eq!(tool(guard).unwrap_err().code(), "UNREACHABLE");
//! }
//!
//! if std::env::var_os("CHILD").is_none() {
//!     let status = Command::new(std::env::current_exe()?).env("CHILD", "1").status()?;
//!     assert_eq!(status.code(), Some(7), "{status}");
//! } else {
//!     let authority = LocalAuthority::start()?;
//!     let guard = authority.guard().build()?;
//!     OF_THE_THREAD.with(|_| ());
//!     tool(&guard)?;
//!     drop(AGENT.set((authority, guard)));
//!     // SAFETY: the function may be called at any time.
//!     assert_eq!(unsafe { atexit(at_the_end) }, 0);
//!     exit(7);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A child has its parent's process id where each is the first process of a container. It is denied at once:
//!
//! ```
//! # #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::process::{Command, exit};
//! use std::time::{Duration, Instant};
//!
//! use machineid_guard::local::LocalAuthority;
//! use machineid_guard::{Denied, Gone, Guard, Reason, guarded_tool};
//!
//! unsafe extern "C" {
//!     fn syscall(number: i64, ...) -> i64;
//!     fn waitpid(process: i32, status: *mut i32, options: i32) -> i32;
//! }
//! const CLONE: i64 = 56;
//! const NEW_PID_NAMESPACE_AND_SIGCHLD: i64 = 0x2000_0000 | 17;
//! const NO_HANG: i32 = 1;
//!
//! #[guarded_tool(guard = guard)]
//! fn tool(guard: &Guard) -> Result<(), Denied> {
//!     Ok(())
//! }
//!
//! if std::process::id() != 1 {
//!     let mut first = Command::new("unshare");
//!     first.args(["--pid", "--fork"]).arg(std::env::current_exe()?);
//!     let output = first.output()?;
//!     let said = String::from_utf8_lossy(&output.stderr);
//!     if said.contains("Operation not permitted") {
//!         println!("not shown: it takes the right to make a process id namespace");
//!     } else {
//!         assert!(output.status.success(), "{said}");
//!     }
//!     return Ok(());
//! }
//! let authority = LocalAuthority::start()?;
//! let guard = authority.guard().build()?;
//! tool(&guard)?;
//! // SAFETY: as after any fork, the child calls nothing that needs another thread.
//! let child = unsafe { syscall(CLONE, NEW_PID_NAMESPACE_AND_SIGCHLD, 0, 0, 0, 0) };
//! assert!(child >= 0, "no child");
//! if child == 0 {
//!     let is_first = std::process::id() == 1;
//!     let knows = |denied: Denied| denied.reason() == &Reason::GatekeeperGone(Gone::Forked);
//!     exit(if is_first && tool(&guard).is_err_and(knows) { 0 } else { 3 });
//! }
//! let (mut status, start) = (0, Instant::now());
//! // SAFETY: the status lives on this stack.
//! while unsafe { waitpid(child as i32, &mut status, NO_HANG) } == 0 {
//!     assert!(start.elapsed() < Duration::from_secs(10), "the child hangs");
//!     std::thread::sleep(Duration::from_millis(5));
//! }
//! assert_eq!(status, 0, "the child was not denied as one that was forked");
//! # Ok(())
//! # }
//! # #[cfg(not(all(target_os = "linux", target_arch = "x86_64")))]
//! # fn main() {}
//! ```
