//! A support desk as a Model Context Protocol server: nine tools of the kinds that such servers have.

mod desk;
mod error;
mod export;
mod orders;
mod parameters;

pub use desk::SupportDesk;
pub use error::DeskError;
pub use orders::{Order, Orders};
