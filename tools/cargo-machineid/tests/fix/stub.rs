//! A codebase that compiles in a second: its tools are of a trait of its own, and the library is one whose attributes leave
//! everything as it is. What the real ones make of it is the other tests' matter.

use std::path::Path;
use std::process::Command;

use crate::workspace::Workspace;

const MACROS: &str = "extern crate proc_macro;
use proc_macro::TokenStream;
#[proc_macro_attribute]
pub fn guarded_tool(_: TokenStream, item: TokenStream) -> TokenStream { item }
#[proc_macro_attribute]
pub fn side_effect(_: TokenStream, item: TokenStream) -> TokenStream { item }
#[proc_macro]
pub fn denials(_: TokenStream) -> TokenStream { TokenStream::new() }
";

const LIBRARY: &str = "pub use stub_macros::*;
pub struct Denied;
impl Denied { pub fn agent_message(&self) -> String { String::new() } }
pub fn assert_all_guarded<T>(_: T, _: [&str; 0]) {}
pub mod local { #[macro_export] macro_rules! __in_tests { () => {} } pub use __in_tests as in_tests; }
";

/// Two tools in a file each, with an error of the codebase's own.
pub(crate) fn codebase() -> Workspace {
    let workspace = Workspace::empty();
    let root = workspace.root.to_str().expect("UTF-8");
    workspace.write("stub/Cargo.toml", format!("[package]\nname = \"machineid-guard\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[features]\nlocal = []\n[dependencies]\nstub_macros = {{ path = \"{root}/macros\" }}\n[workspace]\n"));
    workspace.write("stub/src/lib.rs", LIBRARY);
    workspace.write("macros/Cargo.toml", "[package]\nname = \"stub_macros\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\nproc-macro = true\n[workspace]\n");
    workspace.write("macros/src/lib.rs", MACROS);
    workspace.write(
        "product/Cargo.toml",
        format!("[package]\nname = \"product\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\n[patch.crates-io]\nmachineid-guard = {{ path = \"{root}/stub\" }}\n\n[workspace]\n"),
    );
    workspace.write(
        "product/src/lib.rs",
        "mod error;\npub mod read;\npub mod write;\n\npub use error::Failure;\n\ntrait Tool {\n    fn name(&self) -> &str;\n    fn run(&self) -> Result<String, Failure>;\n}\n",
    );
    workspace.write(
        "product/src/error.rs",
        "/// What can go wrong.\npub enum Failure {\n    Empty,\n}\n\nimpl std::fmt::Display for Failure {\n    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n        match self {\n            Self::Empty => out.write_str(\"empty\"),\n        }\n    }\n}\n",
    );
    for tool in ["read", "write"] {
        workspace.write(
            &format!("product/src/{tool}.rs"),
            format!("use crate::{{Failure, Tool}};\n\nstruct Acts;\n\nimpl Tool for Acts {{\n    fn name(&self) -> &str {{\n        \"{tool}\"\n    }}\n\n    fn run(&self) -> Result<String, Failure> {{\n        Err(Failure::Empty)\n    }}\n}}\n"),
        );
    }
    workspace
}

/// The state of a tree: everything is committed.
pub(crate) fn committed(folder: &Path) {
    git(folder, &["init", "--quiet"]);
    std::fs::write(folder.join(".gitignore"), "/target\n").expect("a writable folder");
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "before"]);
}

pub(crate) fn git(folder: &Path, arguments: &[&str]) {
    let who = ["-c", "user.name=a", "-c", "user.email=a@b"];
    let status = Command::new("git").args(who).args(arguments).current_dir(folder).status().expect("git is there");
    assert!(status.success(), "git {arguments:?}");
}
