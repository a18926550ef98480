//! The HTTP/2 half of the server.

use std::future::pending;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use h2::server::{Connection, SendResponse};
use h2::{Reason, RecvStream};
use http::{Request, Response};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::server::TlsStream;

use super::{Answers, Ended, Stage};

/// A request, as far as an answer may depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Whether it asks for permission.
    pub validate: bool,
    /// The connection that it came on, from 0.
    pub connection: usize,
    /// How many requests came before it on its connection.
    pub nth: usize,
}

/// What is done about a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// HTTP 200 with this JSON.
    Json(&'static str),
    /// The same, after a while. Other requests are answered meanwhile.
    JsonAfter(Duration, &'static str),
    /// HTTP 200 with this JSON, and then the connection ends in good order.
    JsonThenGoAway(&'static str),
    /// HTTP 200 and half of a body, and then the TCP connection ends without a word from TLS.
    HalfABody,
    /// GOAWAY: this request and those after it are left unanswered, and the connection ends as soon as
    /// those before it are answered.
    GoAway,
    /// The stream is refused.
    RefuseStream,
    /// The server goes on without this connection: nothing is read from it or written to it any more,
    /// and it is not closed.
    Vanish,
}

type Served = Connection<TlsStream<TcpStream>, Bytes>;

pub(super) async fn serve(
    stage: &Stage,
    connection: usize,
    stream: TlsStream<TcpStream>,
    answers: &Answers,
) -> Result<(), Ended> {
    let mut served: Served = h2::server::Builder::new().max_concurrent_streams(100_000).handshake(stream).await?;
    let mut nth = 0;
    let (mut under_way, mut unanswered) = (JoinSet::new(), Vec::new());
    loop {
        let accepted = tokio::select! {
            accepted = served.accept() => accepted,
            Some(_) = under_way.join_next() => {
                if under_way.is_empty() && !unanswered.is_empty() {
                    served.abrupt_shutdown(Reason::NO_ERROR);
                }
                continue;
            }
        };
        let Some(request) = accepted else { return Ok(()) };
        let (request, respond) = request?;
        let asked = Asked { validate: request.uri().path().ends_with("/devices/validate"), connection, nth };
        nth += 1;
        stage.requests.fetch_add(1, Ordering::SeqCst);
        stage.validates.fetch_add(usize::from(asked.validate), Ordering::SeqCst);
        match answers(&asked) {
            Answer::HalfABody => return half_a_body(served, respond).await,
            Answer::GoAway => {
                unanswered.push((request, respond));
                if under_way.is_empty() {
                    served.abrupt_shutdown(Reason::NO_ERROR);
                }
            }
            Answer::Vanish => pending().await,
            Answer::JsonThenGoAway(json) => {
                under_way.spawn(answer_one(request, respond, Answer::Json(json)));
                served.graceful_shutdown();
            }
            answer => {
                under_way.spawn(answer_one(request, respond, answer));
            }
        }
    }
}

async fn answer_one(
    request: Request<RecvStream>,
    mut respond: SendResponse<Bytes>,
    answer: Answer,
) -> Result<(), h2::Error> {
    let mut body = request.into_body();
    while let Some(chunk) = body.data().await {
        body.flow_control().release_capacity(chunk?.len())?;
    }
    let json = match answer {
        Answer::Json(json) => json,
        Answer::JsonAfter(pause, json) => {
            tokio::time::sleep(pause).await;
            json
        }
        _ => {
            respond.send_reset(Reason::REFUSED_STREAM);
            return Ok(());
        }
    };
    respond.send_response(Response::new(()), false)?.send_data(Bytes::from_static(json.as_bytes()), true)
}

async fn half_a_body(mut served: Served, mut respond: SendResponse<Bytes>) -> Result<(), Ended> {
    let mut body = respond.send_response(Response::new(()), false)?;
    body.send_data(Bytes::from_static(br#"{"allowed":tr"#), false)?;
    // Drives the connection for as long as it takes to write what it holds.
    let written = tokio::time::sleep(Duration::from_millis(100));
    tokio::select! {
        _ = served.accept() => {}
        () = written => {}
    }
    Ok(())
}
