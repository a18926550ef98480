//! The stop itself: what was ordered, when it was acknowledged, and what the authority answers from then on.

use futures_util::{StreamExt, stream};
use machineid_guard::{Client, ClientError, DeviceId, Verdict};
use serde::Serialize;

use crate::devices::order::{Order, Sent};
use crate::drill::moment::At;
use crate::outcome::{Outcome, why};

/// So many are under way together, as of other orders.
const AT_ONCE: usize = 8;

/// One device, stopped.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Halt {
    pub(super) id: DeviceId,
    /// `None` where nobody sent anything: the operator flipped a switch.
    pub(super) sent_at: Option<At>,
    /// From then on nothing may be allowed.
    pub(super) in_force_at: Option<At>,
    pub(super) request_id: Option<String>,
    pub(super) error: Option<String>,
    /// What the authority says to a question about the device, after that.
    pub(super) answer: Option<Answer>,
    #[serde(skip)]
    pub(super) worst: Outcome,
}

/// Of validate.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Answer {
    pub(super) allowed: bool,
    pub(super) code: Option<String>,
    pub(super) request_id: Option<String>,
}

/// Revokes each, once. What is not acknowledged is not sent again.
pub(super) async fn revoke(client: &Client, devices: &[DeviceId], halts: &mut Vec<Halt>) {
    let revoke = |device: DeviceId| async move {
        let sent_at = At::now();
        let sent = Order::Revoke.send(client, &device).await;
        let acknowledged_at = At::now();
        let (in_force_at, error, worst) = match &sent {
            Sent::Failed(error) => (None, Some(why(error)), Outcome::of(error)),
            _ => (Some(acknowledged_at), None, Outcome::Done),
        };
        let request_id = sent.request_id();
        let answer = if in_force_at.is_some() { ask(client, &device).await.ok() } else { None };
        Halt { id: device, sent_at: Some(sent_at), in_force_at, request_id, error, answer, worst }
    };
    let mut under_way = stream::iter(devices.to_vec()).map(revoke).buffered(AT_ONCE);
    while let Some(halt) = under_way.next().await {
        halts.push(halt);
    }
}

/// What the authority answers at this moment.
pub(super) async fn ask(client: &Client, device: &DeviceId) -> Result<Answer, ClientError> {
    let decision = client.validate(device).await?;
    Ok(Answer {
        allowed: decision.verdict() == Verdict::Allowed,
        code: decision.code().map(ToString::to_string),
        request_id: decision.request_id().map(ToString::to_string),
    })
}
