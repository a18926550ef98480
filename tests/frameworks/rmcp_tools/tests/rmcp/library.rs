//! A server with an entrance of every kind.

#![allow(deprecated, reason = "clients of older protocol versions subscribe to single resources")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rmcp::model::{
    CancelTaskParams, CompleteRequestParams, CompleteResult, CompletionInfo, CustomRequest, CustomResult,
    GetPromptResult, GetTaskParams, GetTaskResult, PromptMessage, ReadResourceRequestParams, ReadResourceResponse,
    ReadResourceResult, ResourceContents, Role, ServerCapabilities, ServerConfig, SubscribeRequestParams,
    SubscriptionFilter, UnsubscribeRequestParams, UpdateTaskParams,
};
use rmcp::service::{RequestContext, RoleServer, SubscriptionContext};
use rmcp::{ErrorData, ServerHandler, prompt, prompt_handler, prompt_router, tool, tool_handler, tool_router};
use serde_json::json;

/// Knows nothing of boundaries.
#[derive(Clone, Default)]
pub(crate) struct Library {
    effects: Arc<AtomicUsize>,
}

impl Library {
    pub(crate) fn effect(&self) {
        self.effects.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn effects(&self) -> usize {
        self.effects.load(Ordering::SeqCst)
    }

    fn no_such_task<T>(&self) -> Result<T, ErrorData> {
        self.effect();
        Err(ErrorData::invalid_params("no such task", None))
    }
}

#[tool_router]
impl Library {
    #[tool(description = "lends a book")]
    fn lend(&self) -> String {
        self.effect();
        "lent".to_owned()
    }
}

#[prompt_router]
impl Library {
    #[prompt(description = "greets a reader")]
    async fn greeting(&self) -> GetPromptResult {
        self.effect();
        GetPromptResult::new(vec![PromptMessage::new_text(Role::User, "hello")])
    }
}

/// Every capability that its entrances need.
pub(crate) fn everything() -> ServerConfig {
    let capabilities = ServerCapabilities::builder();
    let capabilities = capabilities.enable_tools().enable_prompts().enable_resources().enable_completions();
    ServerConfig::new(capabilities.enable_tasks().enable_skills_with_directory_read().build())
}

#[tool_handler]
#[prompt_handler]
impl ServerHandler for Library {
    fn get_info(&self) -> ServerConfig {
        everything()
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        self.effect();
        Ok(ReadResourceResult::new(vec![ResourceContents::text("a book", request.uri)]).into())
    }

    async fn subscribe(
        &self,
        _request: SubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.effect();
        Ok(())
    }

    async fn unsubscribe(
        &self,
        _request: UnsubscribeRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        Some(requested.clone())
    }

    async fn listen(&self, _context: SubscriptionContext) -> Result<(), ErrorData> {
        self.effect();
        Ok(())
    }

    async fn complete(
        &self,
        _request: CompleteRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        self.effect();
        Ok(CompleteResult::new(CompletionInfo::new(vec!["Ada".to_owned()]).expect("one value")))
    }

    async fn get_task(
        &self,
        _request: GetTaskParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<GetTaskResult, ErrorData> {
        self.no_such_task()
    }

    async fn update_task(
        &self,
        _request: UpdateTaskParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        self.no_such_task()
    }

    async fn cancel_task(
        &self,
        _request: CancelTaskParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<(), ErrorData> {
        Ok(())
    }

    async fn on_custom_request(
        &self,
        _request: CustomRequest,
        _context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        self.effect();
        Ok(CustomResult(json!("burnt")))
    }
}
