//! The loop of OpenAI's guide: send the tools, run the functions that the model calls, send their
//! outputs back, until it answers.

use std::fmt;

use async_openai::error::OpenAIError;
use async_openai::types::responses::{
    CreateResponse, FunctionCallOutput, FunctionCallOutputItemParam, FunctionToolCall, InputParam, Item, OutputItem,
    Response,
};
use machineid_guard::{Denied, resume};

use crate::desk::{Desk, Refund, tools};
use crate::model::Model;

/// Refunds from here on wait for a person.
const NEEDS_APPROVAL_CENTS: u32 = 5000;

/// Why a run ended without an outcome.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AgentError {
    /// The run itself was stopped.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The model's API failed.
    #[error(transparent)]
    Model(#[from] OpenAIError),
}

/// How a run ended, for now.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The model's last word.
    Answer(String),
    /// A function call waits for a person's approval.
    Paused(Paused),
}

/// A run that waits. What was allowed when it was paused says nothing about later.
#[derive(Debug)]
pub(crate) struct Paused {
    response_id: String,
    call: FunctionToolCall,
}

impl fmt::Display for Paused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.call.name, self.call.arguments)
    }
}

/// An agent at a help desk.
pub(crate) struct Agent {
    model: Model,
    desk: Desk,
}

impl Agent {
    pub(crate) fn new(model: Model) -> Self {
        Self { model, desk: Desk::default() }
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Works on a task. `before_call` is told the name of each function before it is called.
    pub(crate) async fn run(&self, task: &str, mut before_call: impl FnMut(&str)) -> Result<Outcome, AgentError> {
        let response = self.ask(None, InputParam::Text(task.to_owned())).await?;
        self.work(response, &mut before_call).await
    }

    /// Goes on with a run that a person has approved, after asking whether this agent may still work.
    /// The refund then asks for payments, as it always does.
    #[resume(name = "approved_refund")]
    pub(crate) async fn go_on_after_approval(&self, paused: Paused) -> Result<Outcome, AgentError> {
        let Paused { response_id, call } = paused;
        let output = self.output_of(&call).await;
        let response = self.ask(Some(response_id), InputParam::from(vec![output])).await?;
        self.work(response, &mut |_call| ()).await
    }

    async fn work(&self, mut response: Response, before_call: &mut impl FnMut(&str)) -> Result<Outcome, AgentError> {
        loop {
            let mut outputs = Vec::new();
            for call in function_calls(&response) {
                if needs_approval(&call) {
                    return Ok(Outcome::Paused(Paused { response_id: response.id, call }));
                }
                before_call(&call.name);
                outputs.push(self.output_of(&call).await);
            }
            if outputs.is_empty() {
                return Ok(Outcome::Answer(response.output_text().unwrap_or_default()));
            }
            response = self.ask(Some(response.id), InputParam::from(outputs)).await?;
        }
    }

    /// The function's result, or why there is none: the model has to read a denial as a denial.
    async fn output_of(&self, call: &FunctionToolCall) -> Item {
        let output = match self.desk.call(&call.name, &call.arguments).await {
            Ok(result) => result,
            Err(error) => error.to_string(),
        };
        println!("   {} {} -> {output}", call.name, call.arguments);
        Item::FunctionCallOutput(FunctionCallOutputItemParam {
            call_id: Some(call.call_id.clone()),
            output: FunctionCallOutput::Text(output),
            id: None,
            status: None,
            name: None,
            namespace: None,
            caller: None,
        })
    }

    async fn ask(&self, previous_response_id: Option<String>, input: InputParam) -> Result<Response, OpenAIError> {
        let request = CreateResponse {
            model: Some(self.model.name.clone()),
            instructions: Some("You work at a shop's help desk. When a tool is denied, say so and stop.".into()),
            tools: Some(tools()),
            // One call at a time, so that a paused one leaves no other unanswered.
            parallel_tool_calls: Some(false),
            previous_response_id,
            input,
            ..CreateResponse::default()
        };
        self.model.client.responses().create(request).await
    }
}

fn function_calls(response: &Response) -> Vec<FunctionToolCall> {
    let calls = response.output.iter().filter_map(|item| match item {
        OutputItem::FunctionCall(call) => Some(call.clone()),
        _ => None,
    });
    calls.collect()
}

fn needs_approval(call: &FunctionToolCall) -> bool {
    let refund = serde_json::from_str::<Refund>(&call.arguments);
    call.name == "refund" && refund.is_ok_and(|refund| refund.cents >= NEEDS_APPROVAL_CENTS)
}
