//! What a run leaves behind, and what it says of what it did not compile.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::workspace::{Workspace, documented, keys};
use crate::{assert_no_verdict, effects, fenced, package};

const EFFECT: &str = "#![deny(warnings)]\npub fn tidy() { drop(std::fs::remove_file(\"a\")); }\n";

#[test]
fn nothing_is_written_outside_of_the_target_folder() {
    let workspace = package(EFFECT);
    workspace.write("clippy.toml", "disallowed-methods = [\"std::fs::read\"]\n");
    let files = |folder: &Path| {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|it| it.expect("an entry").file_name().into_string().expect("UTF-8"))
            .collect();
        names.sort();
        names
    };
    assert_eq!(effects(&fenced(&workspace)).len(), 1, "whatever the user forbids, and tells clippy");
    assert_eq!(files(&workspace.root), ["Cargo.lock", "Cargo.toml", "clippy.toml", "src", "target"]);
    let elsewhere = workspace.root.join("elsewhere");
    let workspace = package(EFFECT);
    let answer = workspace.run_with(&["fence"], &[("CARGO_TARGET_DIR", elsewhere.to_str().expect("UTF-8"))]);
    assert_eq!(
        (answer.code, files(&workspace.root)),
        (1, ["Cargo.lock", "Cargo.toml", "src"].map(str::to_owned).to_vec())
    );
}

#[test]
fn a_second_run_says_the_same_and_a_changed_list_is_noticed() {
    let workspace = package(EFFECT);
    let first = effects(&fenced(&workspace));
    assert_eq!(effects(&fenced(&workspace)), first);
    let manifest = fs::read_to_string(workspace.root.join("Cargo.toml")).expect("it is there");
    workspace.write(
        "Cargo.toml",
        format!("{manifest}\n[[package.metadata.machineid.effect]]\npath = \"core::mem::drop\"\nsurface = \"none\"\n"),
    );
    assert_eq!(effects(&fenced(&workspace)).len(), 2, "not from what was compiled before");
}

#[test]
fn features_that_are_off_are_named_and_may_be_put_on() {
    let workspace = package("#[cfg(feature = \"more\")] pub fn tidy() { drop(std::fs::remove_file(\"a\")); }\n");
    let without = workspace.run(&["fence"]);
    assert_eq!(
        (without.code, without.out.contains("not for others, nor with product/more")),
        (0, true),
        "{}",
        without.out
    );
    for with in [vec!["fence", "--features", "more"], vec!["fence", "--all-features"]] {
        assert_eq!(workspace.run(&with).code, 1);
    }
}

#[test]
fn a_workspace_of_several_packages_is_one_run_and_one_package_may_be_chosen() {
    let workspace = Workspace::empty();
    workspace.write("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"3\"\n");
    for name in ["a", "b"] {
        workspace.write(
            &format!("{name}/Cargo.toml"),
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        );
        workspace.write(&format!("{name}/src/lib.rs"), EFFECT);
    }
    assert_eq!(effects(&fenced(&workspace)).len(), 2);
    let one = workspace.run(&["fence", "--package", "b", "--message-format", "json"]).json();
    assert_eq!((effects(&one).len(), &one["effects"][0]["package"]), (1, &"b".into()));
}

#[test]
fn a_wrapper_of_the_users_stays_in_front() {
    let workspace = package(EFFECT);
    let log = workspace.root.join("log");
    workspace.write("wrapper", format!("#!/bin/sh\necho \"$1\" >> {}\nexec \"$@\"\n", log.display()));
    let wrapper = workspace.root.join("wrapper");
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).expect("its owner may");
    let answer = workspace.run_with(&["fence"], &[("RUSTC_WRAPPER", wrapper.to_str().expect("UTF-8"))]);
    assert_eq!(answer.code, 1, "{}", answer.err);
    assert!(fs::read_to_string(log).expect("it ran").contains("cargo-machineid"));
}

#[test]
fn a_target_folder_that_cannot_be_made_is_no_verdict() {
    let workspace = package(EFFECT);
    workspace.write("target", "a file");
    assert_no_verdict(&workspace.run(&["fence"]), "cannot be written to");
}

#[test]
fn the_document_names_each_field_and_no_other() {
    let report = fenced(&package(EFFECT));
    let of_guarded = fenced(&crate::guarded_package(&format!("#[machineid_guard::guarded_tool] {}", &EFFECT[18..])));
    let effects = keys(&report["effects"][0]).into_iter().chain(keys(&of_guarded["effects"][0])).collect();
    for (field, written) in [("effects", effects), ("counts", keys(&report["counts"])), ("ran", keys(&report["ran"]))] {
        assert_eq!(
            written.iter().map(String::as_str).collect::<BTreeSet<_>>(),
            documented("JSON of a fence", field),
            "{field}"
        );
    }
}

#[test]
fn a_dependency_that_the_catalogue_knows_in_other_versions_only_is_named() {
    let of = |version: &str| {
        let workspace = package("pub use lettre::send;\n");
        workspace.write(
            "lettre/Cargo.toml",
            format!("[package]\nname = \"lettre\"\nversion = {version:?}\nedition = \"2024\"\n"),
        );
        workspace.write("lettre/src/lib.rs", "pub fn send() {}\n");
        let manifest = fs::read_to_string(workspace.root.join("Cargo.toml")).expect("it is there");
        workspace.write(
            "Cargo.toml",
            format!("[dependencies]\nlettre = {{ path = \"lettre\" }}\n\n{manifest}members = [\"lettre\"]\n"),
        );
        workspace
    };
    let old = of("0.9.0");
    assert_eq!(fenced(&old)["ran"]["in_other_versions"], serde_json::json!(["lettre 0.9.0"]));
    let shown = old.run(&["fence"]);
    let said = "the catalogue has only other versions of lettre 0.9.0: their effects are not seen";
    assert!(shown.code == 0 && shown.out.contains(said), "{}", shown.out);
    // One that it knows has those functions, or there is no verdict.
    assert_no_verdict(&of("0.11.0").run(&["fence"]), "lettre::Transport::send");
}
