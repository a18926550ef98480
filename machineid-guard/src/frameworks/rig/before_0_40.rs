//! The trait of tools as it was before rig 0.40; `super::rig` is one of those releases.

use super::rig::completion::ToolDefinition;
use super::rig::tool::Tool;

use super::{Gated, GatedError};

impl<T: Tool> Tool for Gated<T> {
    const NAME: &'static str = T::NAME;
    type Error = GatedError<T::Error>;
    type Args = T::Args;
    type Output = T::Output;

    fn name(&self) -> String {
        self.tool.name()
    }

    async fn definition(&self, prompt: String) -> ToolDefinition {
        self.tool.definition(prompt).await
    }

    async fn call(&self, args: T::Args) -> Result<T::Output, Self::Error> {
        self.ask(&self.tool.name()).await?;
        self.tool.call(args).await.map_err(GatedError::Tool)
    }
}
