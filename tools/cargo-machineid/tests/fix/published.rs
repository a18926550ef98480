//! Published crates that nobody here wrote: one run guards all of their tools, and they compile.
//!
//! Compiling them takes minutes, so it is done where `MACHINEID_REQUIRE_FRAMEWORKS` is set.

use std::path::Path;
use std::{env, fs};

use crate::fetched::fetched;
use crate::frameworks::{copy, repository};
use crate::workspace::Workspace;

/// With tools of an own trait, of a `match` on names, and of a framework of macros.
const PACKAGES: [(&str, &str, usize); 3] =
    [("rust-fs-mcp", "0.3.4", 21), ("codei-tools", "0.0.13", 12), ("cargo-mcp", "0.2.0", 12)];

#[test]
fn published_crates_are_guarded_by_one_run_and_compile() {
    if env::var_os("MACHINEID_REQUIRE_FRAMEWORKS").is_none() {
        println!("skipped: it compiles published crates, where MACHINEID_REQUIRE_FRAMEWORKS is set");
        return;
    }
    let target = repository().join("target/published");
    let environment = [("CARGO_TARGET_DIR", target.to_str().expect("UTF-8"))];
    for (name, version, tools) in PACKAGES {
        let source = fetched(name, version).expect("cargo can fetch it");
        let workspace = Workspace::empty();
        copy(&source, &workspace.root, &|_, text| text);
        by_path(&workspace.root.join("Cargo.toml"));
        let fixed = workspace.run_with(&["fix", "--allow-no-vcs"], &environment);
        assert_eq!((fixed.code, fixed.err.as_str()), (0, ""), "{name}: {}", fixed.out);
        let scanned = workspace.run(&["scan", "--message-format", "json"]);
        assert_eq!((scanned.code, &scanned.json()["counts"]["guarded"]), (0, &tools.into()), "{name}: {}", scanned.out);
        let again = workspace.run_with(&["fix", "--allow-no-vcs"], &environment);
        assert_eq!((again.code, again.out.contains("nothing to write")), (0, true), "{name}: {}", again.err);
    }
}

/// A workspace of its own, with the library of this repository.
fn by_path(manifest: &Path) {
    let text = fs::read_to_string(manifest).expect("it is there");
    let library = repository().join("machineid-guard");
    let patch = format!("\n[patch.crates-io]\nmachineid-guard = {{ path = {library:?} }}\n\n[workspace]\n");
    fs::write(manifest, text + &patch).expect("a writable folder");
}
