//! Reads a request: what is asked, about which device, and whether it may be answered at all.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, Method, StatusCode, Uri};

use super::device::device_id_of_body;
use super::own_names::OwnNames;
use super::refusal::Refusal;
use super::{Endpoint, KeyCheck};

const KEY_HEADER: &str = "x-org-key";

/// One request, read.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) endpoint: Endpoint,
    pub(super) key_check: KeyCheck,
    /// The device that was named, also where the request is refused for another reason.
    pub(super) device_id: Option<Arc<str>>,
    pub(super) call: Result<Call, Refusal>,
}

/// A request that the rules decide.
#[derive(Debug)]
pub(super) enum Call {
    Register(Arc<str>),
    Validate(Arc<str>),
    ListDevices,
    Usage,
    Revoke(Arc<str>),
    Unrevoke(Arc<str>),
    Remove(Arc<str>),
}

impl Question {
    pub(super) fn read(
        org_key: &str,
        own_names: &OwnNames,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &Result<Bytes, BytesRejection>,
    ) -> Self {
        let endpoint = Endpoint::of_path(uri.path());
        let key_check = check_key(org_key, headers);
        let device_id = read_device_id(body);
        Self {
            endpoint,
            key_check,
            call: own_names
                .check(uri, headers)
                .and_then(|()| read_call(endpoint, method, key_check, device_id.clone())),
            device_id: device_id.ok(),
        }
    }
}

fn read_call(
    endpoint: Endpoint,
    method: &Method,
    key_check: KeyCheck,
    device_id: Result<Arc<str>, Refusal>,
) -> Result<Call, Refusal> {
    if endpoint == Endpoint::Unknown {
        return Err(Refusal::UnknownPath);
    }
    if method.as_str() != endpoint.method() {
        return Err(Refusal::WrongMethod);
    }
    if key_check != KeyCheck::Accepted {
        return Err(Refusal::OrgKey);
    }
    match endpoint {
        Endpoint::Register => device_id.map(Call::Register),
        Endpoint::Validate => device_id.map(Call::Validate),
        Endpoint::ListDevices => Ok(Call::ListDevices),
        Endpoint::Usage => Ok(Call::Usage),
        Endpoint::Revoke => device_id.map(Call::Revoke),
        Endpoint::Unrevoke => device_id.map(Call::Unrevoke),
        Endpoint::Remove => device_id.map(Call::Remove),
        Endpoint::Unknown => Err(Refusal::UnknownPath),
    }
}

fn check_key(org_key: &str, headers: &HeaderMap) -> KeyCheck {
    let mut keys = headers.get_all(KEY_HEADER).iter();
    let (first, second) = (keys.next(), keys.next());
    match first.map(|key| key.as_bytes().trim_ascii()) {
        None | Some(b"") => KeyCheck::Missing,
        // Two keys are a caller that does not know which one it means.
        Some(key) if key == org_key.as_bytes() && second.is_none() => KeyCheck::Accepted,
        Some(_) => KeyCheck::Rejected,
    }
}

fn read_device_id(body: &Result<Bytes, BytesRejection>) -> Result<Arc<str>, Refusal> {
    match body {
        Ok(body) => device_id_of_body(body).map_err(Refusal::Invalid),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Refusal::BodyTooLarge),
        Err(_) => Err(Refusal::Invalid("the body could not be read")),
    }
}
