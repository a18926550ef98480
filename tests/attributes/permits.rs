//! A permit is one yes for one effect: bound by an attribute or minted by asking, and soon too old.
//! That it cannot be forged, copied or used elsewhere is shown in `tests/ui/fail`.

use std::time::{Duration, Instant};

use machineid_guard::{
    Denied, Guard, Permit, Problem, Reason, Receipt, Unnamed, checkpoint, guarded_tool, resume, side_effect, surface,
};

use crate::trial::{Trial, assert_asks, assert_guarded, assert_guarded_async, effect, effects};

surface!(
    /// Everything that moves money.
    pub(crate) Payments = "payments"
);

/// An effect that nobody reaches unasked.
fn charge(permit: Permit<Payments>) -> Result<Receipt, Denied> {
    let receipt = permit.redeem()?;
    effect();
    Ok(receipt)
}

fn shown(receipt: &Receipt) -> String {
    receipt.device_id().to_string()
}

const PAYMENTS_DEVICE: &str = "openai-agent:local:payments:01";

#[side_effect(surface = Payments, permit = permit)]
fn pay() -> Result<Receipt, Denied> {
    charge(permit)
}

#[side_effect(surface = Payments, permit = permit)]
async fn pay_async() -> Result<Receipt, Denied> {
    charge(permit)
}

#[side_effect(surface = Payments, permit = permit)]
fn pay_boxed() -> std::pin::Pin<Box<dyn Future<Output = Result<Receipt, Denied>> + Send>> {
    let receipt = charge(permit);
    Box::pin(async move { receipt })
}

#[resume(surface = self::Payments, permit = yes, recheck = "1m")]
async fn pay_rechecked() -> Result<Receipt, Denied> {
    charge(yes)
}

#[test]
fn an_attribute_binds_the_permit() {
    let device = || PAYMENTS_DEVICE.to_owned();
    assert_guarded(device(), || pay().map(|it| shown(&it)));
    assert_guarded_async(device(), async || pay_async().await.map(|it| shown(&it)));
    assert_guarded_async(device(), async || pay_boxed().await.map(|it| shown(&it)));
    assert_guarded_async(device(), async || pay_rechecked().await.map(|it| shown(&it)));
}

#[test]
fn the_receipt_records_the_yes() {
    let trial = Trial::new();
    let receipt = trial.call(pay).expect("allowed");
    let asked = trial.authority.requests().pop().expect("the authority was asked");
    assert_eq!(receipt.request_id(), Some(asked.request_id()));
    assert_eq!(asked.device_id(), Some(PAYMENTS_DEVICE));
    assert!(receipt.age() > Duration::ZERO && receipt.age() < Duration::from_secs(10));
    let json = serde_json::to_value(&receipt).expect("plain data");
    assert_eq!(json["device_id"], PAYMENTS_DEVICE);
    assert_eq!(json["request_id"], asked.request_id());
}

#[guarded_tool(permit = permit)]
fn unnamed() -> Result<Permit, Denied> {
    effect();
    Ok(permit)
}

#[side_effect(surface = "email", permit = permit)]
fn named_by_a_literal() -> Result<Permit<Unnamed>, Denied> {
    effect();
    Ok(permit)
}

#[test]
fn without_a_surface_type_the_permit_is_unnamed() {
    assert_guarded("openai-agent:local:tool-server:01".to_owned(), || unnamed().map(|it| it.device_id().to_string()));
    assert_guarded("openai-agent:local:email:01".to_owned(), || {
        named_by_a_literal().map(|it| it.device_id().to_string())
    });
}

/// The body has used its permit and comes to a second charge.
async fn pay_again(guard: &Guard) -> Result<(), Denied> {
    charge(guard.permit().await?)?;
    Ok(())
}

#[test]
fn a_further_permit_is_a_further_question() {
    assert_asks(1, (), |trial| trial.run(pay_again(&trial.guard)));
    assert_asks(1, (), |trial| charge(trial.guard.permit_blocking()?).map(drop));
    let trial = Trial::new();
    trial.call(pay).expect("allowed");
    trial.authority.revoke(PAYMENTS_DEVICE).expect("registered");
    let denied = trial.guard.permit_blocking::<Payments>().unwrap_err();
    assert_eq!(denied.code(), "DEVICE_REVOKED");
    assert_eq!(denied.boundary().surface(), Some("payments"));
}

#[side_effect(surface = Payments, permit = permit)]
fn dawdle(until: Instant) -> Result<Receipt, Denied> {
    while Instant::now() < until {
        std::thread::sleep(Duration::from_millis(10));
    }
    charge(permit)
}

#[test]
fn a_permit_that_is_kept_too_long_is_no_permit() {
    const LIFETIME: Duration = Duration::from_millis(500);
    let trial = Trial::new();
    let guard = trial.authority.guard().timeout(LIFETIME).build().expect("a complete configuration");
    let called = Instant::now();
    let denied = guard.enter(|| dawdle(called + LIFETIME * 3)).unwrap_err();
    assert!(called.elapsed() > LIFETIME);
    assert_eq!(denied.reason(), &Reason::PermitExpired);
    assert!(denied.request_id().is_some(), "the yes that was too old is named");
    assert_eq!(effects(), 0);
}

#[resume(surface = Payments, permit = permit)]
async fn checked_twice() -> Result<Receipt, Denied> {
    checkpoint!("before_charge", surface = Payments).await?;
    charge(permit)
}

#[test]
fn a_checkpoint_can_name_the_surface_type_too() {
    assert_asks(2, PAYMENTS_DEVICE.to_owned(), |trial| trial.run(checked_twice()).map(|it| shown(&it)));
}

#[test]
fn the_example_shows_an_allowed_an_expired_and_a_denied_charge() {
    let program = machineid_guard_tests::built_examples::example("permits").expect("it builds");
    let output = std::process::Command::new(program).output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    assert_eq!(text.matches("    charged ").count(), 3, "{text}");
    assert!(text.contains("PERMIT_EXPIRED, request ") && text.contains("DEVICE_REVOKED, request "), "{text}");
}

#[side_effect(surface = Payments, device = device, permit = permit)]
fn pay_as(device: &str) -> Result<Receipt, Denied> {
    let receipt = charge(permit)?;
    Ok(receipt)
}

#[side_effect(surface = Payments, device = device, permit = permit)]
async fn pay_as_async(device: &str) -> Result<Receipt, Denied> {
    charge(permit)
}

#[side_effect(surface = "payments", device = device, permit = permit)]
fn pay_as_whoever(device: &str) -> Result<String, Denied> {
    effect();
    let permit: Permit = permit;
    Ok(permit.device_id().to_string())
}

/// A yes to another device says nothing about the one that an operator stops payments with.
#[test]
fn a_permit_of_a_surface_is_for_the_device_that_stands_for_it() {
    let trial = Trial::new();
    for device in ["somebody:else:payments:01", "svc:prod:ledger:01"] {
        for denied in
            [trial.call(|| pay_as(device)).unwrap_err(), trial.run(async { pay_as_async(device).await }).unwrap_err()]
        {
            let Reason::Configuration(error) = denied.reason() else { panic!("{denied}") };
            assert_eq!(error.problem(), &Problem::DeviceMismatch { surface: "payments".to_owned() });
        }
    }
    assert_eq!(effects(), 0);
    let own = PAYMENTS_DEVICE;
    assert_eq!(trial.call(|| pay_as(own)).expect("the same device by name").device_id().as_str(), own);
    let whoever = trial.call(|| pay_as_whoever("somebody:else:payments:01")).expect("no surface type");
    assert_eq!(whoever, "somebody:else:payments:01");
    assert_eq!(effects(), 2);
}
