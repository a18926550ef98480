//! Host names, looked up by the operating system on threads of their own.
//!
//! reqwest's own way is tokio's pool of blocking threads, which panics where no thread can be started.

use std::io;
use std::net::ToSocketAddrs;
use std::sync::Arc;
use std::thread;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::{Semaphore, oneshot};

/// How many lookups are under way at once. One that hangs keeps its thread for as long as the system likes.
const MOST_LOOKUPS: usize = 16;

/// No thread could be started to look a name up.
#[derive(Debug, thiserror::Error)]
#[error("no thread could be started: {0}")]
pub(super) struct NoThread(io::Error);

#[derive(Debug)]
pub(super) struct Resolver {
    places: Arc<Semaphore>,
}

impl Default for Resolver {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(MOST_LOOKUPS)) }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let places = Arc::clone(&self.places);
        Box::pin(async move {
            let place = places.acquire_owned().await?;
            let (answer, answered) = oneshot::channel();
            let look_up = move || {
                let found = (name.as_str(), 0).to_socket_addrs();
                // Who asked may have gone away.
                drop(answer.send(found));
                drop(place);
            };
            thread::Builder::new().name("machineid-lookup".into()).spawn(look_up).map_err(NoThread)?;
            let addresses: Addrs = Box::new(answered.await??);
            Ok(addresses)
        })
    }
}
