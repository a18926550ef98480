//! The org-wide disable, for which the service has no call: the operator flips it, and the authority is asked whether it is so.

use std::io::BufRead;
use std::thread;

use machineid_guard::{Client, DeviceId};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::console::Console;
use crate::drill::halt::{Answer, Halt, ask};
use crate::drill::moment::At;
use crate::drill::restore::Restoration;
use crate::outcome::{Outcome, why};
use crate::roster::State;

/// The operator at the switch, who says when it is done by a line on standard input.
#[derive(Debug)]
pub(super) struct Operator(UnboundedReceiver<()>);

impl Operator {
    /// Reads on a thread of its own, which ends with the program.
    pub(super) fn at_the_switch() -> Self {
        let (said, heard) = unbounded_channel();
        thread::spawn(move || {
            for line in std::io::stdin().lock().lines() {
                if line.is_err() || said.send(()).is_err() {
                    return;
                }
            }
        });
        Self(heard)
    }

    /// Says whether the operator is still there.
    async fn has_flipped(&mut self, console: &Console, what: &str) -> bool {
        console.note(&format!("{what}, and press Enter when it is done:"));
        self.0.recv().await.is_some()
    }
}

/// Has it switched off. In force is what the authority answered to a question of ours, and not what was pressed.
///
/// # Errors
/// The operator is not there.
pub(super) async fn off(
    console: &Console,
    client: &Client,
    operator: &mut Operator,
    devices: &[DeviceId],
    halts: &mut Vec<Halt>,
) -> Result<(), String> {
    loop {
        if !operator.has_flipped(console, "switch the organisation OFF in the service's console").await {
            return Err("nobody said that the organisation was switched off: standard input has ended".to_owned());
        }
        let answers = answers(client, devices).await;
        let in_force_at = At::now();
        let allowed = answers.iter().filter(|answer| !matches!(answer, Ok(answer) if !answer.allowed)).count();
        if allowed == 0 {
            let halt = |(id, answer): (&DeviceId, Result<Answer, String>)| Halt {
                id: id.clone(),
                sent_at: None,
                in_force_at: Some(in_force_at),
                request_id: None,
                error: None,
                answer: answer.ok(),
                worst: Outcome::Done,
            };
            halts.extend(devices.iter().zip(answers).map(halt));
            return Ok(());
        }
        console
            .warning(&format!("the authority still allows {allowed} of {} devices, or does not answer", devices.len()));
    }
}

/// Has it switched on again, until the authority allows each device or the operator is gone.
pub(super) async fn on(
    console: &Console,
    client: &Client,
    operator: &mut Operator,
    devices: &[DeviceId],
) -> Restoration {
    let mut restoration = Restoration::new(devices);
    let mut is_asked = false;
    loop {
        let answers = answers(client, devices).await;
        for (restored, answer) in restoration.devices.iter_mut().zip(answers) {
            restored.now =
                answer.as_ref().ok().map(|answer| if answer.allowed { State::Active } else { State::Revoked });
            restored.error = answer.err();
        }
        if restoration.is_whole() {
            return restoration;
        }
        if !std::mem::replace(&mut is_asked, true) {
            restoration.begun = At::now();
        }
        if !operator.has_flipped(console, "switch the organisation ON again in the service's console").await {
            return restoration;
        }
    }
}

async fn answers(client: &Client, devices: &[DeviceId]) -> Vec<Result<Answer, String>> {
    let mut answers = Vec::with_capacity(devices.len());
    for device in devices {
        answers.push(ask(client, device).await.map_err(|error| why(&error)));
    }
    answers
}
