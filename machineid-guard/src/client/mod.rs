//! The seven calls over HTTPS, usable on their own.

mod answer;
mod answers;
mod base_url;
mod body;
mod builder;
mod call;
mod connections;
mod currency;
mod error;
mod exchange;
mod http_fault;
mod key_file;
mod key_source;
mod one_connection;
mod org_key;
mod pinned_host;
mod proxy;
mod recipe;
mod resolver;
mod socket_path;
mod tls;
#[cfg(feature = "relay")]
mod verbatim;
mod wire;

use std::time::{Duration, Instant};

use crate::decision::{Decision, Fault, Verdict};
use crate::identity::DeviceId;
use crate::moment::Moment;
use crate::setting::ConfigError;

pub use answers::{Acknowledged, Device, DeviceList, DeviceState, Registration, RegistrationStatus, Usage};
pub use builder::ClientBuilder;
pub use error::ClientError;
pub use org_key::OrgKey;
#[cfg(feature = "relay")]
pub use verbatim::{Question, Verbatim};
pub use wire::Wire;

pub(crate) use base_url::BaseUrl;
pub(crate) use wire::Negotiated;

use answer::Answer;
use call::{Call, Endpoint};
use exchange::Transport;

/// The service's seven calls, typed, without any policy.
///
/// A [`Guard`](crate::Guard) is what stops work; use a `Client` for an operator's own tooling: listing
/// devices, revoking, restoring, looking at usage. It needs a tokio runtime with its time and I/O
/// drivers on. It sends the org key as a header and nowhere else, follows no redirect, and goes through no
/// proxy but the one that [its builder](ClientBuilder::proxy) was given.
///
/// Over TLS it speaks what the authority does: over HTTP/2 all questions share a connection, over HTTP/1.1
/// each has one of its own, with the TLS session resumed. Without TLS, to a loopback address, it speaks
/// HTTP/1.1. See [`Wire`] for what either costs.
///
/// A call whose answer was lost is sent a second time only if it is `register` or `validate` and was on a
/// shared connection. After any other, a [`Fault`] leaves open whether the authority did what it was told.
///
/// ```no_run
/// use machineid_guard::{Client, DeviceId};
///
/// # async fn stop_payments() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::from_env()?; // MACHINEID_ORG_KEY, MACHINEID_BASE_URL, MACHINEID_PROXY
/// let payments = DeviceId::new("openai-agent:prod:payments:01")?;
/// client.revoke(&payments).await?;
/// println!("{:?}", client.validate(&payments).await?.verdict());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Client {
    transport: Transport,
    timeout: Duration,
}

impl Client {
    /// A client with an explicit configuration; the environment is not read.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A client from `MACHINEID_ORG_KEY` or `MACHINEID_ORG_KEY_FILE` and, where they are set,
    /// `MACHINEID_BASE_URL` and `MACHINEID_PROXY`.
    ///
    /// # Errors
    /// [`ConfigError`] naming the variable that is missing or wrong.
    pub fn from_env() -> Result<Self, ConfigError> {
        ClientBuilder::from_env()?.build()
    }

    /// Registers a device. Safe to call at every start; never restores a revoked device.
    ///
    /// # Errors
    /// [`ClientError`] when there is no believable answer. A refusal is an answer: see
    /// [`Registration::status`].
    pub async fn register(&self, device: &DeviceId) -> Result<Registration, ClientError> {
        Ok(self.register_by(device, self.deadline()).await?)
    }

    /// Asks whether a device may work now. The answer is good for this moment only.
    ///
    /// # Errors
    /// [`ClientError`] when there is no believable answer; treat it as a denial.
    pub async fn validate(&self, device: &DeviceId) -> Result<Decision, ClientError> {
        let (decision, _sent) = self.validate_by(device, self.deadline()).await?;
        Ok(decision)
    }

    /// Lists the organisation's devices, active and revoked.
    ///
    /// # Errors
    /// [`ClientError`] when there is no believable answer, or the authority refused.
    pub async fn list_devices(&self) -> Result<DeviceList, ClientError> {
        self.call(Call::of_organisation(Endpoint::List)).await?.acknowledged().map(DeviceList::new)
    }

    /// Reads the plan, its limit and how much of it is used.
    ///
    /// # Errors
    /// [`ClientError`] when there is no believable answer, or the authority refused.
    pub async fn usage(&self) -> Result<Usage, ClientError> {
        self.call(Call::of_organisation(Endpoint::Usage)).await?.acknowledged().map(Usage::new)
    }

    /// Revokes a device: its next validate is denied.
    ///
    /// # Errors
    /// [`ClientError`] when there is no believable answer, or the authority refused.
    pub async fn revoke(&self, device: &DeviceId) -> Result<Acknowledged, ClientError> {
        self.call(Call::about(Endpoint::Revoke, device)).await?.acknowledged().map(Acknowledged::new)
    }

    /// Restores a revoked device. Does not start any work by itself.
    ///
    /// # Errors
    /// [`ClientError`] when there is no believable answer, or the authority refused.
    pub async fn unrevoke(&self, device: &DeviceId) -> Result<Acknowledged, ClientError> {
        self.call(Call::about(Endpoint::Unrevoke, device)).await?.acknowledged().map(Acknowledged::new)
    }

    /// The SDK's other name for [`unrevoke`](Self::unrevoke).
    ///
    /// # Errors
    /// As [`unrevoke`](Self::unrevoke).
    pub async fn restore(&self, device: &DeviceId) -> Result<Acknowledged, ClientError> {
        self.unrevoke(device).await
    }

    /// Deletes a device for good.
    ///
    /// # Errors
    /// [`ClientError`] when there is no believable answer, or the authority refused.
    pub async fn remove(&self, device: &DeviceId) -> Result<Acknowledged, ClientError> {
        self.call(Call::about(Endpoint::Remove, device)).await?.acknowledged().map(Acknowledged::new)
    }

    /// Asks for somebody else, as a relay does, and gives back what the authority said. The limits of every other call
    /// hold; what it means is for whoever asked to decide, with a [`Guard`](crate::Guard) of their own.
    ///
    /// ```no_run
    /// use machineid_guard::{Client, DeviceId, Question};
    ///
    /// # async fn pass_on(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let device = DeviceId::new("openai-agent:prod:payments:01")?;
    /// let answer = client.pass_on(Question::Validate, &device).await?;
    /// println!("HTTP {}, {} bytes", answer.status(), answer.into_body().len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Fault`] where there is no whole answer, or it redirects. It is a failure for whoever asked too.
    #[cfg(feature = "relay")]
    #[cfg_attr(docsrs, doc(cfg(feature = "relay")))]
    pub async fn pass_on(&self, question: Question, device: &DeviceId) -> Result<Verbatim, Fault> {
        Ok(self.transport.ask(Call::about(question.endpoint(), device), self.deadline()).await?.verbatim())
    }

    pub(crate) async fn register_by(&self, device: &DeviceId, deadline: Instant) -> Result<Registration, Fault> {
        self.transport.ask(Call::about(Endpoint::Register, device), deadline).await?.registration()
    }

    /// Also says when the question was sent, from which the age of a yes is counted.
    pub(crate) async fn validate_by(&self, device: &DeviceId, deadline: Instant) -> Result<(Decision, Moment), Fault> {
        let patience = deadline.saturating_duration_since(Instant::now());
        let answer = self.transport.ask(Call::about(Endpoint::Validate, device), deadline).await?;
        let sent = answer.sent();
        let decision = answer.decision(device)?;
        // The deadline is one of timers, which stand still while the machine sleeps. A no does not age.
        if decision.verdict() == Verdict::Allowed && sent.age() > patience {
            return Err(Fault::Timeout);
        }
        Ok((decision, sent))
    }

    /// What is open belongs to a runtime that is gone or hangs.
    pub(crate) fn forget_connections(&self) {
        self.transport.forget_connections();
    }

    /// What the answers come over, readable from any thread.
    pub(crate) fn negotiated(&self) -> Negotiated {
        self.transport.negotiated()
    }

    async fn call(&self, call: Call<'_>) -> Result<Answer, ClientError> {
        Ok(self.transport.ask(call, self.deadline()).await?)
    }

    fn deadline(&self) -> Instant {
        Instant::now() + self.timeout
    }
}
