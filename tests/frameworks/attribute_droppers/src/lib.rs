//! Frameworks whose macros take a function apart and drop its other attributes. Below such a macro a
//! boundary is lost without a word, and the body runs unasked. So: ours on top.
//!
//! Where the body takes the permit, the wrong order does not compile, since nobody binds it:
//!
//! ```compile_fail
//! use machineid_guard::{Denied, guarded_tool};
//! use llm_tool::{ToolError, llm_tool};
//!
//! /// Pays.
//! #[llm_tool]
//! #[guarded_tool(permit = permit)]
//! async fn pay() -> Result<String, String> {
//!     permit.redeem()?;
//!     Ok("paid".into())
//! }
//! # fn main() {}
//! ```
//!
//! ```compile_fail
//! use machineid_guard::{Denied, guarded_tool};
//! use swiftide::{chat_completion::{ToolOutput, errors::ToolError}, traits::AgentContext};
//!
//! # fn refused(denied: Denied) -> Result<ToolOutput, ToolError> { Ok(ToolOutput::fail(denied.agent_message())) }
//! #[swiftide::tool(description = "Pays")]
//! #[guarded_tool(permit = permit, on_denied = refused)]
//! async fn pay(_context: &dyn AgentContext) -> Result<ToolOutput, ToolError> {
//!     match permit.redeem() {
//!         Ok(_receipt) => Ok(ToolOutput::text("paid")),
//!         Err(denied) => refused(denied),
//!     }
//! }
//! # fn main() {}
//! ```
//!
//! Nor does it in a guarded module, where each boundary has to come to its body:
//!
//! ```compile_fail
//! #[machineid_guard::require_boundaries]
//! pub mod tools {
//!     use llm_tool::{ToolError, llm_tool};
//!     use machineid_guard::guarded_tool;
//!
//!     /// Pays.
//!     #[llm_tool]
//!     #[guarded_tool]
//!     async fn pay() -> Result<String, String> {
//!         Ok("paid".into())
//!     }
//! }
//! # fn main() {}
//! ```
//!
//! The same with ours on top:
//!
//! ```
//! #[machineid_guard::require_boundaries]
//! pub mod tools {
//!     use llm_tool::{ToolError, llm_tool};
//!     use machineid_guard::guarded_tool;
//!
//!     /// Pays.
//!     #[guarded_tool]
//!     #[llm_tool]
//!     async fn pay() -> Result<String, String> {
//!         Ok("paid".into())
//!     }
//! }
//! # fn main() {}
//! ```
//!
//!
//! ```
//! use machineid_guard::{Denied, guarded_tool};
//! use llm_tool::{ToolError, llm_tool};
//!
//! /// Pays.
//! #[guarded_tool(permit = permit)]
//! #[llm_tool]
//! async fn pay() -> Result<String, String> {
//!     permit.redeem()?;
//!     Ok("paid".into())
//! }
//! # fn main() {}
//! ```
//!
//! ```
//! use machineid_guard::{Denied, guarded_tool};
//! use swiftide::{chat_completion::{ToolOutput, errors::ToolError}, traits::AgentContext};
//!
//! # fn refused(denied: Denied) -> Result<ToolOutput, ToolError> { Ok(ToolOutput::fail(denied.agent_message())) }
//! #[guarded_tool(permit = permit, on_denied = refused)]
//! #[swiftide::tool(description = "Pays")]
//! async fn pay(_context: &dyn AgentContext) -> Result<ToolOutput, ToolError> {
//!     match permit.redeem() {
//!         Ok(_receipt) => Ok(ToolOutput::text("paid")),
//!         Err(denied) => refused(denied),
//!     }
//! }
//! # fn main() {}
//! ```

pub mod garden;
pub mod kitchen;
mod logbook;

pub use logbook::{Logbook, logbook};
