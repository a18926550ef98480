//! A line of `denials!` for what is a future under another name.

use std::future::Future;
use std::pin::Pin;

type Reply = Pin<Box<dyn Future<Output = String>>>;

machineid_guard::denials! {
    -> Reply => |denied| Box::pin(async move { denied.agent_message() }),
}

fn main() {}
