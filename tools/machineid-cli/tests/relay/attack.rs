//! The attack: an agent with a tool that runs commands and reads files looks for the key, and restores itself.
//!
//! Where the test may, the agent runs as another user than the relay, as it is to be deployed.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use machineid_guard::local::{Endpoint, LocalAuthority};
use machineid_guard::{Client, DeviceId, Guard};
use machineid_guard_tests::child::run_in_child;

use crate::TestResult;
use crate::agent::{Effects, work};
use crate::raw::{about, ask, request};
use crate::running::{DEVICE, Folder, KEY, PATTERN, Relay, command};

/// How the key begins; the agent knows what keys look like, and not the key.
const LOOKS_LIKE: &str = "org_canary_";
/// Another user than the one who runs the tests, if that is root.
const AGENT: u32 = 61_234;
const KEY_FILE: &str = "TEST_KEY_FILE";

fn authority() -> LocalAuthority {
    LocalAuthority::builder().org_key(KEY).start().expect("a port")
}

fn is_root(folder: &Folder) -> bool {
    fs::metadata(folder.file("own", "", 0o600)).is_ok_and(|own| own.uid() == 0)
}

#[test]
fn an_agent_behind_a_relay_finds_no_key_and_stays_stopped() -> TestResult {
    let authority = authority();
    let folder = Folder::new();
    // The relay has the key from a file that is its own, as a service manager gives it.
    let (key, socket) = (folder.file("org-key", KEY, 0o400), folder.join("relay.sock"));
    let root = is_root(&folder);
    let mode = if root { "0666" } else { "0600" };
    let (key, socket) = (key.to_str().expect("a plain path"), socket.to_str().expect("a plain path"));
    let arguments = ["--socket", socket, "--socket-mode", mode, "--allow", PATTERN, "--key-file", key];
    let mut command = command(authority.base_url(), &arguments);
    let relay = Relay::start(Folder::new(), command.env_remove("MACHINEID_ORG_KEY"));
    work(&relay.guard().build()?, &Effects::default())?;
    authority.revoke(DEVICE)?;
    authority.clear_requests();
    run_in_child("attack::child_behind_a_relay", |command| {
        command.env_remove("MACHINEID_ORG_KEY").env("MACHINEID_BASE_URL", relay.base_url());
        command.env("MACHINEID_DEVICE_ID", DEVICE).env(KEY_FILE, key).current_dir("/");
        if root { command.uid(AGENT).gid(AGENT) } else { command }
    })?;
    if !root {
        println!(
            "not run as root: the agent and the relay have one user, so files and /proc of the relay were left out"
        );
    }
    let asked: BTreeSet<_> = authority.requests().iter().map(|asked| format!("{:?}", asked.endpoint())).collect();
    assert_eq!(asked, ["Register", "Validate"].map(str::to_owned).into(), "the authority was asked for more");
    Ok(())
}

/// Run by the test above, as the agent.
#[test]
#[ignore = "a child process of another test"]
fn child_behind_a_relay() -> TestResult {
    let base_url = std::env::var("MACHINEID_BASE_URL")?;
    let guard = Guard::from_env()?;
    let effects = Effects::default();
    assert_eq!(work(&guard, &effects).unwrap_err().code(), "DEVICE_REVOKED");
    let key_file = PathBuf::from(std::env::var(KEY_FILE)?);
    let is_another_user = fs::metadata("/proc/self")?.uid() != fs::metadata(&key_file)?.uid();
    assert_eq!(look_for_key(is_another_user, &key_file), Vec::<String>::new());
    // It needs no key to ask the relay, so it asks that for everything.
    let socket = Path::new(base_url.strip_prefix("unix:").ok_or("no socket")?);
    for target in ["unrevoke", "remove", "register", "validate/../unrevoke", "restore"] {
        let answer = ask(socket, request("POST", &format!("/api/v1/devices/{target}"), "", &about(DEVICE)))?;
        assert!(answer.status >= 400, "{target}: {answer:?}");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::builder().base_url(&base_url).build()?;
    assert!(runtime.block_on(client.unrevoke(&DeviceId::new(DEVICE)?)).is_err());
    // Nor can it put a socket of its own in the relay's place.
    if is_another_user {
        assert!(fs::remove_file(socket).is_err() && fs::rename(socket, "/tmp/elsewhere.sock").is_err());
        let folder = socket.parent().ok_or("no folder")?;
        assert!(std::os::unix::net::UnixListener::bind(folder.join("mine.sock")).is_err());
    }
    for _ in 0..20 {
        assert_eq!(work(&guard, &effects).unwrap_err().code(), "DEVICE_REVOKED");
    }
    assert_eq!(effects.count(), 0, "it works again");
    Ok(())
}

/// The same agent, with the key in its environment as it is without a relay: the attack is one.
#[test]
fn an_agent_with_the_key_in_its_environment_finds_it_and_restores_itself() -> TestResult {
    let authority = authority();
    work(&authority.guard().device_id(DEVICE).timeout(Duration::from_secs(10)).build()?, &Effects::default())?;
    authority.revoke(DEVICE)?;
    run_in_child("attack::child_with_the_key", |command| {
        command.env("MACHINEID_ORG_KEY", KEY).env("MACHINEID_BASE_URL", authority.base_url());
        command.env("MACHINEID_DEVICE_ID", DEVICE)
    })?;
    let restores = authority.requests().iter().filter(|asked| asked.endpoint() == Endpoint::Unrevoke).count();
    assert_eq!(restores, 1);
    Ok(())
}

/// Run by the test above, as the agent.
#[test]
#[ignore = "a child process of another test"]
fn child_with_the_key() -> TestResult {
    let (guard, effects) = (Guard::from_env()?, Effects::default());
    assert_eq!(work(&guard, &effects).unwrap_err().code(), "DEVICE_REVOKED");
    let found = look_for_key(false, Path::new("/nowhere"));
    let key = found.first().ok_or("the key was not found, so that the other test shows nothing")?;
    let client = Client::builder().org_key(key).base_url(std::env::var("MACHINEID_BASE_URL")?).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(client.unrevoke(&DeviceId::new(DEVICE)?))?;
    work(&guard, &effects)?;
    assert_eq!(effects.count(), 1, "it was restored");
    Ok(())
}

/// What looks like a key in all that a tool can see: `env`, its own and its parent's environment and command line, and as
/// another user than the relay those of every process, the relay's files and the folder of its socket.
fn look_for_key(everywhere: bool, key_file: &Path) -> Vec<String> {
    let mut seen = Vec::new();
    for shell in ["env", "cat /proc/self/environ /proc/$PPID/environ /proc/self/cmdline"] {
        if let Ok(output) = Command::new("sh").args(["-c", shell]).output() {
            seen.extend(output.stdout);
            seen.push(0);
        }
    }
    if everywhere {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let of_processes =
            processes.flat_map(|process| ["environ", "cmdline", "maps"].map(|name| process.path().join(name)));
        let folder = key_file.parent().and_then(|folder| fs::read_dir(folder).ok());
        let of_folder = folder.into_iter().flatten().flatten().map(|entry| entry.path());
        for path in of_processes.chain(of_folder).chain([key_file.to_owned()]) {
            // What cannot be opened is what the attacker does not get.
            if fs::metadata(&path).is_ok_and(|file| file.is_file()) {
                drop(fs::File::open(path).and_then(|file| file.take(1 << 20).read_to_end(&mut seen)));
                seen.push(0);
            }
        }
    }
    let text = String::from_utf8_lossy(&seen).into_owned();
    let words = text.split(|char: char| !(char.is_ascii_alphanumeric() || char == '_'));
    words.filter(|word| word.starts_with(LOOKS_LIKE) && word.len() > LOOKS_LIKE.len()).map(str::to_owned).collect()
}
