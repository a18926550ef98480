//! One question and its answer: the deadline, the one retry, and what becomes of the connection.

use std::time::Instant;

use rustls::ClientConfig;

use crate::client::answer::Answer;
use crate::client::base_url::Protocol;
use crate::client::call::{Call, RequestMaker};
use crate::client::connections::{Connection, Connections, Reuse};
use crate::client::http_fault;
use crate::client::{BaseUrl, OrgKey};
use crate::decision::Fault;
use crate::moment::Moment;

/// Sends questions to one authority with one key.
#[derive(Debug)]
pub(super) struct Transport {
    requests: RequestMaker,
    protocol: Protocol,
    connections: Connections,
}

/// Why an attempt has no answer.
enum Lost {
    /// The connection ended before the response's head: on a pooled connection it may have ended before
    /// the question was sent, so one fresh attempt is fair.
    BeforeResponse,
    Fault(Fault),
}

impl Transport {
    pub(super) fn new(org_key: OrgKey, base_url: &BaseUrl, tls: ClientConfig, reuse: Reuse) -> Self {
        Self {
            requests: RequestMaker::new(org_key, base_url),
            protocol: base_url.protocol(),
            connections: Connections::new(base_url, tls, reuse),
        }
    }

    /// Asks, and waits for the whole answer until the deadline.
    pub(super) async fn ask(&self, call: Call<'_>, deadline: Instant) -> Result<Answer, Fault> {
        let mut connection = by(deadline, self.connections.checkout()).await?;
        let mut outcome = self.attempt(call, &connection, deadline).await;
        if matches!(outcome, Err(Lost::BeforeResponse)) && connection.was_pooled() {
            connection = by(deadline, self.connections.replace(connection)).await?;
            outcome = self.attempt(call, &connection, deadline).await;
        }
        match outcome {
            Ok(answer) => {
                self.connections.give_back(connection);
                Ok(answer)
            }
            Err(lost) => {
                // After a timeout as well: a connection that hangs would hang for the next question too.
                self.connections.discard(&connection);
                Err(lost.fault())
            }
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
        connection.settle_before_reuse().await;
        let sent = Moment::now();
        let response =
            connection.execute(request).await.map_err(|error| match http_fault::of(&error, self.protocol) {
                Fault::ConnectionLost => Lost::BeforeResponse,
                fault => Lost::Fault(fault),
            })?;
        Answer::read(response, self.protocol, sent).await.map_err(Lost::Fault)
    }
}

async fn by<T>(deadline: Instant, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    tokio::time::timeout_at(deadline.into(), work).await.unwrap_or(Err(Fault::Timeout))
}

impl Lost {
    fn fault(self) -> Fault {
        match self {
            Self::BeforeResponse => Fault::ConnectionLost,
            Self::Fault(fault) => fault,
        }
    }
}
