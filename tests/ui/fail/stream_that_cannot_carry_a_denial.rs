use futures_util::stream::{self, Stream};
use machineid_guard::guarded_tool;

#[guarded_tool]
fn pages() -> impl Stream<Item = u8> {
    stream::iter([7])
}

fn main() {}
