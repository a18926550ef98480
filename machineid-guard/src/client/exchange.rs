//! One question and its answer: the deadline, the one retry, and what becomes of the connection.

use std::time::Instant;

use crate::client::answer::Answer;
use crate::client::base_url::Protocol;
use crate::client::call::{Call, RequestMaker};
use crate::client::connections::{Connection, Connections};
use crate::client::http_fault;
use crate::client::recipe::Recipe;
use crate::client::wire::Negotiated;
use crate::client::{BaseUrl, OrgKey};
use crate::decision::Fault;
use crate::moment::Moment;
use crate::setting::ConfigError;

/// Sends questions to one authority with one key, or to a relay that has the key.
#[derive(Debug)]
pub(super) struct Transport {
    requests: RequestMaker,
    protocol: Protocol,
    connections: Connections,
    negotiated: Negotiated,
}

/// Why an attempt has no answer.
enum Lost {
    /// The shared connection had ended, and nothing was sent.
    Unsent,
    /// The connection ended before the response's head: a shared one may have ended before the question
    /// came, so one fresh attempt is fair.
    BeforeResponse,
    Fault(Fault),
}

impl Transport {
    pub(super) fn new(org_key: Option<OrgKey>, base_url: &BaseUrl, recipe: Recipe) -> Result<Self, ConfigError> {
        Ok(Self {
            requests: RequestMaker::new(org_key, base_url),
            protocol: base_url.protocol(),
            connections: Connections::new(recipe)?,
            negotiated: Negotiated::default(),
        })
    }

    pub(super) fn negotiated(&self) -> Negotiated {
        self.negotiated.clone()
    }

    pub(super) fn forget_connections(&self) {
        self.connections.forget_all();
    }

    /// Asks, and waits for the whole answer until the deadline.
    pub(super) async fn ask(&self, call: Call<'_>, deadline: Instant) -> Result<Answer, Fault> {
        let mut connection = self.connections.checkout(deadline).await?;
        loop {
            let lost = match self.attempt(call, &connection, deadline).await {
                Ok(answer) => {
                    self.connections.answered(&connection, answer.wire());
                    self.negotiated.answered_over(answer.wire());
                    return Ok(answer);
                }
                Err(lost) => lost,
            };
            // After a timeout as well: a connection that hangs would hang for the next question too.
            self.connections.forget(&connection);
            connection = match lost {
                Lost::Unsent => self.connections.checkout(deadline).await?,
                Lost::BeforeResponse if connection.is_shared() && call.may_be_sent_twice() => {
                    self.connections.fresh(deadline).await?
                }
                Lost::BeforeResponse => return Err(Fault::ConnectionLost),
                Lost::Fault(fault) => return Err(fault),
            };
        }
    }

    /// The clock is looked at once more at the end: a timer alone lets a late answer through when the
    /// runtime was held up past both.
    async fn attempt(&self, call: Call<'_>, connection: &Connection, deadline: Instant) -> Result<Answer, Lost> {
        let timely = tokio::time::timeout_at(deadline.into(), self.send(call, connection)).await;
        let in_time = Instant::now() <= deadline;
        timely.ok().filter(|_| in_time).unwrap_or(Err(Lost::Fault(Fault::Timeout)))
    }

    async fn send(&self, call: Call<'_>, connection: &Connection) -> Result<Answer, Lost> {
        let request = self.requests.request(call);
        let sent = Moment::now();
        let response = connection.execute(request).await.map_err(|error| self.lost(&error))?;
        Answer::read(response, call.largest_answer(), self.protocol, sent).await.map_err(Lost::Fault)
    }

    fn lost(&self, error: &reqwest::Error) -> Lost {
        if http_fault::is_unsent(error) {
            return Lost::Unsent;
        }
        match http_fault::of(error, self.protocol) {
            Fault::ConnectionLost => Lost::BeforeResponse,
            fault => Lost::Fault(fault),
        }
    }
}
