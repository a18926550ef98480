//! The gatekeeper's thread: takes questions, sends what the queues say, answers those who wait.

use std::collections::{HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Sleep;

use crate::client::{Client, Registration, RegistrationStatus};
use crate::decision::{Decision, Fault};
use crate::denied::Reason;
use crate::gatekeeper::Message;
use crate::gatekeeper::in_flight::Tickers;
use crate::gatekeeper::question::{Question, Waiter};
use crate::gatekeeper::ruling::{Ruling, Standing};
use crate::gatekeeper::sharing::{DeviceQueue, Registered, Send, UNSHARED};
use crate::identity::DeviceId;
use crate::moment::Moment;

/// A timer that is not needed now is set this far away.
const FAR: Duration = Duration::from_secs(3600);

pub(super) fn start(client: Client, inbox: UnboundedReceiver<Message>) -> std::io::Result<()> {
    // Every task sees what has arrived by now, and not only what had arrived some tasks ago: a connection
    // that is about to send a question must notice bytes that came before it.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().event_interval(1).build()?;
    let body = move || {
        // The HTTP stack logs through `tracing` as well. A subscriber of the program that panics, or that
        // calls a guarded function, must not do so here.
        let _quiet = tracing::subscriber::set_default(tracing::subscriber::NoSubscriber::default());
        let work = AssertUnwindSafe(|| runtime.block_on(Thread::new(client).run(inbox)));
        // A panic ends the thread, which drops every reply: all who wait are denied, and so are all who
        // come later.
        let ended = std::panic::catch_unwind(work);
        // Not waiting for a name resolution that hangs.
        runtime.shutdown_background();
        drop(ended);
    };
    std::thread::Builder::new().name("machineid-gatekeeper".into()).spawn(body)?;
    Ok(())
}

struct Thread {
    client: Arc<Client>,
    queues: HashMap<DeviceId, DeviceQueue<Rc<Waiter>>>,
    /// Questions on the wire, and what each is for.
    exchanges: JoinSet<Ended>,
    purposes: HashMap<Id, (DeviceId, Purpose)>,
    /// In the order of arrival, which is that of the deadlines: one guard has one timeout.
    deadlines: VecDeque<Rc<Waiter>>,
    tickers: Tickers,
}

enum Purpose {
    Register,
    Validate(Vec<Rc<Waiter>>, Standing),
}

enum Ended {
    Register(Result<Registration, Fault>),
    Validate(Result<(Decision, Moment), Fault>),
}

impl Thread {
    fn new(client: Client) -> Self {
        Self {
            client: Arc::new(client),
            queues: HashMap::new(),
            exchanges: JoinSet::new(),
            purposes: HashMap::new(),
            deadlines: VecDeque::new(),
            tickers: Tickers::default(),
        }
    }

    /// Runs until every guard is gone and everyone who waits is answered.
    async fn run(mut self, mut inbox: UnboundedReceiver<Message>) {
        let mut timer = std::pin::pin!(tokio::time::sleep(FAR));
        let mut open = true;
        while open || !self.exchanges.is_empty() {
            tokio::select! {
                message = inbox.recv(), if open => match message {
                    Some(Message::Ask(question)) => self.admit(question, timer.as_mut()),
                    Some(Message::Watch(watcher)) => self.tickers.watch(&self.client, watcher),
                    None => open = false,
                },
                Some(ended) = self.exchanges.join_next_with_id() => self.land(ended),
                () = timer.as_mut() => self.expire(timer.as_mut()),
            }
        }
    }

    fn admit(&mut self, question: Question, timer: Pin<&mut Sleep>) {
        let (device, waiter) = question.into_waiter();
        self.watch(&waiter, timer);
        self.enqueue(device, &waiter);
    }

    fn enqueue(&mut self, device: DeviceId, waiter: &Rc<Waiter>) {
        let queue = self.queues.entry(device.clone()).or_insert_with(|| DeviceQueue::new(UNSHARED));
        match queue.arrive(Rc::clone(waiter)) {
            Some(Send::Register) => self.send_register(device, waiter.deadline()),
            Some(Send::Validate(group)) => self.send_validate(device, group, Standing::Registered),
            None => {}
        }
    }

    fn send_register(&mut self, device: DeviceId, deadline: Instant) {
        let (client, asked) = (Arc::clone(&self.client), device.clone());
        let exchange = self.exchanges.spawn(async move { Ended::Register(client.register_by(&asked, deadline).await) });
        self.purposes.insert(exchange.id(), (device, Purpose::Register));
    }

    fn send_validate(&mut self, device: DeviceId, group: Vec<Rc<Waiter>>, standing: Standing) {
        // The group's exchange lives as long as its most patient member; each keeps its own deadline.
        let Some(deadline) = group.iter().map(|waiter| waiter.deadline()).max() else { return };
        let (client, asked) = (Arc::clone(&self.client), device.clone());
        let exchange = self.exchanges.spawn(async move { Ended::Validate(client.validate_by(&asked, deadline).await) });
        self.purposes.insert(exchange.id(), (device, Purpose::Validate(group, standing)));
    }

    fn land(&mut self, ended: Result<(Id, Ended), JoinError>) {
        let (id, ended) = match ended {
            Ok((id, ended)) => (id, Some(ended)),
            // The exchange panicked: nobody knows what was said, so nobody is allowed.
            Err(error) => (error.id(), None),
        };
        match (self.purposes.remove(&id), ended) {
            (Some((device, Purpose::Register)), Some(Ended::Register(outcome))) => {
                self.registration_ended(device, outcome);
            }
            (Some((device, Purpose::Validate(group, standing))), Some(Ended::Validate(answer))) => {
                self.validate_ended(device, &group, &Ruling::on(answer, standing, group.len()));
            }
            (Some((device, Purpose::Register)), _) => self.registration_lost(device, Reason::GatekeeperGone),
            (Some((device, Purpose::Validate(group, _))), _) => {
                self.validate_ended(device, &group, &Ruling::refused_for(Reason::GatekeeperGone));
            }
            (None, _) => {}
        }
    }

    fn registration_ended(&mut self, device: DeviceId, outcome: Result<Registration, Fault>) {
        let (registered, standing) = match outcome.map(|answer| answer.status().clone()) {
            Ok(RegistrationStatus::Created | RegistrationStatus::Exists) => (Registered::Yes, Standing::Registered),
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
        let (late, in_time): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|waiter| waiter.deadline() <= now);
        answer_all(&late, &Ruling::refused_for(Reason::Fault(Fault::Timeout)));
        for waiter in in_time {
            self.enqueue(device.clone(), &waiter);
        }
        self.follow(device, None, Standing::Registered);
    }

    fn registration_lost(&mut self, device: DeviceId, reason: Reason) {
        if let Some(queue) = self.queues.get_mut(&device) {
            answer_all(&queue.registration_failed(), &Ruling::refused_for(reason));
        }
        self.follow(device, None, Standing::Registered);
    }

    fn validate_ended(&mut self, device: DeviceId, group: &[Rc<Waiter>], ruling: &Ruling) {
        answer_all(group, ruling);
        let send = self.queues.get_mut(&device).and_then(DeviceQueue::validate_ended);
        self.follow(device, send, Standing::Registered);
    }

    fn follow(&mut self, device: DeviceId, send: Option<Send<Rc<Waiter>>>, standing: Standing) {
        if let Some(Send::Validate(group)) = send {
            self.send_validate(device, group, standing);
        } else if self.queues.get(&device).is_some_and(DeviceQueue::is_forgettable) {
            self.queues.remove(&device);
        }
    }

    fn watch(&mut self, waiter: &Rc<Waiter>, timer: Pin<&mut Sleep>) {
        self.drop_answered();
        if self.deadlines.is_empty() {
            timer.reset(waiter.deadline().into());
        }
        self.deadlines.push_back(Rc::clone(waiter));
    }

    fn expire(&mut self, timer: Pin<&mut Sleep>) {
        let now = Instant::now();
        while self.deadlines.front().is_some_and(|waiter| waiter.deadline() <= now) {
            if let Some(late) = self.deadlines.pop_front() {
                late.answer(Ruling::refused_for(Reason::Fault(Fault::Timeout)));
            }
        }
        self.drop_answered();
        let next = self.deadlines.front().map_or(now + FAR, |waiter| waiter.deadline());
        timer.reset(next.into());
    }

    fn drop_answered(&mut self) {
        use crate::gatekeeper::sharing::Waiting;
        while self.deadlines.front().is_some_and(Waiting::is_gone) {
            self.deadlines.pop_front();
        }
    }
}

fn answer_all(group: &[Rc<Waiter>], ruling: &Ruling) {
    for waiter in group {
        waiter.answer(ruling.clone());
    }
}
