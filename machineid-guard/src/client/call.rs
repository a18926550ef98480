//! The seven calls as requests.

use reqwest::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Method, Request, Url};
use serde::Serialize;

use crate::client::{BaseUrl, OrgKey};
use crate::identity::DeviceId;

/// The header that carries the key, on every request (firm).
const ORG_KEY: HeaderName = HeaderName::from_static("x-org-key");

/// What is asked for. Method, path and body of each are firm: they stand in the official SDK.
#[derive(Clone, Copy, Debug)]
pub(super) enum Endpoint {
    Register,
    Validate,
    List,
    Usage,
    Revoke,
    Unrevoke,
    Remove,
}

impl Endpoint {
    const ALL: [Self; 7] =
        [Self::Register, Self::Validate, Self::List, Self::Usage, Self::Revoke, Self::Unrevoke, Self::Remove];

    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Register => "/api/v1/devices/register",
            Self::Validate => "/api/v1/devices/validate",
            Self::List => "/api/v1/devices/list",
            Self::Usage => "/api/v1/usage",
            Self::Revoke => "/api/v1/devices/revoke",
            Self::Unrevoke => "/api/v1/devices/unrevoke",
            Self::Remove => "/api/v1/devices/remove",
        }
    }
}

/// One call: an endpoint, and the device where it is about one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'a> {
    endpoint: Endpoint,
    device: Option<&'a DeviceId>,
}

impl<'a> Call<'a> {
    pub(super) fn about(endpoint: Endpoint, device: &'a DeviceId) -> Self {
        Self { endpoint, device: Some(device) }
    }

    pub(super) fn of_organisation(endpoint: Endpoint) -> Self {
        Self { endpoint, device: None }
    }

    /// The largest body of an answer that is read, in bytes. A decision has a few hundred; a list has an entry for each of
    /// up to 1,000 devices.
    pub(super) fn largest_answer(self) -> usize {
        match self.endpoint {
            Endpoint::List => 4 << 20,
            _ => 64 << 10,
        }
    }

    /// Registering is safe at any time, and validating changes nothing. An `unrevoke` that arrives once
    /// more could undo a revoke that came in between.
    pub(super) fn may_be_sent_twice(self) -> bool {
        matches!(self.endpoint, Endpoint::Register | Endpoint::Validate)
    }
}

/// Makes requests to one authority with one key, or to a relay that has the key.
#[derive(Debug)]
pub(super) struct RequestMaker {
    org_key: Option<OrgKey>,
    /// In the order of [`Endpoint::ALL`], which is that of its discriminants.
    urls: [Url; 7],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    device_id: &'a str,
}

impl RequestMaker {
    pub(super) fn new(org_key: Option<OrgKey>, base_url: &BaseUrl) -> Self {
        Self { org_key, urls: Endpoint::ALL.map(|endpoint| base_url.join(endpoint.path())) }
    }

    pub(super) fn request(&self, call: Call<'_>) -> Request {
        let url = self.urls[call.endpoint as usize].clone();
        let mut request = match call.device {
            Some(device) => Self::post(url, device),
            None => Request::new(Method::GET, url),
        };
        let headers = request.headers_mut();
        if let Some(key) = &self.org_key {
            headers.insert(ORG_KEY, key.header());
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        request
    }

    fn post(url: Url, device: &DeviceId) -> Request {
        let mut request = Request::new(Method::POST, url);
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        // Writing a struct of one string cannot fail; an empty body would be refused by the authority.
        let body = serde_json::to_vec(&Body { device_id: device.as_str() }).unwrap_or_default();
        *request.body_mut() = Some(body.into());
        request
    }
}
