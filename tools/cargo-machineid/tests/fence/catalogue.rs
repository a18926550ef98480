//! Each path of the catalogue leads to a function: a probe in `tests/catalogue` calls it once, and it is reported once.
//!
//! The probes need crates of the registry and take minutes to compile, so this runs where `MACHINEID_REQUIRE_CATALOGUE` is
//! set.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::Value;
use toml_edit::DocumentMut;

/// By path: how often.
type Counts = BTreeMap<String, usize>;

#[test]
fn each_function_of_the_catalogue_is_called_once_and_reported_once() {
    if env::var_os("MACHINEID_REQUIRE_CATALOGUE").is_none() {
        return;
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let report = fenced(&here.join("tests/catalogue"));
    let mut probed = BTreeSet::new();
    let mut wrong = Vec::new();
    for folder in names(&here.join("tests/catalogue")).iter().filter(|it| is_probe(here, it)) {
        // `reqwest-v0_12` is an older version of what is in `reqwest.toml`.
        let of = folder.split("-v").next().expect("a first part");
        probed.insert(of.to_owned());
        let file = catalogue(here, of);
        let name = file["crate"].as_str().expect("text");
        let (seen, wanted) = (reported(&report, &format!("probe-{folder}"), name), listed(&file));
        let paths: BTreeSet<&String> = seen.keys().chain(wanted.keys()).collect();
        let differ = paths.into_iter().filter(|path| seen.get(*path) != wanted.get(*path));
        wrong.extend(differ.map(|path| format!("{folder}: {path}, {} times", seen.get(path).unwrap_or(&0))));
    }
    assert!(wrong.is_empty(), "not once:\n{}", wrong.join("\n"));
    let files: BTreeSet<String> = names(&here.join("catalogue"))
        .iter()
        .filter_map(|file| file.strip_suffix(".toml").map(str::to_owned))
        .collect();
    assert_eq!(probed, files, "each file has its probe");
}

fn fenced(probes: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-machineid"))
        .args(["machineid", "fence", "--message-format", "json"])
        .current_dir(probes)
        // What this repository's own build demands, nobody else's need.
        .env_remove("RUSTFLAGS")
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("catalogue"))
        .output()
        .expect("the program runs");
    let answer = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// What the package calls of the crate whose library has that name.
fn reported(report: &Value, package: &str, of: &str) -> Counts {
    let effects = report["effects"].as_array().expect("a list").iter().filter(|it| it["package"] == package);
    let operations = effects.map(|it| it["operation"].as_str().expect("text"));
    let prefix = format!("{of}::");
    counted(operations.filter(|path| path.starts_with(&prefix)))
}

fn catalogue(here: &Path, of: &str) -> DocumentMut {
    let text = fs::read_to_string(here.join(format!("catalogue/{of}.toml"))).expect("each probe has its file");
    text.parse().expect("TOML")
}

/// What the catalogue has.
fn listed(file: &DocumentMut) -> Counts {
    let groups = file["effects"].as_array_of_tables().expect("groups").iter();
    counted(groups.flat_map(|group| group["paths"].as_array().expect("paths")).map(|it| it.as_str().expect("text")))
}

fn counted<'a>(paths: impl Iterator<Item = &'a str>) -> Counts {
    let mut counts = Counts::new();
    paths.for_each(|path| *counts.entry(path.to_owned()).or_default() += 1);
    counts
}

fn is_probe(here: &Path, name: &str) -> bool {
    here.join("tests/catalogue").join(name).join("Cargo.toml").is_file()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|it| it.expect("an entry").file_name().into_string().expect("UTF-8")).collect()
}
