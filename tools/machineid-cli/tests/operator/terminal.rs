//! On a terminal: what is asked there, and what is coloured.

use std::process::{Command, Stdio};

use crate::organisation::{Answer, KEY, Organisation};

const DEVICE: &str = "openai-agent:prod:payments:01";

/// Runs it on a terminal, and types this.
fn on_a_terminal(organisation: &Organisation, arguments: &[&str], typed: &str) -> Answer {
    let quoted: Vec<String> = arguments.iter().map(|argument| format!("'{argument}'")).collect();
    let line = format!("{} {}", env!("CARGO_BIN_EXE_machineid"), quoted.join(" "));
    let program = organisation.command(&[]);
    let mut terminal = Command::new("script");
    terminal.args(["--quiet", "--return", "--command", &line, "/dev/null"]).stdin(Stdio::piped());
    terminal.env("TERM", "xterm");
    for (variable, value) in program.get_envs() {
        match value {
            Some(value) => terminal.env(variable, value),
            None => terminal.env_remove(variable),
        };
    }
    Answer::with_input(&mut terminal, typed)
}

#[test]
fn an_order_is_sent_after_a_yes_and_not_otherwise() {
    let organisation = Organisation::of(&[DEVICE]);
    let revoke = ["devices", "revoke", "*", "--reason", "x"];
    for no in ["n\n", "\n", "yess\n", "\u{4}"] {
        let answer = on_a_terminal(&organisation, &revoke, no);
        assert_eq!(answer.code, 1, "{answer:?}");
        assert!(answer.out.contains("revoke 1 device?") && answer.out.contains("[y/N]"), "{answer:?}");
        assert!(answer.out.contains("not confirmed. Nothing was changed"), "{answer:?}");
        assert_eq!(organisation.orders(), 0);
    }
    let answer = on_a_terminal(&organisation, &revoke, "y\n");
    assert_eq!(answer.code, 0, "{answer:?}");
    assert_eq!(organisation.devices(), [format!("{DEVICE} revoked")]);
}

#[test]
fn a_key_is_not_typed_where_it_would_be_seen() {
    let organisation = Organisation::of(&[DEVICE]);
    // What is typed is shown by the terminal itself, so nothing is.
    let answer = on_a_terminal(&organisation, &["devices", "list", "--key-stdin"], "");
    assert_eq!(answer.code, 2, "{answer:?}");
    assert!(answer.out.contains("--key-stdin on a terminal would show the key"), "{answer:?}");
    // And whoever pipes it in cannot be asked.
    let mut piped = organisation.command(&["devices", "remove", "*", "--key-stdin"]);
    let answer = Answer::with_input(&mut piped, KEY);
    assert!(answer.code == 2 && answer.err.contains("add --yes. Nothing was changed"), "{answer:?}");
}

#[test]
fn colours_are_for_terminals_and_for_whoever_wants_them() {
    let organisation = Organisation::of(&[DEVICE]);
    let list = ["devices", "list"];
    let is_coloured = |answer: &Answer| answer.out.contains("\u{1b}[32mactive");
    assert!(is_coloured(&on_a_terminal(&organisation, &list, "")));
    assert!(!is_coloured(&organisation.run(&list)));
    assert!(is_coloured(&Answer::of(organisation.command(&list).env("CLICOLOR_FORCE", "1"))));
    let mut plain = organisation.command(&list);
    assert!(!is_coloured(&Answer::of(plain.env("NO_COLOR", "1"))));
}
