//! One question and its answer: what is sent, what an acceptable HTTP response is, and the one retry.

use std::time::Instant;

use reqwest::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, TRANSFER_ENCODING,
};
use reqwest::{Method, Request, Response, Url, Version};
use rustls::ClientConfig;
use serde_json::{Map, Value};

use crate::client::answers::{Registration, text};
use crate::client::base_url::Protocol;
use crate::client::connections::{Connection, Connections, Reuse};
use crate::client::error::ClientError;
use crate::client::http_fault;
use crate::client::{BaseUrl, OrgKey};
use crate::decision::{Decision, Fault, Token, Verdict, object};
use crate::identity::DeviceId;

/// The largest body that is read, in bytes. A decision has a few hundred.
const LARGEST_BODY: usize = 64 * 1024;
/// The largest header section that is accepted, in bytes of names and values.
const LARGEST_HEADERS: usize = 16 * 1024;

/// One of the seven calls.
#[derive(Debug)]
pub(super) struct Call {
    path: &'static str,
    body: Option<String>,
}

impl Call {
    pub(super) fn register(device: &DeviceId) -> Self {
        Self::about("/api/v1/devices/register", device)
    }

    pub(super) fn validate(device: &DeviceId) -> Self {
        Self::about("/api/v1/devices/validate", device)
    }

    pub(super) fn revoke(device: &DeviceId) -> Self {
        Self::about("/api/v1/devices/revoke", device)
    }

    pub(super) fn unrevoke(device: &DeviceId) -> Self {
        Self::about("/api/v1/devices/unrevoke", device)
    }

    pub(super) fn remove(device: &DeviceId) -> Self {
        Self::about("/api/v1/devices/remove", device)
    }

    pub(super) fn list() -> Self {
        Self { path: "/api/v1/devices/list", body: None }
    }

    pub(super) fn usage() -> Self {
        Self { path: "/api/v1/usage", body: None }
    }

    fn about(path: &'static str, device: &DeviceId) -> Self {
        // `Value`'s Display writes compact JSON and cannot fail.
        let body = format!("{{\"deviceId\":{}}}", Value::from(device.as_str()));
        Self { path, body: Some(body) }
    }
}

/// Sends questions to one authority with one key.
#[derive(Debug)]
pub(super) struct Transport {
    org_key: OrgKey,
    base_url: BaseUrl,
    connections: Connections,
}

impl Transport {
    pub(super) fn new(org_key: OrgKey, base_url: BaseUrl, tls: ClientConfig, reuse: Reuse) -> Self {
        let connections = Connections::new(&base_url, tls, reuse);
        Self { org_key, base_url, connections }
    }

    /// Asks, and waits for the whole answer until the deadline.
    ///
    /// The deadline is compared with the clock once more at the end: a timer alone lets a late answer
    /// through when the runtime was held up past both.
    pub(super) async fn ask(&self, call: &Call, deadline: Instant) -> Result<Answer, Fault> {
        let answer = tokio::time::timeout_at(deadline.into(), self.ask_unhurried(call)).await;
        let in_time = Instant::now() <= deadline;
        answer.ok().filter(|_| in_time).unwrap_or(Err(Fault::Timeout))
    }

    async fn ask_unhurried(&self, call: &Call) -> Result<Answer, Fault> {
        let connection = self.connections.checkout().await?;
        let first = self.attempt(call, &connection).await;
        match first {
            Err(Lost::BeforeResponse) if connection.was_pooled() => {
                let fresh = self.connections.replace(connection)?;
                let second = self.attempt(call, &fresh).await;
                self.settle(fresh, second)
            }
            other => self.settle(connection, other),
        }
    }

    fn settle(&self, connection: Connection, outcome: Result<Answer, Lost>) -> Result<Answer, Fault> {
        match outcome {
            Ok(answer) => {
                self.connections.give_back(connection);
                Ok(answer)
            }
            Err(lost) => {
                self.connections.discard(&connection);
                Err(lost.fault())
            }
        }
    }

    async fn attempt(&self, call: &Call, connection: &Connection) -> Result<Answer, Lost> {
        let request = self.request(call);
        connection.settle_before_reuse().await;
        let sent = Instant::now();
        let response = connection.execute(request).await.map_err(|error| {
            match http_fault::of(&error, self.base_url.protocol()) {
                Fault::ConnectionLost => Lost::BeforeResponse,
                fault => Lost::Fault(fault),
            }
        })?;
        self.read(response, sent).await.map_err(Lost::Fault)
    }

    fn request(&self, call: &Call) -> Request {
        let url: Url = self.base_url.join(call.path);
        let method = if call.body.is_some() { Method::POST } else { Method::GET };
        let mut request = Request::new(method, url);
        let headers = request.headers_mut();
        headers.insert("x-org-key", self.org_key.header());
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(body) = &call.body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(body.clone().into());
        }
        request
    }

    async fn read(&self, mut response: Response, sent: Instant) -> Result<Answer, Fault> {
        let status = response.status().as_u16();
        let refused = self.refuse_head(&response);
        let mut body = Vec::new();
        if refused.is_none() {
            let protocol = self.base_url.protocol();
            while let Some(chunk) = response.chunk().await.map_err(|error| http_fault::of(&error, protocol))? {
                if body.len() + chunk.len() > LARGEST_BODY {
                    return Err(Fault::TooLarge);
                }
                body.extend_from_slice(&chunk);
            }
        }
        refused.map_or(Ok(Answer { status, body, sent }), Err)
    }

    /// What an HTTP library reads without complaint, and this client does not believe.
    fn refuse_head(&self, response: &Response) -> Option<Fault> {
        let headers = response.headers();
        let status = response.status().as_u16();
        if status < 200 || (300..400).contains(&status) {
            // No body of these can matter, and waiting for one would only turn the reason into a timeout.
            return Fault::of_status(status);
        }
        let (expected, framed) = match self.base_url.protocol() {
            Protocol::Http2OverTls => (Version::HTTP_2, true),
            Protocol::PlainHttp1 => (Version::HTTP_11, status == 204 || is_framed(headers)),
        };
        let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if response.version() != expected || !framed || size > LARGEST_HEADERS {
            Some(Fault::MalformedHttp)
        } else if headers.contains_key(CONTENT_ENCODING) {
            Some(Fault::MalformedResponse)
        } else if response.content_length().is_some_and(|length| length > LARGEST_BODY as u64) {
            Some(Fault::TooLarge)
        } else {
            None
        }
    }
}

/// Whether the end of an HTTP/1.1 body is stated, once: a body that lasts until the connection closes
/// cannot be told from one that was cut off.
fn is_framed(headers: &HeaderMap) -> bool {
    let lengths = headers.get_all(CONTENT_LENGTH).iter().count();
    let encodings = headers.get_all(TRANSFER_ENCODING).iter().count();
    lengths + encodings == 1
}

/// Why an attempt has no answer.
enum Lost {
    /// The connection ended before the response's head: on a pooled connection it may have ended before
    /// the question was sent, so one fresh attempt is fair.
    BeforeResponse,
    Fault(Fault),
}

impl Lost {
    fn fault(self) -> Fault {
        match self {
            Self::BeforeResponse => Fault::ConnectionLost,
            Self::Fault(fault) => fault,
        }
    }
}

/// A whole response, not yet believed.
#[derive(Debug)]
pub(super) struct Answer {
    status: u16,
    body: Vec<u8>,
    sent: Instant,
}

impl Answer {
    /// When the question was sent, on the attempt that was answered.
    pub(super) fn sent(&self) -> Instant {
        self.sent
    }

    /// A yes needs HTTP 200. A no is believed with any status, so that its code is not lost.
    pub(super) fn decision(&self, device: &DeviceId) -> Result<Decision, Fault> {
        let decision = Decision::decode(&self.body, device);
        let Some(fault) = Fault::of_status(self.status) else { return decision };
        decision.ok().filter(|decision| decision.verdict() == Verdict::Denied && decision.code().is_some()).ok_or(fault)
    }

    pub(super) fn registration(self) -> Result<Registration, Fault> {
        let json = self.json()?;
        Ok(Registration::new(self.status, json))
    }

    pub(super) fn acknowledged(self) -> Result<Map<String, Value>, ClientError> {
        let json = self.json()?;
        if self.status == 200 && !json.contains_key("error") {
            return Ok(json);
        }
        let error = text(&json, "error").and_then(Token::new);
        Err(ClientError::Refused { status: self.status, error, json: Value::Object(json) })
    }

    /// The body as an object. Where it is none, the status says more than the body does.
    fn json(&self) -> Result<Map<String, Value>, Fault> {
        object(&self.body).map_err(|malformed| Fault::of_status(self.status).unwrap_or(malformed))
    }
}
