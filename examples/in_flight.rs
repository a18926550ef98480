//! Long work that stops as a whole: a revoke drops the body, and with it the tasks and the program that it started.
//!
//! `cargo run --example in_flight`. It needs no account and no network: the authority that it asks is a local one.
//! What a dropped body started goes on, unless it hangs on the body: a task of a `JoinSet` does, a task of
//! `tokio::spawn` does not; a program that was started with `kill_on_drop(true)` does.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use machineid_guard::guarded_tool;
use machineid_guard::local::LocalAuthority;
use tokio::process::Command;
use tokio::task::JoinSet;

const TASKS: usize = 3;

#[derive(Debug, thiserror::Error)]
enum CrawlError {
    #[error(transparent)]
    Denied(#[from] machineid_guard::Denied),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Works until it is stopped.
#[guarded_tool(recheck = "100ms")]
async fn crawl(running: Arc<AtomicUsize>) -> Result<(), CrawlError> {
    // Killed when `browser` is dropped, which is when the body is.
    let mut browser = Command::new("sleep").arg("600").kill_on_drop(true).spawn()?;
    // Aborted when `pages` is dropped.
    let mut pages = JoinSet::new();
    for _ in 0..TASKS {
        pages.spawn(page(Running::one_more(&running)));
    }
    while pages.join_next().await.is_some() {}
    browser.kill().await?;
    Ok(())
}

async fn page(running: Running) {
    loop {
        // One page after the other. It is dropped at this await.
        tokio::time::sleep(Duration::from_millis(10)).await;
        running.0.load(Ordering::SeqCst);
    }
}

/// Counts the tasks that are there.
struct Running(Arc<AtomicUsize>);

impl Running {
    fn one_more(running: &Arc<AtomicUsize>) -> Self {
        running.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(running))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn until(running: &AtomicUsize, count: usize) {
    while running.load(Ordering::SeqCst) != count {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().build()?;
    let running = Arc::new(AtomicUsize::new(0));
    let call = tokio::spawn(guard.scope(crawl(Arc::clone(&running))));
    until(&running, TASKS).await;
    println!("allowed: {TASKS} tasks of the body run");

    authority.revoke(LocalAuthority::DEVICE_ID)?;
    let outcome = call.await?;
    // An aborted task is gone when its runtime comes to it.
    until(&running, 0).await;
    match outcome {
        Err(CrawlError::Denied(denied)) => {
            println!("{denied}\nand no task of the body runs any more");
            Ok(ExitCode::SUCCESS)
        }
        other => {
            println!("not what was expected: {other:?}");
            Ok(ExitCode::FAILURE)
        }
    }
}
