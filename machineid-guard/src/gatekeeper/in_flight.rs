//! Asking again while bodies run: one ticker per device, however many calls it watches.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::client::Client;
use crate::gatekeeper::Reply;
use crate::gatekeeper::ruling::{Ruling, Standing};
use crate::identity::DeviceId;

/// A running body that has to be told when its device is denied.
#[derive(Debug)]
pub(super) struct Watcher {
    pub(super) device: DeviceId,
    pub(super) interval: Duration,
    /// How long one question may take.
    pub(super) timeout: Duration,
    pub(super) reply: Reply,
}

/// The tickers of the devices that have running bodies.
#[derive(Debug, Default)]
pub(super) struct Tickers(HashMap<DeviceId, UnboundedSender<Watcher>>);

impl Tickers {
    /// Hands the watcher to its device's ticker, which is started where there is none.
    pub(super) fn watch(&mut self, client: &Arc<Client>, watcher: Watcher) {
        self.0.retain(|_, ticker| !ticker.is_closed());
        let device = watcher.device.clone();
        let ticker = self.0.entry(device).or_insert_with_key(|device| {
            let (watchers, inbox) = mpsc::unbounded_channel();
            tokio::spawn(tick(Arc::clone(client), device.clone(), inbox));
            watchers
        });
        // A ticker closes its inbox before it ends, on this thread, so this one is open. Were it not, the
        // watcher would be dropped, and its body stopped.
        drop(ticker.send(watcher));
    }
}

/// Asks at the shortest interval that a running body wants, until no body runs.
async fn tick(client: Arc<Client>, device: DeviceId, mut inbox: UnboundedReceiver<Watcher>) {
    let mut watchers: Vec<Watcher> = Vec::new();
    let mut asked = Instant::now();
    while take_in(&mut inbox, &mut watchers) {
        // Counted from the last question, so that newcomers cannot put the next one off.
        let pace = watchers.iter().map(|watcher| watcher.interval).min().unwrap_or_default();
        tokio::select! {
            newcomer = inbox.recv() => watchers.extend(newcomer),
            () = tokio::time::sleep_until((asked + pace).into()) => {
                asked = Instant::now();
                ask(&client, &device, &mut watchers).await;
            }
        }
    }
}

/// One question for all bodies that run now. On a yes they may go on until the next one is overdue; on
/// anything else all of them are told to stop.
async fn ask(client: &Client, device: &DeviceId, watchers: &mut Vec<Watcher>) {
    let timeout = watchers.iter().map(|watcher| watcher.timeout).max().unwrap_or_default();
    let answer = client.validate_by(device, Instant::now() + timeout).await;
    match Ruling::on(answer, Standing::Registered, watchers.len()) {
        Ruling::Yes(yes) => {
            for watcher in watchers {
                watcher.reply.put_off(yes.sent.after(watcher.interval + watcher.timeout));
            }
        }
        no @ Ruling::No(_) => {
            for watcher in watchers.drain(..) {
                // A body that has ended by itself meanwhile needs no telling.
                watcher.reply.answer(no.clone());
            }
        }
    }
}

/// Takes newcomers in and lets those go whose bodies have ended. Says whether there is anything to do;
/// if not, the inbox is closed, so that no newcomer is taken and then forgotten.
fn take_in(inbox: &mut UnboundedReceiver<Watcher>, watchers: &mut Vec<Watcher>) -> bool {
    while let Ok(newcomer) = inbox.try_recv() {
        watchers.push(newcomer);
    }
    watchers.retain(|watcher| !watcher.reply.is_over());
    if watchers.is_empty() {
        inbox.close();
    }
    !watchers.is_empty()
}
