//! Published crates whose effects were labelled by hand: how many of them a fence finds that the catalogue names.
//!
//! It compiles the crates, so it is done where `MACHINEID_REQUIRE_FRAMEWORKS` is set.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use serde::Deserialize;
use serde_json::Value;

use crate::all_labels;
use crate::published::{copied, fetched, target};

/// By what they need, which compiles in a minute or two.
const PACKAGES: [&str; 3] = ["rust-fs-mcp", "codei-tools", "cargo-mcp"];

/// One effect, as a person found it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Effect {
    file: String,
    line: u64,
    call: String,
}

#[test]
fn the_effects_of_published_crates_are_found() {
    if env::var_os("MACHINEID_REQUIRE_FRAMEWORKS").is_none() {
        println!("skipped: it compiles published crates, where MACHINEID_REQUIRE_FRAMEWORKS is set");
        return;
    }
    let chosen = env::var("MACHINEID_CORPUS_EFFECTS").ok();
    let chosen: Vec<&str> = chosen.as_deref().map_or_else(|| PACKAGES.to_vec(), |names| names.split(',').collect());
    let catalogue = catalogue();
    let (mut labelled, mut missed) = (0, Vec::new());
    for labels in all_labels().into_iter().filter(|labels| chosen.contains(&labels.name.as_str())) {
        let source = fetched(&labels.name, &labels.version).expect("cargo can fetch it");
        let workspace = copied(&source);
        let answer = workspace
            .run_with(&["fence", "--message-format", "json"], &[("CARGO_TARGET_DIR", target().to_str().unwrap())]);
        assert!(answer.code < 2, "{}: {}", labels.name, answer.err);
        let mut found = answer.json()["effects"].as_array().expect("a list").clone();
        let named: Vec<Effect> = labels.effect.into_iter().filter(|label| catalogue.contains(&label.call)).collect();
        labelled += named.len();
        for label in named {
            match found.iter().position(|effect| is_same(&label, effect)) {
                Some(at) => drop(found.remove(at)),
                None => missed.push(format!("{} {label:?}", labels.name)),
            }
        }
        println!("{}: {} more than were labelled", labels.name, found.len());
    }
    println!("{labelled} labelled, {} missed", missed.len());
    assert!(labelled > 20 && missed.is_empty(), "{labelled} labelled, missed:\n{}", missed.join("\n"));
}

/// The label is at the expression, and the compiler's place at the name of the function.
fn is_same(label: &Effect, effect: &Value) -> bool {
    let line = effect["line"].as_u64().expect("a number");
    effect["file"] == label.file.as_str()
        && effect["operation"] == label.call.as_str()
        && line.abs_diff(label.line) <= 8
}

/// The paths that the catalogue names.
fn catalogue() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = files
        .filter(|path| path.extension().is_some_and(|it| it == "toml"))
        .map(|path| fs::read_to_string(path).unwrap());
    let lines: Vec<String> =
        texts.flat_map(|text| text.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect();
    lines.into_iter().filter(|it| it.contains("::")).collect()
}
