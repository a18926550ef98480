//! The programs of the examples crate, as executables that a test starts like a user would.

use std::error::Error;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

/// Builds an example and says where it is. Where cargo has built it already, that is all it finds out.
///
/// # Errors
/// With cargo's own words when it does not build.
pub fn example(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--workspace", "--locked", "--message-format=json", "--example", name]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    let output = build.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).output()?;
    if !output.status.success() {
        return Err(format!("the example {name} does not build: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let messages = String::from_utf8(output.stdout)?;
    let executable = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find_map(|message| {
        let of_example = message["target"]["name"] == *name && message["target"]["kind"][0] == "example";
        message["executable"].as_str().filter(|_| of_example).map(PathBuf::from)
    });
    executable.ok_or_else(|| format!("cargo does not say where the example {name} is").into())
}
