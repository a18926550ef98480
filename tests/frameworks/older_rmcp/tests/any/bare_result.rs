//! A tool that returns a result of rmcp's own, and no `Result`: rmcp takes it from 1.8 on.

use machineid_guard::guarded_tool;
use one_authority::{Effects, turn};
use rmcp::model::{CallToolResult, IntoContents};
use rmcp::{ServerHandler, tool, tool_handler, tool_router};

use crate::any::TestResult;
use crate::any::conversation::{Conversation, code, in_band};

#[derive(Clone, Default)]
struct Status(Effects);

#[tool_router]
impl Status {
    #[guarded_tool]
    #[tool(description = "a result of rmcp's own")]
    async fn status(&self) -> CallToolResult {
        CallToolResult::success(self.0.add().into_contents())
    }
}

#[tool_handler]
impl ServerHandler for Status {}

#[tokio::test]
async fn a_denial_of_it_is_a_result_that_the_model_reads() -> TestResult {
    let (authority, status) = (turn().await, Status::default());
    let conversation = Conversation::with(status.clone()).await?;
    conversation.call("status").await?;
    authority.disable_org();
    let denied = conversation.call("status").await?;
    in_band(&denied, "status", "ORG_DISABLED");
    assert_eq!((code(&denied), status.0.count()), (Some("ORG_DISABLED"), 1));
    conversation.end().await
}
