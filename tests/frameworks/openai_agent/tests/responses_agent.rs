//! The example agent, run as a user runs it, with the scripted model.

use std::process::{Command, Stdio};

type TestResult = Result<(), Box<dyn std::error::Error>>;

fn run() -> Result<(bool, String), Box<dyn std::error::Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_responses_agent"))
        .env_remove("OPENAI_API_KEY")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    Ok((output.status.success(), String::from_utf8(output.stdout)?))
}

/// What was printed between one numbered heading and the next.
fn scene(text: &str, number: u32) -> &str {
    let from = text.find(&format!("\n{number}. ")).expect("its heading");
    let rest = &text[from + 1..];
    &rest[..rest.find("\n\n").unwrap_or(rest.len())]
}

#[test]
fn the_agent_works_is_stopped_in_the_middle_and_asks_again_after_an_approval() -> TestResult {
    let (success, text) = run()?;
    assert!(success, "{text}");

    let works = scene(&text, 1);
    assert!(
        works.contains("look_up_order") && works.contains("answer: It is done: sent to ada@example.org"),
        "{works}"
    );

    let revoked = scene(&text, 2);
    assert!(revoked.contains("look_up_order {\"order\":7} -> {"), "the call before the revoke runs: {revoked}");
    assert!(revoked.contains("-> The tool `send_email` was NOT run"), "the model is given the denial: {revoked}");
    assert!(
        revoked.contains("answer: I was stopped, and did not try again. I was told: The tool `send_email`"),
        "{revoked}"
    );
    assert_eq!(revoked.matches("send_email {").count(), 1, "{revoked}");

    let approved = scene(&text, 3);
    assert!(
        approved.contains("waits: refund") && approved.contains("paid 8000 cents, allowed by request "),
        "{approved}"
    );

    let too_late = scene(&text, 4);
    let denial = "denied at before_resume approved_refund (openai-agent:prod:tool-server:01): DEVICE_REVOKED";
    assert!(too_late.contains(denial) && !too_late.contains("refund {\"cents\":8000,\"order\":7} ->"), "{too_late}");

    assert!(text.contains("Mails sent: 1. Cents refunded: 8000."), "{text}");
    Ok(())
}
