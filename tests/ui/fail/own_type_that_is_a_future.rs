use std::pin::Pin;
use std::task::{Context, Poll};

use machineid_guard::{Denied, FromDenied, guarded_tool};

struct Job(Pin<Box<dyn Future<Output = Result<u8, Denied>>>>);

impl Future for Job {
    type Output = Result<u8, Denied>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl FromDenied for Job {
    fn from_denied(denied: Denied) -> Self {
        Self(Box::pin(async { Err(denied) }))
    }
}

#[guarded_tool]
fn search() -> Job {
    Job(Box::pin(async { Ok(7) }))
}

fn main() {}
