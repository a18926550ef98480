//! Gets a request's body together before anything is asked.

use std::error::Error;

use bytes::Bytes;
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError, Limited};

/// Where a body was not collected.
#[derive(Debug)]
pub(super) enum Uncollected {
    TooLarge,
    /// The client went away, or sent what is no body.
    Broken,
}

/// A body that says that it is larger is not read at all.
pub(super) async fn collect<B>(body: B, limit: usize) -> Result<Bytes, Uncollected>
where
    B: Body,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    if usize::try_from(body.size_hint().lower()).map_or(true, |least| least > limit) {
        return Err(Uncollected::TooLarge);
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if is_of_length(&*error) => Err(Uncollected::TooLarge),
        Err(_) => Err(Uncollected::Broken),
    }
}

/// Also where a layer outside of this one has set the limit.
fn is_of_length(error: &(dyn Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_of_length)
}
