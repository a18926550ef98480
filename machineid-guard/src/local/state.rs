//! What the handle and the serving thread share.

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::json;

use super::Request;
use super::answer::Answer;
use super::organisation::Organisation;
use super::question::{Call, Question};
use super::request_id::RequestIds;
use super::witness::Witness;

/// The authority without its port.
pub(super) struct State {
    pub(super) org_key: String,
    /// TCP connections accepted so far.
    pub(super) connections: AtomicUsize,
    /// What its guards decide, while a proof looks.
    pub(super) witness: Witness,
    /// Held by the proof that runs: two would see each other's questions.
    pub(super) proofs: tokio::sync::Mutex<()>,
    request_ids: RequestIds,
    office: Mutex<Office>,
}

/// Everything that changes. One lock holds all of it, so that the log is in the order of the
/// decisions and an order given at the console is in force for every later one.
#[derive(Default)]
pub(super) struct Office {
    pub(super) organisation: Organisation,
    pub(super) requests: Vec<Request>,
    pub(super) latency: Duration,
}

impl State {
    pub(super) fn new(org_key: String, organisation: Organisation) -> Self {
        Self {
            org_key,
            connections: AtomicUsize::new(0),
            witness: Witness::default(),
            proofs: tokio::sync::Mutex::default(),
            request_ids: RequestIds::default(),
            office: Mutex::new(Office { organisation, ..Office::default() }),
        }
    }

    /// A panic elsewhere cannot leave a rule half applied, so a poisoned lock is still good.
    pub(super) fn office(&self) -> MutexGuard<'_, Office> {
        self.office.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides and logs one request. Returns the answer and how long it is to be held back.
    pub(super) fn decide(&self, question: &Question) -> (Answer, Duration) {
        let request_id: Arc<str> = self.request_ids.next().into();
        let mut office = self.office();
        let answer = match &question.call {
            Ok(call) => carry_out(&mut office.organisation, call),
            Err(refusal) => Answer::refusal(*refusal, question.endpoint),
        };
        office.requests.push(Request {
            endpoint: question.endpoint,
            device_id: question.device_id.clone(),
            key_check: question.key_check,
            status: answer.status.as_u16(),
            code: answer.code,
            correlation_id: Arc::clone(&request_id),
        });
        let latency = office.latency;
        drop(office);
        (sign(answer, question, &request_id), latency)
    }
}

/// Validate's answer has the three documented fields; the others name their handler as well.
fn sign(answer: Answer, question: &Question, request_id: &str) -> Answer {
    let answer = answer.with(json!({ "request_id": request_id }));
    match question.call {
        Ok(Call::Validate(_)) => answer,
        _ => answer.with(json!({ "handler": question.endpoint.handler() })),
    }
}

fn carry_out(organisation: &mut Organisation, call: &Call) -> Answer {
    match call {
        Call::Register(id) => {
            let outcome = organisation.register(id);
            Answer::registration(outcome, id, organisation.usage())
        }
        Call::Validate(id) => Answer::verdict(organisation.validate(id)),
        Call::ListDevices => Answer::device_list(&organisation.devices(), organisation.usage()),
        Call::Usage => Answer::usage(organisation.usage()),
        Call::Revoke(id) => {
            let outcome = organisation.revoke(id);
            Answer::order(&outcome, id, organisation.usage())
        }
        Call::Unrevoke(id) => {
            let outcome = organisation.restore(id);
            Answer::order(&outcome, id, organisation.usage())
        }
        Call::Remove(id) => {
            let outcome = organisation.remove(id);
            Answer::order(&outcome, id, organisation.usage())
        }
    }
}
