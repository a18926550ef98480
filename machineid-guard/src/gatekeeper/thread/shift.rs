//! The gatekeeper's work: takes questions, sends what the queues say, answers those who wait.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedReceiver;

use crate::client::{Client, Registration, RegistrationStatus};
use crate::decision::{Decision, Fault};
use crate::denied::{Gone, Reason};
use crate::gatekeeper::bell::Peal;
use crate::gatekeeper::in_flight::Tickers;
use crate::gatekeeper::registered::RegisteredDevices;
use crate::gatekeeper::ruling::{Ruling, Standing};
use crate::gatekeeper::sharing::{DeviceQueue, Registered, Send, UNSHARED};
use crate::gatekeeper::thread::exchange::{Exchanges, Landed, Sealed};
use crate::gatekeeper::{Message, Reply};
use crate::identity::DeviceId;
use crate::moment::Moment;

/// The gatekeeper gives a question up this much before its caller does, so that what it learns of the connection
/// is known to the question that the caller asks next.
const HEAD_START: Duration = Duration::from_millis(10);

/// What one thread knows while it works. Lost with it when it panics.
pub(super) struct Shift {
    client: Arc<Client>,
    registered: RegisteredDevices,
    queues: HashMap<DeviceId, DeviceQueue<Reply>>,
    exchanges: Exchanges,
    tickers: Tickers,
    /// The wakers of those who have just been answered.
    peal: Peal,
}

impl Shift {
    pub(super) fn new(client: Arc<Client>, registered: RegisteredDevices, peal: Peal) -> Self {
        Self {
            registered,
            queues: HashMap::new(),
            exchanges: Exchanges::new(Arc::clone(&client)),
            client,
            tickers: Tickers::default(),
            peal,
        }
    }

    /// Until every guard is gone and everyone who waits is answered.
    pub(super) async fn work(mut self, inbox: &mut UnboundedReceiver<Message>) {
        let mut open = true;
        while open || !self.exchanges.are_over() {
            tokio::select! {
                message = inbox.recv(), if open => match message {
                    Some(message) => self.take_in(message),
                    None => open = false,
                },
                Some(landed) = self.exchanges.next() => {
                    self.land(landed);
                    while let Some(landed) = self.exchanges.ended() {
                        self.land(landed);
                    }
                    self.peal.ring();
                }
            }
        }
    }

    fn take_in(&mut self, message: Message) {
        match message {
            Message::Ask(device, reply) => {
                reply.take_up();
                self.enqueue(device, reply);
            }
            Message::Watch(watcher) => self.tickers.watch(&self.client, watcher),
        }
    }

    fn enqueue(&mut self, device: DeviceId, reply: Reply) {
        let answer_by = answer_by(&reply);
        let registered = &self.registered;
        let queue = self.queues.entry(device.clone()).or_insert_with_key(|device| {
            DeviceQueue::new(UNSHARED, if registered.contains(device) { Registered::Yes } else { Registered::No })
        });
        match queue.arrive(reply) {
            Some(Send::Register) => self.exchanges.register(device, answer_by),
            Some(Send::Validate(group)) => self.send_validate(device, group, Standing::Registered),
            None => {}
        }
    }

    fn send_validate(&mut self, device: DeviceId, group: Vec<Reply>, standing: Standing) {
        // The group's exchange lives as long as its most patient member; each keeps its own deadline.
        let Some(answer_by) = group.iter().map(answer_by).max() else { return };
        self.exchanges.validate(device, Sealed { group, standing }, answer_by);
    }

    fn land(&mut self, landed: Landed) {
        // Where nobody knows what was said, nobody is allowed.
        let lost = Reason::GatekeeperGone(Gone::Panicked);
        match landed {
            Landed::Registration(device, Some(outcome)) => self.registration_ended(device, outcome),
            Landed::Registration(device, None) => self.registration_lost(device, lost),
            Landed::Validation(device, sealed, Some(answer)) => self.validate_ended(device, sealed, answer),
            Landed::Validation(device, sealed, None) => {
                self.rule(&sealed.group, &Ruling::refused_for(lost));
                self.send_next(device);
            }
        }
    }

    fn registration_ended(&mut self, device: DeviceId, outcome: Result<Registration, Fault>) {
        let (registered, standing) = match outcome.map(|answer| answer.status().clone()) {
            Ok(RegistrationStatus::Created | RegistrationStatus::Exists) => {
                self.registered.insert(device.clone());
                (Registered::Yes, Standing::Registered)
            }
            Ok(RegistrationStatus::Refused(error)) => (Registered::No, Standing::Refused(error)),
            Err(Fault::Timeout) => return self.registration_timed_out(device),
            Err(fault) => return self.registration_lost(device, Reason::Fault(fault)),
        };
        let send = self.queues.get_mut(&device).and_then(|queue| queue.registration_answered(registered));
        self.follow(device, send, standing);
    }

    /// It had the time of the caller that came first. Those who came later have some left: it is asked
    /// again for them, or a caller could be denied for a wait that was not its own.
    fn registration_timed_out(&mut self, device: DeviceId) {
        let now = Instant::now();
        let waiting = self.queues.get_mut(&device).map(DeviceQueue::registration_failed).unwrap_or_default();
        let (late, in_time): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|reply| answer_by(reply) <= now);
        late.iter().for_each(Reply::leave_to_the_clock);
        for reply in in_time {
            self.enqueue(device.clone(), reply);
        }
        self.follow(device, None, Standing::Registered);
    }

    fn registration_lost(&mut self, device: DeviceId, reason: Reason) {
        let waiting = self.queues.get_mut(&device).map(DeviceQueue::registration_failed).unwrap_or_default();
        self.rule(&waiting, &Ruling::refused_for(reason));
        self.follow(device, None, Standing::Registered);
    }

    fn validate_ended(&mut self, device: DeviceId, sealed: Sealed, answer: Result<(Decision, Moment), Fault>) {
        let Sealed { group, standing } = sealed;
        if matches!((&answer, &standing), (Err(Fault::Timeout), Standing::Registered)) {
            group.iter().for_each(Reply::leave_to_the_clock);
        }
        self.rule(&group, &Ruling::on(answer, standing, group.len()));
        self.send_next(device);
    }

    fn rule(&mut self, group: &[Reply], ruling: &Ruling) {
        for reply in group {
            reply.answer_in(&mut self.peal, ruling.clone());
        }
    }

    fn send_next(&mut self, device: DeviceId) {
        let send = self.queues.get_mut(&device).and_then(DeviceQueue::validate_ended);
        self.follow(device, send, Standing::Registered);
    }

    fn follow(&mut self, device: DeviceId, send: Option<Send<Reply>>, standing: Standing) {
        if let Some(Send::Validate(group)) = send {
            self.send_validate(device, group, standing);
        } else if self.queues.get(&device).is_some_and(DeviceQueue::is_forgettable) {
            self.queues.remove(&device);
        }
    }
}

fn answer_by(reply: &Reply) -> Instant {
    reply.deadline().checked_sub(HEAD_START).unwrap_or_else(|| reply.deadline())
}
