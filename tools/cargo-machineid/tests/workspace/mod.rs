//! A workspace of a test, and what a scan says of it.

#![allow(dead_code, reason = "each of the test programs uses a part of it")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use serde_json::Value;

/// A folder with a package in it, which goes away with the value.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
}

/// What cargo-machineid answered.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Workspace {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("scan-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&root).expect("a writable target folder");
        // Resolved, since cargo shows paths so.
        Self { root: root.canonicalize().expect("it was made") }
    }

    /// A package with these dependencies and this library.
    pub(crate) fn of(dependencies: &[&str], library: &str) -> Self {
        let workspace = Self::empty();
        workspace.write("Cargo.toml", alone("product", dependencies));
        workspace.write("src/lib.rs", library);
        workspace
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("in the folder")).expect("a writable folder");
        fs::write(path, content).expect("a writable folder");
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        self.run_with(arguments, &[])
    }

    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Answer {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-machineid"));
        command.arg("machineid").args(arguments).current_dir(&self.root).env_remove("RUST_BACKTRACE");
        // What this repository's own build demands, nobody else's need.
        command.env_remove("RUSTFLAGS");
        command.envs(environment.iter().copied());
        Answer::of(&command.output().expect("the program runs"))
    }

    /// A toolchain file that names a compiler which is not there: said in a line, and no verdict.
    pub(crate) fn assert_says_that_the_toolchain_is_missing(&self, command: &str) {
        self.write("rust-toolchain.toml", "[toolchain]\nchannel = \"no-such-compiler\"\n");
        let mut run = Command::new(env!("CARGO_BIN_EXE_cargo-machineid"));
        // As from a shell, where rustup decides.
        run.args(["machineid", command]).current_dir(&self.root).env("RUST_BACKTRACE", "1");
        let output = run.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO").output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        // Without rustup nobody reads that file.
        if output.status.code() != Some(1) {
            assert_eq!(output.status.code(), Some(2));
            assert!(said.contains("no-such-compiler") && !said.contains("Stack backtrace"), "{said}");
        }
    }

    /// The report of a scan.
    pub(crate) fn scan(&self) -> Value {
        self.run(&["scan", "--message-format", "json"]).json()
    }

    /// Each tool as `name verdict`, in the order of the source.
    pub(crate) fn tools(&self) -> Vec<String> {
        let report = self.scan();
        let tools = report["tools"].as_array().expect("a list");
        let shown = |tool: &Value| format!("{} {}", tool["name"].as_str().unwrap_or("?"), text(&tool["verdict"]));
        tools.iter().map(shown).collect()
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.root));
    }
}

impl Answer {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().expect("no signal"),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

/// The manifest of a package that is a workspace of its own, since the tests run inside of another.
pub(crate) fn alone(name: &str, dependencies: &[&str]) -> String {
    format!("{}[workspace]\n", manifest(name, dependencies))
}

pub(crate) fn manifest(name: &str, dependencies: &[&str]) -> String {
    let dependencies = dependencies.join("\n");
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nmachineid-guard = \
         \"0.1\"\n{dependencies}\n"
    )
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

/// The words in backticks of a row of a table of docs/coverage.md.
pub(crate) fn documented(section: &str, field: &str) -> BTreeSet<&'static str> {
    let document = include_str!("../../../../docs/coverage.md");
    let head = format!("{section}\n");
    let rows = document.split("\n## ").find_map(|part| part.strip_prefix(&head)).expect("the section");
    let start = format!("| `{field}` |");
    let row = rows.lines().find_map(|row| row.strip_prefix(start.as_str())).unwrap_or_else(|| panic!("no {field}"));
    row.split('`').skip(1).step_by(2).filter(|word| !["destructive", "read-only"].contains(word)).collect()
}

/// The fields of an object.
pub(crate) fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().expect("an object").keys().cloned().collect()
}
