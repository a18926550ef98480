//! The HTTP/1.1 half of the server: what a client gets that negotiated it, or nothing.

use std::future::pending;
use std::sync::atomic::Ordering;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::{Answer, Answers, Asked, Ended, Stage};
use crate::scripted::{Recorded, http};

/// A generous server: it keeps the connection, and leaves it to the client to use it once.
pub(super) async fn serve(
    stage: &Stage,
    connection: usize,
    mut stream: TlsStream<TcpStream>,
    answers: &Answers,
) -> Result<(), Ended> {
    let (mut unread, mut nth) = (Vec::new(), 0);
    loop {
        let request = loop {
            if let Some(request) = Recorded::take(&mut unread) {
                break request;
            }
            if stream.read_buf(&mut unread).await? == 0 {
                return Ok(());
            }
        };
        let asked = Asked { validate: request.is_validate(), connection, nth };
        nth += 1;
        stage.requests.fetch_add(1, Ordering::SeqCst);
        stage.validates.fetch_add(usize::from(asked.validate), Ordering::SeqCst);
        let json = match answers(&asked) {
            Answer::Json(json) | Answer::JsonThenGoAway(json) => json,
            Answer::JsonAfter(pause, json) => {
                tokio::time::sleep(pause).await;
                json
            }
            Answer::HalfABody => {
                let whole = http("HTTP/1.1 200 OK", "", br#"{"allowed":true}"#);
                stream.write_all(&whole[..whole.len() - 4]).await?;
                return Ok(());
            }
            Answer::GoAway | Answer::RefuseStream => return Ok(()),
            Answer::Vanish => pending().await,
        };
        stream.write_all(&http("HTTP/1.1 200 OK", "", json.as_bytes())).await?;
    }
}
