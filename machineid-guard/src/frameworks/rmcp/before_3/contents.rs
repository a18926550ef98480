//! A denial as what a tool returns; `super::rmcp` is one of the releases before rmcp 3.

use super::Block;
use super::rmcp::model::IntoContents;

use crate::denied::Denied;

/// For tools that return `Result<_, Denied>`: an error's contents are what the model reads.
impl IntoContents for Denied {
    fn into_contents(self) -> Vec<Block> {
        vec![Block::text(self.agent_message())]
    }
}
