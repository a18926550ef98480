//! docs/operate.md: what its blocks show is what comes out, and its fields are the fields.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

use crate::child::Running;
use crate::organisation::{Answer, KEY, Organisation};

const PAGE: &str = include_str!("../../../../docs/operate.md");
const DEVICES: [&str; 4] = [
    "openai-agent:prod:payments:01",
    "openai-agent:prod:payments:02",
    "openai-agent:prod:tool-server:01",
    "openai-agent:prod:tool-server:02",
];

/// What stands in the blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    let block = |part: &'static str| part.split_once("```").expect("the block ends").0;
    PAGE.split(fence.as_str()).skip(1).map(block).collect()
}

/// Each command, with what it is to say.
fn commands() -> Vec<(&'static str, String)> {
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in blocks("console").into_iter().flat_map(str::lines) {
        match line.strip_prefix("$ ") {
            Some(command) => commands.push((command, String::new())),
            None => commands.last_mut().expect("a command").1.extend([line, "\n"]),
        }
    }
    commands
}

/// No two request ids are alike.
fn without_ids(text: &str) -> String {
    let is_id = |word: &str| word.len() == 36 && word.matches('-').count() == 4 && !word.contains(':');
    text.lines()
        .map(|line| {
            line.split(' ').map(|word| if is_id(word) { "ID" } else { word }).collect::<Vec<_>>().join(" ") + "\n"
        })
        .collect()
}

/// A folder with a snapshot, a key of ours alone, and the program in its path.
struct Shell<'a> {
    organisation: &'a Organisation,
    folder: PathBuf,
}

impl<'a> Shell<'a> {
    fn new(organisation: &'a Organisation) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("operate-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).expect("a writable folder");
        let snapshot = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/operator/boundaries.json");
        fs::copy(snapshot, folder.join("boundaries.json")).expect("a writable folder");
        Self { organisation, folder }
    }

    /// What it says, both streams in the order in which they were written, and how it ended.
    fn run(&self, line: &str) -> (String, i32) {
        let mut command = std::process::Command::new("sh");
        let path = Path::new(env!("CARGO_BIN_EXE_machineid")).parent().expect("a folder");
        let path = format!("{}:{}", path.display(), std::env::var("PATH").expect("a path"));
        command.args(["-c", &format!("exec 2>&1; {line}")]).current_dir(&self.folder).env("PATH", path);
        for (variable, value) in self.organisation.command(&[]).get_envs() {
            match value {
                Some(value) => command.env(variable, value),
                None => command.env_remove(variable),
            };
        }
        let answer = Answer::of(&mut command);
        (answer.out, answer.code)
    }
}

impl Drop for Shell<'_> {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

#[test]
fn its_commands_say_what_it_shows() {
    let organisation = Organisation::of(&DEVICES);
    let shell = Shell::new(&organisation);
    let mut last = 0;
    let commands = commands();
    assert!(commands.len() >= 10);
    for (command, expected) in commands {
        let said = if command == "echo $?" {
            format!("{last}\n")
        } else {
            let (said, code) = shell.run(command);
            last = code;
            said
        };
        assert_eq!(without_ids(&said), without_ids(&expected), "$ {command}");
    }
}

#[test]
fn the_readmes_commands_do_what_they_say() {
    let organisation = Organisation::of(&DEVICES);
    let shell = Shell::new(&organisation);
    let readme = include_str!("../../../../README.md");
    let run = |start: &str, more: &str| {
        let line = readme.lines().find(|line| line.starts_with(start)).expect("it is there");
        shell.run(&format!("{}{more}", line.split('#').next().expect("a command")))
    };
    assert!(run("machineid devices revoke", "--yes").0.ends_with("2 of 2 revoked now\n"));
    assert!(run("machineid devices restore", " --yes").0.ends_with("2 of 2 active now\n"));
    assert!(run("machineid check", "").0.contains("a revoke would stop nothing"));
}

#[test]
fn the_key_comes_from_where_it_says() {
    let organisation = Organisation::of(&DEVICES);
    let shell = Shell::new(&organisation);
    let key = shell.folder.join("key");
    fs::write(&key, KEY).expect("a writable folder");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("our own file");
    for line in [
        "MACHINEID_ORG_KEY= machineid devices list --key-file key",
        "unset MACHINEID_ORG_KEY; MACHINEID_ORG_KEY_FILE=key machineid devices list",
        "unset MACHINEID_ORG_KEY; cat key | machineid devices list --key-stdin",
    ] {
        let (said, code) = shell.run(line);
        assert!(code == 0 && said.contains(DEVICES[0]), "{line}: {said}");
    }
    assert!(PAGE.contains("| machineid devices list --key-stdin"));
}

#[test]
fn a_watch_says_what_it_shows() {
    let organisation = Organisation::of(&DEVICES);
    let running = Running::start(&mut organisation.command(&["watch", "--interval", "100ms"]));
    assert!(running.aside().starts_with("watching"));
    let (payments, email) = (DEVICES[0], "openai-agent:prod:email:01");
    let mut said = Vec::new();
    let mut next = || loop {
        let line = running.line().split_once("  ").expect("a time").1.to_owned();
        if said.last() != Some(&line) {
            return said.push(line);
        }
    };
    organisation.authority.revoke(payments).expect("it is there");
    next();
    organisation.authority.stop();
    next();
    organisation.authority.restore(payments).expect("it is there");
    organisation.authority.restart().expect("the same port");
    next();
    next();
    assert_eq!(organisation.run(&["devices", "register", email]).code, 0);
    next();
    organisation.authority.remove(email).expect("it is there");
    next();
    running.signal("INT");
    assert_eq!(running.end().0, Some(0));
    let shown: Vec<&str> = blocks("text")[0].lines().map(|line| line.split_once("  ").expect("a time").1).collect();
    assert_eq!(said, shown);
}

/// All names of fields, at any depth, but for what the authority wrote.
fn fields(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(fields_of) => {
            let inner = fields_of.iter().filter(|(name, _)| *name != "answer").flat_map(|(_, value)| fields(value));
            inner.chain(fields_of.keys().cloned()).collect()
        }
        Value::Array(values) => values.iter().flat_map(fields).collect(),
        _ => BTreeSet::new(),
    }
}

/// The words in backticks of a command's row.
pub(crate) fn documented(command: &str) -> BTreeSet<String> {
    let start = format!("| `{command}` | ");
    let row = PAGE.lines().find_map(|line| line.strip_prefix(start.as_str())).expect("a row");
    row.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn its_fields_are_the_fields() {
    let organisation = Organisation::of(&DEVICES);
    let snapshot = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/operator/boundaries.json");
    for (command, arguments) in [
        ("devices list", &["devices", "list"][..]),
        ("devices register", &["devices", "register", DEVICES[0]]),
        ("devices validate", &["devices", "validate", DEVICES[0]]),
        ("devices revoke", &["devices", "revoke", DEVICES[0], "--yes", "--reason", "x"]),
        ("devices revoke", &["devices", "restore", DEVICES[0], "--yes"]),
        ("devices revoke", &["devices", "remove", DEVICES[0], "--yes"]),
        ("usage", &["usage"]),
        ("check", &["check", snapshot]),
    ] {
        let said = fields(&organisation.run(&[arguments, &["--json"]].concat()).json());
        assert_eq!(said, documented(command), "{arguments:?}");
    }
}

#[test]
fn its_exit_statuses_are_those_of_the_help() {
    let help = Organisation::of(&[]).run(&["--help"]).out;
    let of_page = PAGE.split("| exit status |").nth(1).expect("the table").lines().skip(2);
    let of_page = of_page.map_while(|row| row.strip_prefix("| ")?.split(' ').next());
    let of_help =
        help.split("Exit status:\n").nth(1).expect("the list").lines().map_while(|row| row.trim().split(' ').next());
    assert_eq!(of_help.filter(|word| word.parse::<u8>().is_ok()).collect::<Vec<_>>(), of_page.collect::<Vec<_>>());
}
