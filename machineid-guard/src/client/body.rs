//! The body of a response, to its real end.

use std::pin::Pin;

use hyper::body::Body as _;
use reqwest::Body;

use crate::client::base_url::Protocol;
use crate::client::http_fault;
use crate::client::wire::Wire;
use crate::decision::Fault;

/// Reads it whole, up to so many bytes. What follows a body may take back what it says, so trailers are not passed over.
pub(super) async fn whole(mut body: Body, largest: usize, protocol: Protocol, wire: Wire) -> Result<Vec<u8>, Fault> {
    let stated = body.size_hint().exact().and_then(|length| usize::try_from(length).ok());
    let mut bytes = Vec::with_capacity(stated.unwrap_or_default().min(largest));
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|error| http_fault::of(&error, protocol))?;
        let data = frame.into_data().map_err(|_trailers| Fault::MalformedHttp)?;
        if bytes.len() + data.len() > largest {
            return Err(Fault::TooLarge);
        }
        bytes.extend_from_slice(&data);
    }
    // A stream that is reset with NO_ERROR seems to end here, wherever it was cut.
    let ended = wire == Wire::Http1 || body.is_end_stream() || stated == Some(bytes.len());
    if ended { Ok(bytes) } else { Err(Fault::ConnectionLost) }
}
