//! The only proof that the authority said yes.

use std::marker::PhantomData;
use std::time::Duration;

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::boundary::Boundary;
use crate::decision::Token;
use crate::denied::{AnswerTrace, Denied, Reason};
use crate::identity::{DeviceId, Unnamed};
use crate::moment::Moment;

/// One yes, for one effect on the surface `S`.
///
/// There is no way to make one but to pass a boundary, it cannot be cloned, and it ends when it is
/// used. A function that does something irreversible takes it by value and so cannot be called from
/// code that did not ask:
///
/// ```
/// use machineid_guard::{Denied, Permit, Receipt, side_effect, surface};
///
/// surface!(pub Payments = "payments");
///
/// struct PaymentsApi;
///
/// impl PaymentsApi {
///     fn charge(&self, permit: Permit<Payments>, cents: u32) -> Result<Receipt, Denied> {
///         let receipt = permit.redeem()?; // denied when the yes is too old by now
///         println!("charging {cents}");
///         Ok(receipt)
///     }
/// }
///
/// #[side_effect(surface = Payments, permit = permit)]
/// fn pay(api: &PaymentsApi, cents: u32) -> Result<Receipt, Denied> {
///     api.charge(permit, cents)
/// }
/// ```
///
/// It expires: a yes is good for as long as the guard's timeout (2 s unless set), counted from the
/// moment the question was sent, by the monotonic clock and by the wall clock: a machine that was suspended
/// meanwhile, or taken up again from a snapshot, wakes with permits that are too old.
#[must_use = "a permit is for the effect that comes now; an effect without it is not guarded by type"]
#[derive(Debug)]
pub struct Permit<S = Unnamed> {
    proof: Proof,
    surface: PhantomData<fn() -> S>,
}

/// What a yes was said to, and when.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) boundary: Boundary,
    pub(crate) device_id: DeviceId,
    pub(crate) request_id: Option<Token>,
    pub(crate) sent: Moment,
    pub(crate) lifetime: Duration,
}

impl<S> Permit<S> {
    /// The caller has compared `S` with the boundary's surface.
    pub(crate) fn mint(proof: Proof) -> Self {
        Self { proof, surface: PhantomData }
    }

    /// The device that the yes is for.
    #[must_use]
    pub fn device_id(&self) -> &DeviceId {
        &self.proof.device_id
    }

    /// The authority's correlation id of the yes.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.proof.request_id.as_ref().map(Token::as_str)
    }

    /// The time since the question was sent, by the clock that says more: the monotonic one, which may stand
    /// still while the machine is suspended, or the wall clock.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.proof.sent.age()
    }

    /// Uses the permit up, right before the effect, and gives a record of it.
    ///
    /// # Errors
    /// [`Denied`] with [`Reason::PermitExpired`] when the yes is older than the guard's timeout.
    pub fn redeem(self) -> Result<Receipt, Denied> {
        let age = self.age();
        let Proof { boundary, device_id, request_id, lifetime, .. } = self.proof;
        if age > lifetime {
            let trace = AnswerTrace::of_request(request_id);
            return Err(Denied::new(boundary, Some(device_id), Reason::PermitExpired, trace));
        }
        Ok(Receipt { device_id, request_id, age })
    }
}

/// The record of a permit that was used: keep it with the effect, for the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    device_id: DeviceId,
    request_id: Option<Token>,
    age: Duration,
}

impl Receipt {
    /// The device that the yes was for.
    #[must_use]
    pub fn device_id(&self) -> &DeviceId {
        &self.device_id
    }

    /// The authority's correlation id of the yes.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_ref().map(Token::as_str)
    }

    /// How old the yes was when the permit was used.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.age
    }
}

/// `{"device_id":"…","request_id":"…","age_us":1234}`
impl Serialize for Receipt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_struct("Receipt", 3)?;
        json.serialize_field("device_id", &self.device_id)?;
        json.serialize_field("request_id", &self.request_id)?;
        json.serialize_field("age_us", &u64::try_from(self.age.as_micros()).unwrap_or(u64::MAX))?;
        json.end()
    }
}
