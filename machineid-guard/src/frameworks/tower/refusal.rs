//! What is answered in place of a route.

use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};

use crate::denied::{Denied, Reason};
use crate::setting::Problem;

/// The answer in place of a denied route's: `{"code":"DEVICE_REVOKED","request_id":"…","boundary":"refund","message":"…"}`,
/// with `null` for a request id that is not known.
#[must_use]
pub fn refusal<R: From<String>>(denied: &Denied) -> Response<R> {
    answer(
        status(denied.reason()),
        &serde_json::json!({
            "code": denied.code(),
            "request_id": denied.request_id(),
            "boundary": denied.boundary().name(),
            "message": denied.agent_message(),
        }),
    )
}

/// Whether somebody said no, or nobody said anything that can be trusted.
fn status(reason: &Reason) -> StatusCode {
    match reason {
        Reason::Authority(_) | Reason::Unexplained | Reason::RegistrationRefused => StatusCode::FORBIDDEN,
        // The gate itself said no.
        Reason::Configuration(error) if matches!(error.problem(), Problem::UnknownTool { .. }) => StatusCode::FORBIDDEN,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A request that nobody was asked about.
#[derive(Debug)]
pub(super) enum NoRequest {
    Path,
    BodyTooLarge { limit: usize },
    BodyBroken,
}

impl NoRequest {
    pub(super) fn answer<R: From<String>>(&self) -> Response<R> {
        let (status, code, message) = match self {
            Self::Path => {
                (StatusCode::BAD_REQUEST, "PATH_INVALID", "its path has an invalid percent-encoding".to_owned())
            }
            Self::BodyTooLarge { limit } => {
                (StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", format!("its body is larger than {limit} bytes"))
            }
            Self::BodyBroken => (StatusCode::BAD_REQUEST, "BODY_INVALID", "its body did not arrive whole".to_owned()),
        };
        let message =
            format!("The tool was NOT run, and nobody was asked whether it may: the request is wrong, {message}.");
        answer(status, &serde_json::json!({ "code": code, "request_id": null, "boundary": null, "message": message }))
    }
}

fn answer<R: From<String>>(status: StatusCode, body: &serde_json::Value) -> Response<R> {
    let mut response = Response::new(R::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
