//! A whole HTTP response, and what is made of it.

use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue, TRANSFER_ENCODING};
use reqwest::{Response, Version};
use serde_json::{Map, Value};

use crate::client::answers::{Registration, RegistrationStatus, has_error, text};
use crate::client::base_url::Protocol;
use crate::client::body;
use crate::client::currency::Currency;
use crate::client::error::ClientError;
#[cfg(feature = "relay")]
use crate::client::verbatim::Verbatim;
use crate::client::wire::Wire;
use crate::decision::{Decision, Fault, Token, Verdict, object};
use crate::identity::DeviceId;
use crate::moment::Moment;

/// The largest header section that is accepted, in bytes of names and values.
const LARGEST_HEADERS: usize = 16 * 1024;

/// A whole response, not yet believed.
#[derive(Debug)]
pub(super) struct Answer {
    status: u16,
    wire: Wire,
    currency: Currency,
    body: Vec<u8>,
    sent: Moment,
}

impl Answer {
    /// Reads the response to its end, which comes after `largest` bytes of body at the latest.
    pub(super) async fn read(
        response: Response,
        largest: usize,
        protocol: Protocol,
        sent: Moment,
    ) -> Result<Self, Fault> {
        refuse_head(&response, largest, protocol)?;
        let (status, wire) = (response.status().as_u16(), Wire::of(response.version()));
        let currency = Currency::of(response.headers());
        let body = body::whole(hyper::Response::from(response).into_body(), largest, protocol, wire).await?;
        Ok(Self { status, wire, currency, body, sent })
    }

    /// What it came over.
    pub(super) fn wire(&self) -> Wire {
        self.wire
    }

    /// When the question was sent, on the attempt that was answered.
    pub(super) fn sent(&self) -> Moment {
        self.sent
    }

    /// For somebody else, who decides.
    #[cfg(feature = "relay")]
    pub(super) fn verbatim(self) -> Verbatim {
        Verbatim::new(self.status, self.currency, self.body)
    }

    /// A yes needs HTTP 200, and to be current. A no is believed with any status and age, so that its code
    /// is not lost.
    pub(super) fn decision(&self, device: &DeviceId) -> Result<Decision, Fault> {
        let decision = Decision::decode(&self.body, device);
        let Some(fault) = Fault::of_status(self.status) else {
            return match (decision?, self.currency) {
                (yes, Currency::Old) if yes.verdict() == Verdict::Allowed => Err(Fault::StaleAnswer),
                (decision, _) => Ok(decision),
            };
        };
        decision.ok().filter(|decision| decision.verdict() == Verdict::Denied && decision.code().is_some()).ok_or(fault)
    }

    pub(super) fn registration(&self) -> Result<Registration, Fault> {
        let registration = Registration::new(self.status, self.json()?);
        match (registration.status(), self.currency) {
            (RegistrationStatus::Created | RegistrationStatus::Exists, Currency::Old) => Err(Fault::StaleAnswer),
            _ => Ok(registration),
        }
    }

    pub(super) fn acknowledged(&self) -> Result<Map<String, Value>, ClientError> {
        let json = self.json()?;
        if self.status == 200 && !has_error(&json) {
            return match self.currency {
                Currency::Current => Ok(json),
                Currency::Old => Err(Fault::StaleAnswer.into()),
            };
        }
        let error = text(&json, "error").and_then(Token::new);
        Err(ClientError::Refused { status: self.status, error, json: Value::Object(json) })
    }

    /// The body as an object. Where it is none, the status says more than the body does.
    fn json(&self) -> Result<Map<String, Value>, Fault> {
        object(&self.body).map_err(|malformed| Fault::of_status(self.status).unwrap_or(malformed))
    }
}

/// What an HTTP library reads without complaint, and this client does not believe.
fn refuse_head(response: &Response, largest: usize, protocol: Protocol) -> Result<(), Fault> {
    let headers = response.headers();
    let status = response.status().as_u16();
    if status < 200 || (300..400).contains(&status) {
        // No body of these can matter, and waiting for one would only turn the reason into a timeout.
        return Fault::of_status(status).map_or(Ok(()), Err);
    }
    let framed = match response.version() {
        Version::HTTP_2 => protocol == Protocol::Tls,
        Version::HTTP_11 => status == 204 || is_framed(headers),
        _ => false,
    };
    let size: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if !framed || size > LARGEST_HEADERS {
        Err(Fault::MalformedHttp)
    } else if headers.contains_key(CONTENT_ENCODING) {
        Err(Fault::MalformedResponse)
    } else if response.content_length().is_some_and(|length| length > largest as u64) {
        Err(Fault::TooLarge)
    } else {
        Ok(())
    }
}

/// Whether the end of an HTTP/1.1 body is stated, once and in one way: a body that lasts until the
/// connection closes, as it does after any transfer-encoding but `chunked`, cannot be told from one that
/// was cut off.
fn is_framed(headers: &HeaderMap) -> bool {
    let stated = |name| headers.get_all(name).iter().map(HeaderValue::as_bytes).collect::<Vec<_>>();
    match (stated(CONTENT_LENGTH).as_slice(), stated(TRANSFER_ENCODING).as_slice()) {
        ([length], []) => length.iter().all(u8::is_ascii_digit),
        ([], [encoding]) => encoding.eq_ignore_ascii_case(b"chunked"),
        _ => false,
    }
}
