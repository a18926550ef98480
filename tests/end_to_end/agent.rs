//! The agent under test: one guarded function for each kind of boundary, async and sync, and a counter
//! of the effects that its bodies had.

use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use machineid_guard::local::{LocalAuthority, Plan};
use machineid_guard::{
    Denied, Guard, GuardBuilder, checkpoint, checkpoint_blocking, guarded_tool, resume, side_effect,
};

/// The agent's own device, and that of its payments.
pub(crate) const TOOL_SERVER: &str = "openai-agent:prod:tool-server:01";
pub(crate) const PAYMENTS: &str = "openai-agent:prod:payments:01";
pub(crate) const DEVICES: [&str; 2] = [TOOL_SERVER, PAYMENTS];

/// The org key of every authority here. It may show up in no text that anybody could read.
pub(crate) const KEY: &str = "org_canary_7f3a";

/// Counts the bodies that ran.
#[derive(Debug, Default)]
pub(crate) struct Effects(AtomicU32);

impl Effects {
    fn happen(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

#[guarded_tool]
pub(crate) async fn search_orders(effects: &Effects) -> Result<(), Denied> {
    effects.happen();
    Ok(())
}

#[guarded_tool]
pub(crate) fn read_order(effects: &Effects) -> Result<(), Denied> {
    effects.happen();
    Ok(())
}

#[side_effect(surface = "payments")]
pub(crate) async fn charge(effects: &Effects) -> Result<(), Denied> {
    effects.happen();
    Ok(())
}

#[side_effect(surface = "payments")]
pub(crate) fn refund(effects: &Effects) -> Result<(), Denied> {
    effects.happen();
    Ok(())
}

#[resume]
async fn continue_workflow(effects: &Effects) -> Result<(), Denied> {
    effects.happen();
    Ok(())
}

#[resume]
fn continue_batch(effects: &Effects) -> Result<(), Denied> {
    effects.happen();
    Ok(())
}

async fn poll_inbox(effects: &Effects) -> Result<(), Denied> {
    checkpoint!("next_message").await?;
    effects.happen();
    Ok(())
}

fn drain_queue(effects: &Effects) -> Result<(), Denied> {
    checkpoint_blocking!("next_item")?;
    effects.happen();
    Ok(())
}

/// One way into guarded work, and what a denial has to say about it.
pub(crate) struct Entrance {
    pub(crate) kind: &'static str,
    pub(crate) name: &'static str,
    pub(crate) surface: Option<&'static str>,
    pub(crate) call: fn(&Guard, &Effects) -> Result<(), Denied>,
}

impl Entrance {
    pub(crate) fn device(&self) -> &'static str {
        if self.surface.is_some() { PAYMENTS } else { TOOL_SERVER }
    }

    /// Goes in, and looks whether the body ran exactly once.
    pub(crate) fn assert_allowed(&self, guard: &Guard) {
        let effects = Effects::default();
        let outcome = (self.call)(guard, &effects);
        assert!(outcome.is_ok(), "{}: {outcome:?}", self.name);
        assert_eq!(effects.count(), 1, "{}", self.name);
    }
}

/// Every kind of boundary, async and sync.
pub(crate) const ENTRANCES: [Entrance; 8] = [
    Entrance {
        kind: "before_tool_call",
        name: "search_orders",
        surface: None,
        call: |guard, effects| block_on(guard.scope(search_orders(effects))),
    },
    Entrance {
        kind: "before_tool_call",
        name: "read_order",
        surface: None,
        call: |guard, effects| guard.enter(|| read_order(effects)),
    },
    Entrance {
        kind: "before_side_effect",
        name: "charge",
        surface: Some("payments"),
        call: |guard, effects| block_on(guard.scope(charge(effects))),
    },
    Entrance {
        kind: "before_side_effect",
        name: "refund",
        surface: Some("payments"),
        call: |guard, effects| guard.enter(|| refund(effects)),
    },
    Entrance {
        kind: "before_resume",
        name: "continue_workflow",
        surface: None,
        call: |guard, effects| block_on(guard.scope(continue_workflow(effects))),
    },
    Entrance {
        kind: "before_resume",
        name: "continue_batch",
        surface: None,
        call: |guard, effects| guard.enter(|| continue_batch(effects)),
    },
    Entrance {
        kind: "checkpoint",
        name: "next_message",
        surface: None,
        call: |guard, effects| block_on(guard.scope(poll_inbox(effects))),
    },
    Entrance {
        kind: "checkpoint",
        name: "next_item",
        surface: None,
        call: |guard, effects| guard.enter(|| drain_queue(effects)),
    },
];

pub(crate) fn assert_all_allowed(guard: &Guard) {
    for entrance in &ENTRANCES {
        entrance.assert_allowed(guard);
    }
}

/// An authority with room for every surface that this program names.
pub(crate) fn authority() -> io::Result<LocalAuthority> {
    LocalAuthority::builder().org_key(KEY).plan(Plan::Pro).start()
}

/// A guard of the agent. Patient, so that a busy machine is not taken for a slow authority.
pub(crate) fn patient(authority: &LocalAuthority) -> GuardBuilder {
    authority.guard().device_id(TOOL_SERVER).timeout(Duration::from_secs(10))
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers");
    runtime.block_on(future)
}
