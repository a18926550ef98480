//! A question about a device, and whether a no is meant for the device or for whoever asked.

use machineid_guard::{Client, ClientError, Fault};

use crate::outcome::{Outcome, Stop};

/// What came of it.
#[derive(Debug)]
pub(crate) enum Asked<A> {
    Yes(A),
    No(A),
    Failed(ClientError),
}

impl<A> Asked<A> {
    pub(crate) fn of(answer: Result<A, ClientError>, is_no: impl FnOnce(&A) -> bool) -> Self {
        match answer {
            Ok(answer) if is_no(&answer) => Self::No(answer),
            Ok(answer) => Self::Yes(answer),
            Err(error) => Self::Failed(error),
        }
    }

    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Self::Yes(_) => Outcome::Done,
            Self::No(_) => Outcome::NotAsAsked,
            Self::Failed(error) => Outcome::of(error),
        }
    }
}

/// To a wrong key an authority may say no as it does to a revoked device. Only where the key is accepted is a no about
/// the device.
pub(crate) async fn refuse_a_wrong_key<'a, A: 'a>(
    client: &Client,
    mut asked: impl Iterator<Item = &'a Asked<A>>,
) -> Result<(), Stop> {
    if !asked.any(|asked| matches!(asked, Asked::No(_))) {
        return Ok(());
    }
    match client.usage().await {
        Err(error @ (ClientError::Refused { status: 401 | 403, .. } | ClientError::Fault(Fault::KeyRejected))) => {
            Err(error.into())
        }
        _ => Ok(()),
    }
}
