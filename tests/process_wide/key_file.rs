//! The key in a file, as the environment names it: it works, and is not handed on to the commands that a
//! tool runs. The key in a variable is.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::TestResult;
use crate::process::{KEY, ORG_KEY, ORG_KEY_FILE, Process, authority};

fn key_file(name: &str, mode: u32) -> std::io::Result<PathBuf> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    fs::write(&path, format!("{KEY}\n"))?;
    fs::set_permissions(&path, Permissions::from_mode(mode))?;
    Ok(path)
}

#[test]
fn a_file_in_the_environment_is_as_good_as_a_key() -> TestResult {
    let authority = authority()?;
    let file = key_file("good", 0o600)?;
    let report = Process::of("call", &authority).without(ORG_KEY).with(ORG_KEY_FILE, &file).run();
    fs::remove_file(file)?;
    assert_eq!(report?["body_ran"], json!(true));
    Ok(())
}

#[test]
fn a_command_of_a_tool_sees_the_key_of_a_variable_and_not_that_of_a_file() -> TestResult {
    let authority = authority()?;
    let of_variable = Process::of("call-a-command", &authority).run()?;
    let file = key_file("unseen", 0o600)?;
    let of_file = Process::of("call-a-command", &authority).without(ORG_KEY).with(ORG_KEY_FILE, &file).run();
    fs::remove_file(file)?;
    // What SECURITY.md says of the variable.
    assert_eq!(of_variable, json!({ "sees_anything": true, "key_in_own": true, "key_in_parents": true }));
    assert_eq!(of_file?, json!({ "sees_anything": true, "key_in_own": false, "key_in_parents": false }));
    Ok(())
}

/// The call is denied, and `from_env` refuses, both with these words.
fn assert_refused(process: impl Fn(&str) -> Process, said: &str) -> TestResult {
    let report = process("call").run()?;
    assert_eq!(report["body_ran"], json!(false), "{report}");
    assert_eq!(report["denied"]["code"], json!("CONFIGURATION"), "{report}");
    let place = format!("denied at before_tool_call search_orders: CONFIGURATION, {said}");
    assert!(report["text"].as_str().is_some_and(|text| text.starts_with(&place)), "{report} / {place}");
    for build in ["build", "build-client"] {
        let error: Value = process(build).run()?["error"].clone();
        assert!(error.as_str().is_some_and(|error| error.starts_with(said)), "{build}: {error}");
    }
    Ok(())
}

#[test]
fn a_wrong_file_in_the_environment_is_named_by_its_variable() -> TestResult {
    let authority = authority()?;
    let of = |how: &str| Process::of(how, &authority).without(ORG_KEY);
    let open = key_file("open", 0o644)?;
    let outcome = assert_refused(
        |how| of(how).with(ORG_KEY_FILE, &open),
        "MACHINEID_ORG_KEY_FILE names a file that others than its owner have permissions for (mode 0644): run `chmod 600`",
    );
    fs::remove_file(open)?;
    outcome?;
    assert_refused(|how| of(how).with(ORG_KEY_FILE, ""), "MACHINEID_ORG_KEY_FILE is blank")?;
    // Somebody took the one variable for the other.
    assert_refused(|how| of(how).with(ORG_KEY_FILE, KEY), "MACHINEID_ORG_KEY_FILE names a file that cannot be read")?;
    assert_refused(|how| of(how).with(ORG_KEY_FILE, "/dev"), "MACHINEID_ORG_KEY_FILE does not name a regular file")?;
    assert_eq!(authority.connections(), 0);
    Ok(())
}

#[test]
fn both_variables_are_one_too_many() -> TestResult {
    let authority = authority()?;
    let said = "MACHINEID_ORG_KEY and MACHINEID_ORG_KEY_FILE are both set";
    for (key, file) in [(KEY, "/nowhere"), ("", "/nowhere"), (KEY, "")] {
        assert_refused(|how| Process::of(how, &authority).with(ORG_KEY, key).with(ORG_KEY_FILE, file), said)?;
    }
    assert_eq!(authority.connections(), 0);
    Ok(())
}
