//! What docs/deploy.md has people write about a relay is accepted, and SECURITY.md's and docs/operate.md's codes exist.

use std::fs;

use machineid_guard_tests::scripted::{Scripted, healthy};

use crate::TestResult;
use crate::agent::{Effects, work};
use crate::running::{Folder, KEY, Relay, command};

const PAGE: &str = include_str!("../../../../docs/deploy.md");
const OPERATE: &str = include_str!("../../../../docs/operate.md");

/// The arguments of each relay that a unit or a container starts.
fn relays() -> Vec<&'static str> {
    PAGE.lines().filter_map(|line| line.split_once("machineid relay --socket")).map(|(_, rest)| rest).collect()
}

#[test]
fn the_relays_of_the_page_start_and_are_asked_at_the_address_that_the_agents_are_given() -> TestResult {
    let authority = Scripted::start(healthy())?;
    assert_eq!(relays().len(), 2);
    for relay in relays() {
        let (folder, files) = (Folder::new(), Folder::new());
        let key = files.file("org-key", KEY, 0o400);
        let place = |word: &str| match word {
            "/run/machineid/relay.sock" => folder.join("relay.sock").display().to_string(),
            "%d/org-key" | "/run/secrets/org-key" => key.display().to_string(),
            other => other.to_owned(),
        };
        let arguments: Vec<String> = ["--socket"].into_iter().chain(relay.split_whitespace()).map(place).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = command(&authority.base_url(), &arguments);
        let relay = Relay::start(files, command.env_remove("MACHINEID_ORG_KEY"));
        work(&relay.guard().build()?, &Effects::default())?;
        assert!(PAGE.contains("MACHINEID_BASE_URL=unix:/run/machineid/relay.sock"));
        assert!(PAGE.contains("MACHINEID_BASE_URL: unix:/run/machineid/relay.sock"));
    }
    Ok(())
}

/// Where systemd is: every setting of the unit is one.
#[test]
fn the_unit_of_the_page_has_no_setting_that_systemd_does_not_know() -> TestResult {
    let unit = PAGE.split("```ini\n").find(|block| block.contains("machineid relay --socket")).ok_or("no unit")?;
    let unit = unit.split_once("```").ok_or("no end")?.0;
    let folder = Folder::new();
    let program = env!("CARGO_BIN_EXE_machineid");
    let file = folder.file("machineid-relay.service", unit.replace("/usr/local/bin/machineid", program), 0o644);
    let Ok(verified) = std::process::Command::new("systemd-analyze").arg("verify").arg(&file).output() else {
        println!("there is no systemd-analyze: left out");
        return Ok(());
    };
    let said = String::from_utf8_lossy(&verified.stderr).into_owned();
    let about_it: Vec<&str> = said.lines().filter(|line| line.contains("machineid-relay.service")).collect();
    let wrong =
        |line: &&&str| ["Unknown", "Invalid", "Failed to parse", "ignoring"].iter().any(|word| line.contains(word));
    assert_eq!(about_it.iter().filter(wrong).count(), 0, "{said}");
    Ok(())
}

#[test]
fn the_codes_of_the_page_are_those_of_the_program() -> TestResult {
    let source = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/relay/refusal.rs"))?;
    let words = OPERATE.split(|char: char| !(char.is_ascii_uppercase() || char == '_'));
    let codes: Vec<&str> = words.filter_map(|word| word.strip_prefix("RELAY_")).collect();
    assert_eq!(codes.len(), 3);
    for code in codes {
        assert!(source.contains(&format!("\"{code}\"")), "RELAY_{code}");
    }
    Ok(())
}
