//! An agent on OpenAI's Responses API whose tools can be stopped from outside.
//!
//! `cargo run --manifest-path tests/frameworks/Cargo.toml --bin responses_agent` (async-openai brings
//! some forty crates along, so this example is built with the framework tests). With `OPENAI_API_KEY`
//! set it talks to the real API; without, to a scripted model server on loopback that speaks it. The
//! authority is a local one, so that this program can play the operator as well.

#[path = "responses_agent/agent.rs"]
mod agent;
#[path = "responses_agent/desk.rs"]
mod desk;
#[path = "responses_agent/model.rs"]
mod model;
#[path = "responses_agent/scripted_model.rs"]
mod scripted_model;

use std::process::ExitCode;

use machineid_guard::local::LocalAuthority;

use self::agent::{Agent, AgentError, Outcome};

const TOOL_SERVER: &str = "openai-agent:prod:tool-server:01";
const EMAIL: &str = "openai-agent:prod:email:01";
const MAIL_TASK: &str = "Look up order 7 and mail the customer when it will arrive.";
const REFUND_TASK: &str = "Look up order 7 and refund the 8000 cents that the customer paid for it.";

type DemoResult = Result<(), Box<dyn std::error::Error>>;

struct Demonstration {
    authority: LocalAuthority,
    agent: Agent,
}

impl Demonstration {
    async fn works(&self) -> DemoResult {
        println!("\n1. Nothing is revoked: the agent looks the order up and sends the mail.");
        show(self.agent.run(MAIL_TASK, |_call| ()).await)
    }

    async fn revoked_in_the_middle(&self) -> DemoResult {
        println!("\n2. An operator revokes {EMAIL} while the agent works: its next call is refused.");
        show(
            self.agent
                .run(MAIL_TASK, |next_call| {
                    if next_call == "send_email" {
                        self.authority.revoke(EMAIL).expect("it has registered in step 1");
                    }
                })
                .await,
        )?;
        Ok(self.authority.restore(EMAIL)?)
    }

    async fn approved(&self) -> DemoResult {
        println!("\n3. A refund waits for approval. It is approved, and validated again before it goes on.");
        let Outcome::Paused(paused) = self.agent.run(REFUND_TASK, |_call| ()).await? else {
            return Err("the model did not ask for the refund".into());
        };
        println!("   waits: {paused}");
        show(self.agent.go_on_after_approval(paused).await)
    }

    async fn approved_too_late(&self) -> DemoResult {
        println!("\n4. Another one. {TOOL_SERVER} is revoked while it waits: the approval comes too late.");
        let Outcome::Paused(paused) = self.agent.run(REFUND_TASK, |_call| ()).await? else {
            return Err("the model did not ask for the refund".into());
        };
        println!("   waits: {paused}");
        self.authority.revoke(TOOL_SERVER)?;
        match self.agent.go_on_after_approval(paused).await {
            Err(AgentError::Denied(denied)) => println!("   {denied}"),
            other => show(other)?,
        }
        Ok(self.authority.restore(TOOL_SERVER)?)
    }

    /// What left the house. Only a scripted model can be expected to ask for exactly this.
    fn effects(&self) -> (usize, u32) {
        let desk = self.agent.desk();
        (desk.mails_sent(), desk.cents_refunded())
    }
}

fn show(outcome: Result<Outcome, AgentError>) -> DemoResult {
    match outcome? {
        Outcome::Answer(answer) => println!("   answer: {answer}"),
        Outcome::Paused(paused) => println!("   waits: {paused}"),
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let model = model::connect().await?;
    println!("The model is {}.", model.name);
    let authority = LocalAuthority::start()?;
    let guard = authority.guard().device_id(TOOL_SERVER).build()?; // production: Guard::from_env()
    guard.startup().await?;
    guard.install()?;

    let scripted = model.scripted;
    let demonstration = Demonstration { authority, agent: Agent::new(model) };
    demonstration.works().await?;
    demonstration.revoked_in_the_middle().await?;
    demonstration.approved().await?;
    demonstration.approved_too_late().await?;

    let (mails, cents) = demonstration.effects();
    println!("\nMails sent: {mails}. Cents refunded: {cents}.");
    let as_expected = (mails, cents) == (1, 8000) || !scripted;
    Ok(if as_expected { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
