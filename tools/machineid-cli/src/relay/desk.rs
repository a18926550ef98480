//! One question of one agent, from its bytes to the authority's answer.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, WARNING};
use hyper::{Request, Response, StatusCode};
use machineid_guard::{DeviceId, Fault, Verbatim};

use crate::relay::allowed::Allowed;
use crate::relay::askers::Askers;
use crate::relay::door::Door;
use crate::relay::journal::Journal;
use crate::relay::lobby::Guest;
use crate::relay::refusal::Refusal;
use crate::relay::request;

/// What every question needs.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) askers: Askers,
    pub(super) door: Door,
    pub(super) allowed: Allowed,
    pub(super) journal: Journal,
}

impl Desk {
    /// Answers whatever was asked.
    pub(super) async fn answer(
        self: Arc<Self>,
        received: Request<Incoming>,
        guest: Arc<Guest>,
    ) -> Response<Full<Bytes>> {
        match self.pass_on(received, &guest).await {
            Ok(answer) => unchanged(answer),
            Err(refusal) => own(refusal),
        }
    }

    async fn pass_on(&self, received: Request<Incoming>, guest: &Guest) -> Result<Verbatim, Refusal> {
        let (head, body) = received.into_parts();
        let asker = self.door.asker(&head.headers).map_err(|refusal| self.told(refusal, "somebody", None))?;
        let who = asker.name();
        let question = request::question(&head).map_err(|refusal| self.told(refusal, who, None))?;
        let device = request::device(body).await.map_err(|refusal| self.told(refusal, who, None))?;
        if !asker.may_ask_for(&device, &self.allowed) {
            return Err(self.told(Refusal::Device, who, Some(&device)));
        }
        guest.has_asked();
        let answer = self.askers.ask(question, &device).await;
        answer.map_err(|fault| self.told(Refusal::Failed(fault), who, Some(&device)))
    }

    /// The refusal, of which the operator is told.
    fn told(&self, refusal: Refusal, whose: &str, device: Option<&DeviceId>) -> Refusal {
        let about = device.map(|device| format!(" about {device}")).unwrap_or_default();
        self.journal.refused(refusal, whose, &about);
        refusal
    }
}

/// The authority's status and body. Of its headers only what they say of the answer's age goes on, in one word.
fn unchanged(answer: Verbatim) -> Response<Full<Bytes>> {
    let Ok(status) = StatusCode::from_u16(answer.status()) else {
        return own(Refusal::Failed(Fault::MalformedHttp));
    };
    let is_old = answer.is_old();
    let mut response = respond(status, answer.into_body().into());
    if is_old {
        response.headers_mut().insert(WARNING, HeaderValue::from_static("110 machineid-relay \"the answer is old\""));
    }
    response
}

fn own(refusal: Refusal) -> Response<Full<Bytes>> {
    respond(refusal.status(), refusal.body().into())
}

fn respond(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
