//! All connections: how many there may be, and for how long.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinSet, yield_now};
use tokio::time::{sleep, timeout};

use crate::relay::desk::Desk;
use crate::relay::door::Visitor;
use crate::relay::lobby::{Guest, Lobby};

/// How many connections there are at once, with what the authority is asked on well below a process's 1,024 descriptors.
/// More wait to be accepted.
const MOST_CONNECTIONS: usize = 512;
/// The time in which a question has to be there as a whole.
const ASK_WITHIN: Duration = Duration::from_secs(2);
/// The time in which an answer has to be taken.
const TAKE_WITHIN: Duration = Duration::from_secs(2);
/// The pause after the system gave no connection, which it does where descriptors have run out.
const BREATHER: Duration = Duration::from_millis(20);
/// The largest head of a request, in bytes and in headers.
const LARGEST_HEAD: usize = 8 * 1024;
const MOST_HEADERS: usize = 32;

/// Serves until it is asked to end, and then answers those who have asked.
pub(super) async fn run(desk: Arc<Desk>, patience: Duration, end: impl Future<Output = ()>) {
    let whole = ASK_WITHIN + patience + TAKE_WITHIN;
    let mut house = House { connections: JoinSet::new(), lobby: Lobby::default(), whole };
    tokio::select! {
        () = end => {}
        () = house.receive(&desk) => {}
    }
    house.lobby.turn_out_all();
    while house.connections.join_next().await.is_some() {}
}

struct House {
    connections: JoinSet<()>,
    lobby: Lobby,
    /// The longest that any connection lasts.
    whole: Duration,
}

impl House {
    /// Never ends.
    async fn receive(&mut self, desk: &Arc<Desk>) {
        let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        let mut knows_of_own_user = false;
        loop {
            let Ok(visitor) = desk.door.accept().await else {
                self.lobby.turn_out_one();
                sleep(BREATHER).await;
                continue;
            };
            if visitor.is_of_own_user() && !knows_of_own_user {
                knows_of_own_user = true;
                desk.journal.warning(
                    "an agent runs as this relay's own user, and so can read the key: give them users of their own",
                );
            }
            let place = self.place(&places).await;
            self.admit(Arc::clone(desk), visitor, place);
            while self.connections.try_join_next().is_some() {}
        }
    }

    async fn place(&mut self, places: &Arc<Semaphore>) -> OwnedSemaphorePermit {
        loop {
            match timeout(self.lobby.grace(), Arc::clone(places).acquire_owned()).await {
                Ok(Ok(place)) => return place,
                // It is never closed.
                Ok(Err(_)) | Err(_) => self.lobby.turn_out_one(),
            }
            // The place is free when the one who had it has been dropped.
            yield_now().await;
        }
    }

    fn admit(&mut self, desk: Arc<Desk>, visitor: Visitor, place: OwnedSemaphorePermit) {
        let (guest, whole) = (Arc::new(Guest::new()), self.whole);
        let served = serve(desk, visitor, Arc::clone(&guest));
        let connection = self.connections.spawn(async move {
            // Where it takes longer the agent has given up, or does not read.
            drop(timeout(whole, served).await);
            drop(place);
        });
        self.lobby.enter(guest, connection);
    }
}

/// One question and its answer, after which the connection ends: no second question can be taken for the first.
async fn serve(desk: Arc<Desk>, visitor: Visitor, guest: Arc<Guest>) {
    let silent = Arc::clone(&guest);
    let service = service_fn(move |asked| {
        let (desk, guest) = (Arc::clone(&desk), Arc::clone(&guest));
        async move { Ok::<_, Infallible>(desk.answer(asked, guest).await) }
    });
    let connection = http1::Builder::new()
        .keep_alive(false)
        .max_headers(MOST_HEADERS)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(visitor), service);
    let too_late = async {
        sleep(ASK_WITHIN).await;
        if !silent.is_silent() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        // The agent went away, or what it said is not HTTP: hyper has answered that, if it could be answered.
        ended = connection => drop(ended),
        () = too_late => {}
    }
}
