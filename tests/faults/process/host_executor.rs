//! A sync boundary inside of another executor's `block_on` waits in a place of its own: a wake-up that the
//! executor gets meanwhile is still there when the boundary is passed.

use std::future::{Future, poll_fn};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Poll, Waker};
use std::thread;

use machineid_guard::Guard;
use machineid_guard_tests::scripted::{ALLOW, Act, Scripted, Step, json, on_validate};

use crate::TestResult;
use crate::victim::{Effect, call_sync, plain_guard};

use super::by_hand::HANG;

/// Is done, and woken, while the authority has a question of this process.
#[derive(Clone, Default)]
struct Errand {
    done: Arc<AtomicBool>,
    waker: Arc<Mutex<Option<Waker>>>,
}

impl Errand {
    fn finish(&self) {
        self.done.store(true, Ordering::SeqCst);
        let waker = self.waker.lock().unwrap().take();
        waker.expect("the errand was polled first").wake();
    }

    async fn wait(&self) {
        poll_fn(|cx| {
            if self.done.load(Ordering::SeqCst) {
                return Poll::Ready(());
            }
            *self.waker.lock().unwrap() = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// The errand is polled, then the sync tool blocks the thread, and meanwhile the errand is woken.
fn assert_loses_no_wake_up(block_on: fn(&mut dyn FnMut() -> Work)) -> TestResult {
    let errand = Errand::default();
    let finishing = errand.clone();
    let act: Act = Arc::new(move |_| {
        finishing.finish();
        Ok(())
    });
    let authority = Scripted::start(on_validate(move |_| vec![Step::Do(Arc::clone(&act)), json(ALLOW)]))?;
    let guard = plain_guard(&authority.base_url())?;
    let (over, is_over) = mpsc::channel();
    thread::spawn(move || {
        let mut work = || work(errand.clone(), guard.clone());
        block_on(&mut work);
        over.send(())
    });
    is_over.recv_timeout(HANG).map_err(|_| "the executor lost a wake-up")?;
    Ok(())
}

type Work = std::pin::Pin<Box<dyn Future<Output = ()>>>;

fn work(errand: Errand, guard: Guard) -> Work {
    let tool = async move {
        let effect = Effect::default();
        call_sync(&guard, &effect).expect("allowed");
        assert_eq!(effect.count(), 1);
    };
    Box::pin(async move {
        futures_util::future::join(errand.wait(), tool).await;
    })
}

pub fn pollster_loses_no_wake_up() -> TestResult {
    assert_loses_no_wake_up(|work| pollster::block_on(work()))
}

pub fn smol_loses_no_wake_up() -> TestResult {
    assert_loses_no_wake_up(|work| smol::block_on(work()))
}

pub fn tokio_loses_no_wake_up() -> TestResult {
    assert_loses_no_wake_up(|work| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(work());
    })
}
