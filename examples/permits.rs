//! An effect that cannot be reached unasked: a payments client whose `charge` takes a permit.
//!
//! `cargo run --example permits`. It needs no account and no network: the authority that it asks is a
//! local one.

use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use machineid_guard::local::LocalAuthority;
use machineid_guard::{Denied, Guard, Permit, Receipt, side_effect, surface};

surface!(
    /// Everything that moves money.
    pub Payments = "payments"
);

const DEVICE: &str = "openai-agent:prod:tool-server:01";
const PAYMENTS_DEVICE: &str = "openai-agent:prod:payments:01";
/// How long a yes is good for.
const LIFETIME: Duration = Duration::from_secs(1);

/// The client of a payments service.
struct PaymentsApi {
    merchant: &'static str,
}

impl PaymentsApi {
    /// Takes money. A permit is one yes for one charge: this cannot be called without one, and none can be
    /// had but by asking. Code without a boundary does not compile.
    fn charge(&self, permit: Permit<Payments>, cents: u32) -> Result<Receipt, Denied> {
        // Right before the effect: a yes that has grown old meanwhile is none.
        let receipt = permit.redeem()?;
        println!("    charged {cents} cents for {}", self.merchant);
        Ok(receipt)
    }
}

/// The tool that the model may call. Its boundary asks, and binds the yes to `permit`.
#[side_effect(surface = Payments, permit = permit)]
fn pay(api: &PaymentsApi, cents: u32) -> Result<Receipt, Denied> {
    api.charge(permit, cents)
}

/// Two charges are two questions: the first permit is used up.
#[side_effect(surface = Payments, permit = permit)]
fn pay_in_two_parts(api: &PaymentsApi, guard: &Guard, cents: u32) -> Result<Receipt, Denied> {
    api.charge(permit, cents / 2)?;
    api.charge(guard.permit_blocking()?, cents - cents / 2)
}

/// Takes its time between the yes and the charge, so that the yes is too old.
#[side_effect(surface = Payments, permit = permit)]
fn pay_after_a_nap(api: &PaymentsApi, cents: u32) -> Result<Receipt, Denied> {
    thread::sleep(LIFETIME + Duration::from_millis(200));
    api.charge(permit, cents)
}

/// Prints an outcome and says whether it is the one that this demonstration is about.
fn is_as_expected(outcome: &Result<Receipt, Denied>, expected: &str) -> bool {
    let code = match outcome {
        Ok(receipt) => {
            let id = receipt.request_id().unwrap_or("-");
            println!("    allowed for {}, request {id}, a yes {:?} old", receipt.device_id(), receipt.age());
            "ALLOW"
        }
        Err(denied) => {
            println!("    {denied}");
            denied.code()
        }
    };
    code == expected
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let authority = LocalAuthority::start()?;
    // In a program of yours this is `Guard::from_env()?`.
    let guard = authority.guard().device_id(DEVICE).timeout(LIFETIME).build()?;
    let api = PaymentsApi { merchant: "a bookshop" };

    println!("1. Allowed: the permit pays for one charge.");
    let mut as_expected = is_as_expected(&guard.enter(|| pay(&api, 100)), "ALLOW");

    println!("\n2. Two charges take two permits.");
    as_expected &= is_as_expected(&guard.enter(|| pay_in_two_parts(&api, &guard, 101)), "ALLOW");

    println!("\n3. Expired: the yes was said, and then nothing was done with it for too long.");
    as_expected &= is_as_expected(&guard.enter(|| pay_after_a_nap(&api, 100)), "PERMIT_EXPIRED");

    println!("\n4. Denied: an operator revokes {PAYMENTS_DEVICE}, so there is no permit to charge with.");
    authority.revoke(PAYMENTS_DEVICE)?;
    as_expected &= is_as_expected(&guard.enter(|| pay(&api, 100)), "DEVICE_REVOKED");

    if !as_expected {
        println!("\nThis did not come out as it should.");
        return Ok(ExitCode::FAILURE);
    }
    println!("\nEvery charge had a yes of its own.");
    Ok(ExitCode::SUCCESS)
}
