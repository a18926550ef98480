//! `machineid devices revoke`, `restore` and `remove`: the plan, the operator's yes, the orders, and what is true then.

use machineid_guard::Client;

use crate::consent::Consent;
use crate::console::{Console, Format, Look};
use crate::devices::order::Order;
use crate::devices::readback::Readback;
use crate::devices::selection::{Chosen, MatchesNothing, Selection};
use crate::devices::slots::Slots;
use crate::outcome::{Outcome, Stop};
use crate::plain::plain;
use crate::roster::{NoRoster, Roster, State};
use crate::table::Table;
use crate::target::Target;

/// What the operator wants.
#[derive(Debug)]
pub(crate) struct Wish {
    pub(crate) order: Order,
    /// Why, for the record.
    pub(crate) reason: Option<Reason>,
    pub(crate) targets: Vec<Target>,
    pub(crate) nothing: MatchesNothing,
    pub(crate) consent: Consent,
}

/// Why a device is stopped: a line for the record.
#[derive(Debug)]
pub(crate) struct Reason(String);

impl Reason {
    pub(crate) fn read(text: &str) -> Result<Self, Stop> {
        match text.trim() {
            "" => Err(Stop::bad_input("the reason is blank: say why, for whoever reads it in the morning")),
            text if *plain(text) != *text => Err(Stop::bad_input("the reason holds characters that cannot be seen")),
            text => Ok(Self(text.to_owned())),
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// Does it, and ends with what is true.
pub(crate) async fn run(console: &Console, client: &Client, wish: &Wish) -> Result<Outcome, Stop> {
    let (roster, slots) = tokio::join!(Roster::read(client), Slots::read(client));
    if let Err(none) = &roster
        && none.is_final()
    {
        return Err(Stop::authority_failed(format!("{}. Nothing was changed", none.why())));
    }
    let Selection { chosen, outcome } = Selection::of(&wish.targets, &roster, wish.nothing, console)?;
    let reason = wish.reason.as_ref().map(|Reason(text)| text.as_str());
    if chosen.is_empty() {
        console.note("no device matches. Nothing was done");
        return match console.format() {
            Format::Json => outcome.after(console.document(&Readback::new(wish.order, reason, &[], &[], &roster))),
            Format::Text => Ok(outcome),
        };
    }
    show_plan(console, wish, &chosen, &roster);
    let needed = chosen.iter().filter(|chosen| wish.order.is_needed(chosen.before)).count();
    if needed > 0 {
        warn(console, wish.order, &chosen, needed, &slots);
        wish.consent.obtain(console, &format!("{} {}?", wish.order.word(), devices(needed)))?;
    }

    let sent = wish.order.send_all(client, &chosen).await;
    let now = Roster::read(client).await;
    let orders: Vec<_> = chosen.iter().zip(&sent).collect();
    let readback = Readback::new(wish.order, reason, &wish.targets, &orders, &now);
    outcome.or_worse(readback.outcome()).after(readback.say(console))
}

fn show_plan(console: &Console, wish: &Wish, chosen: &[Chosen], roster: &Result<Roster, NoRoster>) {
    let because = wish.reason.as_ref().map(|Reason(text)| format!(", because: {text}")).unwrap_or_default();
    console.note(&format!("{} {}{because}", wish.order.word(), devices(chosen.len())));
    let mut table = Table::new(["DEVICE", "BEFORE"]);
    for Chosen { device, before } in chosen {
        let before = match before {
            Some(state) => (state.word(), state.look()),
            None if roster.is_ok() => ("not listed", Look::Uncertain),
            None => ("not read", Look::Uncertain),
        };
        table.row([(device.as_str(), Look::Plain), before]);
    }
    table.say_aside(console);
    if let Err(none) = roster {
        console.warning(&format!("{}: the orders are sent all the same", none.why()));
    }
}

fn warn(console: &Console, order: Order, chosen: &[Chosen], needed: usize, slots: &Slots) {
    let warning = match order {
        Order::Revoke => slots.before_revoking(),
        Order::Restore => slots.before_restoring(needed),
        Order::Remove => chosen.iter().any(|chosen| chosen.before == Some(State::Revoked)).then(|| {
            "a device that is removed is registered again, and active, when its program starts the next time: to keep it \
             stopped, leave it revoked"
                .to_owned()
        }),
    };
    if let Some(warning) = warning {
        console.warning(&warning);
    }
}

fn devices(count: usize) -> String {
    format!("{count} device{}", if count == 1 { "" } else { "s" })
}
