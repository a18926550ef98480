//! A wrong key, a key that may not be used, and an authority that is not there.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::organisation::{Answer, KEY, Organisation};

const DEVICE: &str = "openai-agent:prod:payments:01";

/// A command of each kind.
const COMMANDS: [&[&str]; 9] = [
    &["devices", "list"],
    &["devices", "register", DEVICE],
    &["devices", "validate", DEVICE],
    &["devices", "revoke", DEVICE, "--yes", "--reason", "x"],
    &["devices", "restore", DEVICE, "--yes"],
    &["devices", "remove", "*", "--yes"],
    &["usage"],
    &["watch"],
    &["check", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/operator/boundaries.json")],
];

#[test]
fn a_wrong_key_is_said_and_changes_nothing() {
    let organisation = Organisation::of(&[DEVICE]);
    for arguments in COMMANDS {
        let answer = Answer::of(organisation.command(arguments).env("MACHINEID_ORG_KEY", "org_wrong_canary"));
        assert_eq!((answer.code, answer.out.as_str()), (5, ""), "{arguments:?}: {answer:?}");
        assert!(answer.err.contains("look at the key"), "{arguments:?}: {answer:?}");
        assert!(!answer.err.contains("org_wrong_canary"), "{answer:?}");
    }
    assert_eq!(organisation.devices(), [format!("{DEVICE} active")]);
}

#[test]
fn no_network_is_said() {
    let organisation = Organisation::of(&[DEVICE]);
    organisation.authority.stop();
    for arguments in COMMANDS {
        let answer = organisation.run(arguments);
        assert_eq!(answer.code, 5, "{arguments:?}: {answer:?}");
        let said = format!("{}{}", answer.out, answer.err);
        assert!(said.contains("the authority cannot be reached: look at the network"), "{answer:?}");
        assert!(!said.contains("NOW"), "nothing was done: {answer:?}");
    }
}

#[test]
fn no_key_and_a_wrong_address_are_bad_input() {
    let organisation = Organisation::of(&[DEVICE]);
    for arguments in COMMANDS {
        let answer = Answer::of(organisation.command(arguments).env_remove("MACHINEID_ORG_KEY"));
        assert_eq!(answer.code, 2, "{answer:?}");
        assert!(answer.err.contains("MACHINEID_ORG_KEY and MACHINEID_ORG_KEY_FILE are not set"), "{answer:?}");
    }
    let list = &["devices", "list"];
    for (url, said) in [("http://example.com", "must start with https://"), ("nonsense", "is not a URL")] {
        for input in [&["devices", "list", "--key-stdin"][..], list] {
            let mut command = organisation.command(input);
            let answer = Answer::with_input(command.env("MACHINEID_BASE_URL", url), KEY);
            assert_eq!(answer.code, 2, "{answer:?}");
            assert!(answer.err.contains(&format!("MACHINEID_BASE_URL {said}")), "{answer:?}");
        }
    }
    let answer = organisation.run(&["devices", "list", "--timeout", "1m"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.contains("--timeout must be between 100 ms and 10 s"), "{answer:?}");
}

/// A file of this test, with this mode.
fn file(name: &str, content: &str, mode: u32) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}-{}", std::process::id()));
    drop(fs::remove_file(&path));
    fs::write(&path, content).expect("a writable folder");
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("our own file");
    path
}

#[test]
fn the_key_may_be_in_a_file_of_its_owners_alone_or_on_standard_input() {
    let organisation = Organisation::of(&[DEVICE]);
    let key = file("good", &format!("{KEY}\n"), 0o600);
    let path = key.to_str().expect("ours");
    let list = ["devices", "list"];
    // An explicit place counts, whatever the environment has.
    for other in ["org_other", ""] {
        let mut command = organisation.command(&[&list[..], &["--key-file", path]].concat());
        assert_eq!(Answer::of(command.env("MACHINEID_ORG_KEY", other)).code, 0);
        let mut command = organisation.command(&[&list[..], &["--key-stdin"]].concat());
        assert_eq!(Answer::with_input(command.env("MACHINEID_ORG_KEY", other), &format!("{KEY}\r\n")).code, 0);
    }
    let mut command = organisation.command(&list);
    assert_eq!(Answer::of(command.env_remove("MACHINEID_ORG_KEY").env("MACHINEID_ORG_KEY_FILE", &key)).code, 0);
    drop(fs::remove_file(key));
}

#[test]
fn a_key_that_others_may_read_is_refused() {
    let organisation = Organisation::of(&[DEVICE]);
    for mode in [0o640, 0o604, 0o660] {
        let key = file("wide", KEY, mode);
        let answer = organisation.run(&["devices", "list", "--key-file", key.to_str().expect("ours")]);
        assert_eq!(answer.code, 2, "{answer:?}");
        assert!(answer.err.contains(&format!("(mode {mode:04o}): run `chmod 600` on it")), "{answer:?}");
        drop(fs::remove_file(key));
    }
    for (content, said) in [("", "is blank"), ("org_\u{1b}[2J", "control character"), ("org_é", "printable ASCII")] {
        let key = file("unfit", content, 0o600);
        let answer = organisation.run(&["devices", "list", "--key-file", key.to_str().expect("ours")]);
        assert!(answer.code == 2 && answer.err.contains(said), "{answer:?}");
        let mut command = organisation.command(&["devices", "list", "--key-stdin"]);
        let answer = Answer::with_input(&mut command, content);
        assert!(answer.code == 2 && answer.err.contains(said), "{answer:?}");
        assert!(answer.err.contains("the key on standard input"), "{answer:?}");
        drop(fs::remove_file(key));
    }
    let pipe = file("pipe", "", 0o600);
    fs::remove_file(&pipe).expect("ours");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let answer = organisation.run(&["devices", "list", "--key-file", pipe.to_str().expect("ours")]);
    assert_eq!(answer.code, 2, "and it does not wait for a writer: {answer:?}");
    drop(fs::remove_file(pipe));
    let answer = organisation.run(&["devices", "list", "--key-file", "/nowhere/key"]);
    assert!(answer.code == 2 && answer.err.contains("--key-file names a file that cannot be read"), "{answer:?}");
}

#[test]
fn no_argument_takes_a_key() {
    let organisation = Organisation::of(&[DEVICE]);
    let (flag, value) = (format!("--org-key={KEY}"), format!("--key={KEY}"));
    // Where it is put all the same, it is at least not shown again.
    for arguments in [&["devices", "list", &flag][..], &["usage", &value], &["usage", "--key-stdin", KEY], &[KEY]] {
        assert_eq!(organisation.run(arguments).code, 2, "{arguments:?}");
    }
    assert_eq!(organisation.run(&["devices", "list", KEY]).code, 1);
    assert_eq!(organisation.run(&["man", KEY]).code, 2);
}
