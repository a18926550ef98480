use futures_util::stream::{self, BoxStream};
use machineid_guard::guarded_tool;

type Pages = BoxStream<'static, u8>;

#[guarded_tool(on_denied = |_| Box::pin(stream::empty()))]
fn pages() -> Pages {
    Box::pin(stream::iter([7]))
}

fn main() {}
