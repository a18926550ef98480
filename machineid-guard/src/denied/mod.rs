//! A denial: the one error of this crate that a guarded function can end with.

pub(crate) mod denials;
mod from_denied;
mod log;
mod reason;
pub(crate) mod telling;

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::boundary::{Boundary, BoundaryKind};
use crate::decision::Token;
use crate::identity::DeviceId;

pub use from_denied::FromDenied;
pub use reason::{Gone, Reason};

/// The boundary said no, and the guarded body did not run.
///
/// It converts into a function's own error: implement `From<Denied>` for it (thiserror's
/// `#[from]` does), or [`FromDenied`] for a return type that is not a `Result`.
///
/// ```
/// # use machineid_guard::{guarded_tool, Denied, Guard};
/// #[guarded_tool]
/// fn delete_everything() -> Result<(), Denied> {
///     unreachable!("the authority cannot be reached, so this never runs")
/// }
///
/// let guard = Guard::builder()
///     .org_key("org_example")
///     .device_id("openai-agent:prod:tool-server:01")
///     .base_url("http://127.0.0.1:9") // the discard port: nobody is there
///     .build()?;
/// let denied = guard.enter(delete_everything).unwrap_err();
/// assert_eq!(denied.code(), "UNREACHABLE");
/// assert_eq!(
///     denied.to_string(),
///     "denied at before_tool_call delete_everything (openai-agent:prod:tool-server:01): UNREACHABLE"
/// );
/// # Ok::<(), machineid_guard::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct Denied(Box<Details>);

/// Boxed in `Denied`, so that a guarded function's `Result` stays one pointer large on this side.
#[derive(Clone, Debug)]
struct Details {
    boundary: Boundary,
    device_id: Option<DeviceId>,
    reason: Reason,
    request_id: Option<Token>,
    registration_error: Option<Token>,
}

/// What of the authority's answer a denial keeps, where there was an answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct AnswerTrace {
    pub(crate) request_id: Option<Token>,
    pub(crate) registration_error: Option<Token>,
}

impl AnswerTrace {
    pub(crate) fn of_request(request_id: Option<Token>) -> Self {
        Self { request_id, registration_error: None }
    }
}

impl Denied {
    /// The compiler evaluates this where [`denials!`](crate::denials) stands. The attributes find it at the root only.
    #[doc(hidden)]
    pub const fn lines_stand_at_the_root(module: &str) {
        let bytes = module.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            assert!(
                bytes[at] != b':',
                "`denials!` stands at the crate's root, in `lib.rs` or `main.rs`, where every attribute finds it: move it there"
            );
            at += 1;
        }
    }

    /// Makes and logs a denial.
    pub(crate) fn new(boundary: Boundary, device_id: Option<DeviceId>, reason: Reason, answer: AnswerTrace) -> Self {
        let denied = Self::untold(boundary, device_id, reason, answer);
        log::write(&denied);
        denied
    }

    /// Makes a denial that nobody but the caller is told of, where telling could hang: in a forked child
    /// the locks of a subscriber may be held for ever.
    pub(crate) fn untold(boundary: Boundary, device_id: Option<DeviceId>, reason: Reason, answer: AnswerTrace) -> Self {
        let AnswerTrace { request_id, registration_error } = answer;
        Self(Box::new(Details { boundary, device_id, reason, request_id, registration_error }))
    }

    /// The place that was asked at, with the name that it had for this call.
    #[must_use]
    pub fn boundary(&self) -> &Boundary {
        &self.0.boundary
    }

    /// The device that was asked for; `None` where no device id could be worked out.
    #[must_use]
    pub fn device_id(&self) -> Option<&DeviceId> {
        self.0.device_id.as_ref()
    }

    /// Why it was denied.
    #[must_use]
    pub fn reason(&self) -> &Reason {
        &self.0.reason
    }

    /// The authority's own code (`DEVICE_REVOKED`), or the stable name of a reason found here
    /// (`TIMEOUT`). Use [`reason`](Self::reason) to tell the two apart.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0.reason.code()
    }

    /// The authority's correlation id, where it answered with one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_ref().map(Token::as_str)
    }

    /// What the authority said when it refused to register the device, such as `device_limit_reached`.
    ///
    /// A device that could not be registered is denied at validate, so this is often the cause behind
    /// the [`code`](Self::code).
    #[must_use]
    pub fn registration_error(&self) -> Option<&str> {
        self.0.registration_error.as_ref().map(Token::as_str)
    }

    /// One sentence for the model that asked for the tool: not run, or stopped half-way, and not to be
    /// tried again.
    ///
    /// Give it to the model as the tool call's output, in place of a result. Where the guard is not configured, it
    /// says what is not set: in a test, it may be all that is printed.
    #[must_use]
    pub fn agent_message(&self) -> String {
        let boundary = self.boundary();
        let outcome = match boundary.kind() {
            BoundaryKind::InFlight | BoundaryKind::Checkpoint => "was STOPPED before it was finished",
            _ => "was NOT run",
        };
        let cause = match self.reason() {
            Reason::Configuration(error) => {
                format!("this program cannot ask the external authority for this agent ({}, {error})", self.code())
            }
            _ => format!("the external authority for this agent denied it ({})", self.code()),
        };
        format!(
            "The tool `{name}` {outcome}: {cause}, so do not try it again or look for another way to do the same, and \
             tell the user that it was stopped.",
            name = boundary.name(),
        )
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "denied at {}", self.boundary())?;
        if let Some(device) = self.device_id() {
            write!(f, " ({device})")?;
        }
        write!(f, ": {}", self.code())?;
        if let Some(detail) = self.reason().detail() {
            write!(f, ", {detail}")?;
        }
        if let Some(error) = self.registration_error() {
            write!(f, ", registration refused: {error}")?;
        }
        if let Some(request_id) = self.request_id() {
            write!(f, ", request {request_id}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details { boundary, device_id, reason, request_id, registration_error } = &*self.0;
        f.debug_struct("Denied")
            .field("boundary", boundary)
            .field("device_id", device_id)
            .field("reason", reason)
            .field("request_id", request_id)
            .field("registration_error", registration_error)
            .finish()
    }
}

impl std::error::Error for Denied {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.reason().source()
    }
}

/// `{"boundary":"before_side_effect","name":"refund","surface":"payments","device_id":"…","code":"…",
/// "reason":"…","request_id":"…","registration_error":null}`, with `null` for what is not known.
impl Serialize for Denied {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_struct("Denied", 8)?;
        json.serialize_field("boundary", &self.boundary().kind())?;
        json.serialize_field("name", self.boundary().name())?;
        json.serialize_field("surface", &self.boundary().surface())?;
        json.serialize_field("device_id", &self.device_id())?;
        json.serialize_field("code", self.code())?;
        json.serialize_field("reason", &self.reason().to_string())?;
        json.serialize_field("request_id", &self.request_id())?;
        json.serialize_field("registration_error", &self.registration_error())?;
        json.end()
    }
}
