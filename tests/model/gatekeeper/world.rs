//! One run: a bell, places, callers and a clock that moves while the run lasts.

use std::io::ErrorKind;
use std::sync::Arc as StdArc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use shuttle::sync::atomic::{AtomicBool, Ordering};
use shuttle::thread;

use crate::gatekeeper::bell::Bell;
use crate::gatekeeper::places::Places;
use crate::gatekeeper::reply::{Reply, Rules, Times, Waiting, pair};
use crate::gatekeeper::slot::Waited;
use crate::gatekeeper::sync::{Arc, Condvar, Instant, Mutex, let_time_pass, reset_clock};

/// What is ruled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Yes,
    No,
    Panicked,
    NotStarted,
}

impl Rules for Said {
    fn panicked() -> Self {
        Self::Panicked
    }

    fn not_started(_: ErrorKind) -> Self {
        Self::NotStarted
    }
}

/// How many orders of events each test tries.
const RUNS: usize = 1_000;

/// Tries the run out in many orders, at random, and then in those with few but well-chosen changes of thread.
pub fn try_out(run: fn(&World)) {
    let once = move || {
        reset_clock();
        let world = World::new();
        run(&world);
        world.bell.close();
    };
    let mut config = shuttle::Config::new();
    config.max_steps = shuttle::MaxSteps::FailAfter(200_000);
    let random = shuttle::scheduler::RandomScheduler::new(RUNS);
    shuttle::Runner::new(random, config.clone()).run(once);
    let few_changes = shuttle::scheduler::PctScheduler::new(3, RUNS);
    shuttle::Runner::new(few_changes, config).run(once);
}

pub struct World {
    pub bell: Bell,
    pub places: Places,
}

impl World {
    fn new() -> Self {
        Self { bell: Bell::new(), places: Places::default() }
    }

    pub fn assert_all_places_free(&self) {
        assert_eq!(format!("{:?}", self.places), "Places(0)", "a place was not given back");
    }

    /// A question that has to be picked up in the one time, and answered in the other.
    pub fn question_to_pick_up(&self, pick_up: Duration, time: Duration) -> (Reply<Said>, Waiting<Said>) {
        let now = Instant::now();
        let times = Times { pick_up: Some(now + pick_up), deadline: now + time };
        pair(times, &self.bell, self.places.take().expect("there are places"))
    }

    /// A question with this much time.
    pub fn question(&self, time: Duration) -> (Reply<Said>, Waiting<Said>) {
        let now = Instant::now();
        let times = Times { pick_up: None, deadline: now + time };
        pair(times, &self.bell, self.places.take().expect("there are places"))
    }
}

/// Far away: no clock of the model gets there by itself.
pub const NEVER: Duration = Duration::from_secs(1_000_000);

/// A task that sleeps on a lock of the model until it is woken.
#[derive(Clone)]
pub struct Executor(StdArc<Bed>);

struct Bed {
    woken: Mutex<bool>,
    changed: Condvar,
}

impl Wake for Bed {
    fn wake(self: StdArc<Self>) {
        *self.woken.lock().unwrap() = true;
        self.changed.notify_one();
    }
}

impl Executor {
    pub fn new() -> Self {
        Self(StdArc::new(Bed { woken: Mutex::new(false), changed: Condvar::new() }))
    }

    pub fn waker(&self) -> Waker {
        Waker::from(StdArc::clone(&self.0))
    }

    fn sleep(&self) {
        let mut woken = self.0.woken.lock().unwrap();
        while !*woken {
            woken = self.0.changed.wait(woken).unwrap();
        }
        *woken = false;
    }

    /// Polls, sleeps until it is woken, and polls again. A wake-up that is lost is a deadlock, which the
    /// model finds.
    pub fn block_on(&self, mut waiting: Waiting<Said>) -> Waited<Said> {
        self.run(&mut waiting)
    }

    /// The same, for a wait that goes on.
    pub fn run(&self, waiting: &mut Waiting<Said>) -> Waited<Said> {
        let waker = self.waker();
        loop {
            match waiting.poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(waited) => return waited,
                Poll::Pending => self.sleep(),
            }
        }
    }
}

/// Lets time pass until it is dropped.
pub struct Time {
    over: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Time {
    pub fn passes() -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&over);
        let thread = thread::spawn(move || {
            while !stop.load(Ordering::SeqCst) {
                let_time_pass();
                thread::yield_now();
            }
        });
        Self { over, thread: Some(thread) }
    }
}

impl Drop for Time {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}
