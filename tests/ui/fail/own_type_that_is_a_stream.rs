use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::Stream;
use machineid_guard::{Denied, FromDenied, guarded_tool};

struct Pages;

impl Stream for Pages {
    type Item = u8;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u8>> {
        Poll::Ready(None)
    }
}

impl FromDenied for Pages {
    fn from_denied(_: Denied) -> Self {
        Self
    }
}

#[guarded_tool]
fn pages() -> Pages {
    Pages
}

fn main() {}
