//! The gatekeeper's work: takes questions, sends what the queues say, answers those who wait.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{Id, JoinError, JoinSet};

use crate::client::{Client, Registration, RegistrationStatus};
use crate::decision::{Decision, Fault};
use crate::denied::{Gone, Reason};
use crate::gatekeeper::in_flight::Tickers;
use crate::gatekeeper::registered::RegisteredDevices;
use crate::gatekeeper::ruling::{Ruling, Standing};
use crate::gatekeeper::sharing::{DeviceQueue, Registered, Send, UNSHARED};
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
    /// Questions on the wire, and what each is for.
    exchanges: JoinSet<Ended>,
    purposes: HashMap<Id, (DeviceId, Purpose)>,
    tickers: Tickers,
}

enum Purpose {
    Register,
    Validate(Vec<Reply>, Standing),
}

enum Ended {
    Register(Result<Registration, Fault>),
    Validate(Result<(Decision, Moment), Fault>),
}

impl Shift {
    pub(super) fn new(client: Arc<Client>, registered: RegisteredDevices) -> Self {
        Self {
            client,
            registered,
            queues: HashMap::new(),
            exchanges: JoinSet::new(),
            purposes: HashMap::new(),
            tickers: Tickers::default(),
        }
    }

    /// Until every guard is gone and everyone who waits is answered.
    pub(super) async fn work(mut self, inbox: &mut UnboundedReceiver<Message>) {
        let mut open = true;
        while open || !self.exchanges.is_empty() {
            tokio::select! {
                message = inbox.recv(), if open => match message {
                    Some(Message::Ask(device, reply)) => {
                        reply.take_up();
                        self.enqueue(device, reply);
                    }
                    Some(Message::Watch(watcher)) => self.tickers.watch(&self.client, watcher),
                    None => open = false,
                },
                Some(ended) = self.exchanges.join_next_with_id() => self.land(ended),
            }
        }
    }

    fn enqueue(&mut self, device: DeviceId, reply: Reply) {
        let answer_by = answer_by(&reply);
        let registered = &self.registered;
        let queue = self.queues.entry(device.clone()).or_insert_with_key(|device| {
            DeviceQueue::new(UNSHARED, if registered.contains(device) { Registered::Yes } else { Registered::No })
        });
        match queue.arrive(reply) {
            Some(Send::Register) => self.send_register(device, answer_by),
            Some(Send::Validate(group)) => self.send_validate(device, group, Standing::Registered),
            None => {}
        }
    }

    fn send_register(&mut self, device: DeviceId, answer_by: Instant) {
        let (client, asked) = (Arc::clone(&self.client), device.clone());
        let exchange =
            self.exchanges.spawn(async move { Ended::Register(client.register_by(&asked, answer_by).await) });
        self.purposes.insert(exchange.id(), (device, Purpose::Register));
    }

    fn send_validate(&mut self, device: DeviceId, group: Vec<Reply>, standing: Standing) {
        // The group's exchange lives as long as its most patient member; each keeps its own deadline.
        let Some(answer_by) = group.iter().map(answer_by).max() else { return };
        let (client, asked) = (Arc::clone(&self.client), device.clone());
        let exchange =
            self.exchanges.spawn(async move { Ended::Validate(client.validate_by(&asked, answer_by).await) });
        self.purposes.insert(exchange.id(), (device, Purpose::Validate(group, standing)));
    }

    fn land(&mut self, ended: Result<(Id, Ended), JoinError>) {
        let (id, ended) = match ended {
            Ok((id, ended)) => (id, Some(ended)),
            // The exchange panicked: nobody knows what was said, so nobody is allowed.
            Err(error) => (error.id(), None),
        };
        let lost = Reason::GatekeeperGone(Gone::Panicked);
        match (self.purposes.remove(&id), ended) {
            (Some((device, Purpose::Register)), Some(Ended::Register(outcome))) => {
                self.registration_ended(device, outcome);
            }
            (Some((device, Purpose::Validate(group, standing))), Some(Ended::Validate(answer))) => {
                if matches!((&answer, &standing), (Err(Fault::Timeout), Standing::Registered)) {
                    group.iter().for_each(Reply::leave_to_the_clock);
                }
                self.validate_ended(device, &group, &Ruling::on(answer, standing, group.len()));
            }
            (Some((device, Purpose::Register)), _) => self.registration_lost(device, lost),
            (Some((device, Purpose::Validate(group, _))), _) => {
                self.validate_ended(device, &group, &Ruling::refused_for(lost));
            }
            (None, _) => {}
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
        if let Some(queue) = self.queues.get_mut(&device) {
            Reply::answer_all(&queue.registration_failed(), &Ruling::refused_for(reason));
        }
        self.follow(device, None, Standing::Registered);
    }

    fn validate_ended(&mut self, device: DeviceId, group: &[Reply], ruling: &Ruling) {
        Reply::answer_all(group, ruling);
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
