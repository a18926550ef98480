//! Published crates that nobody here wrote: one run guards all of their tools, and they compile.
//!
//! Compiling them takes minutes, so it is done where `MACHINEID_REQUIRE_FRAMEWORKS` is set.

use std::env;

use crate::published::{copied, fetched, target};

/// With tools of an own trait, of a `match` on names, and of a framework of macros.
const PACKAGES: [(&str, &str, usize); 3] =
    [("rust-fs-mcp", "0.3.4", 21), ("codei-tools", "0.0.13", 12), ("cargo-mcp", "0.2.0", 12)];

#[test]
fn published_crates_are_guarded_by_one_run_and_compile() {
    if env::var_os("MACHINEID_REQUIRE_FRAMEWORKS").is_none() {
        println!("skipped: it compiles published crates, where MACHINEID_REQUIRE_FRAMEWORKS is set");
        return;
    }
    let target = target();
    let environment = [("CARGO_TARGET_DIR", target.to_str().expect("UTF-8"))];
    for (name, version, tools) in PACKAGES {
        let source = fetched(name, version).expect("cargo can fetch it");
        let workspace = copied(&source);
        let fixed = workspace.run_with(&["fix", "--allow-no-vcs"], &environment);
        assert_eq!((fixed.code, fixed.err.as_str()), (0, ""), "{name}: {}", fixed.out);
        let scanned = workspace.run(&["scan", "--message-format", "json"]);
        assert_eq!((scanned.code, &scanned.json()["counts"]["guarded"]), (0, &tools.into()), "{name}: {}", scanned.out);
        let again = workspace.run_with(&["fix", "--allow-no-vcs"], &environment);
        assert_eq!((again.code, again.out.contains("nothing to write")), (0, true), "{name}: {}", again.err);
    }
}
