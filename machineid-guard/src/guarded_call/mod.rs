//! One guarded call: what is asked, the wait, the grant, and the watch over a body that runs.

mod asked;
mod granted;
mod inquiry;
mod stream;
mod watch;

pub use stream::stream;
pub use watch::InFlight;

pub(crate) use asked::{Asked, Device, Terms};
pub(crate) use granted::Granted;
pub(crate) use inquiry::Inquiry;
