//! Published crates with real tools, whose tools were labelled by hand: how many of them a scan finds.
//!
//! The labels are in `labels/`; the sources stay on the registry, and cargo fetches them one by one, without what they
//! depend on. Where that fails the test says that it was skipped, unless `MACHINEID_REQUIRE_CORPUS` is set.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod effects;
#[path = "../published/mod.rs"]
mod published;
mod sarif;
#[path = "../workspace/mod.rs"]
mod workspace;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde::Deserialize;
use serde_json::Value;

use crate::published::fetched;

#[derive(Deserialize)]
struct Labels {
    #[serde(rename = "crate")]
    name: String,
    version: String,
    #[serde(default)]
    tool: Vec<Label>,
    #[serde(default)]
    effect: Vec<effects::Effect>,
}

/// One tool, as a person found it.
#[derive(Deserialize)]
struct Label {
    /// `?` where it is only known at run time.
    name: String,
    framework: String,
    form: Form,
    file: String,
    function: String,
    line: u64,
}

/// Whether an attribute macro declares it.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Form {
    Attribute,
    Other,
}

#[derive(Clone, Copy, Debug, Default)]
struct Score {
    labelled: usize,
    found: usize,
    /// Found, and no tool.
    wrong: usize,
}

impl Score {
    fn recall(self) -> f64 {
        ratio(self.found, self.labelled)
    }

    fn precision(self) -> f64 {
        ratio(self.found, self.found + self.wrong)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).expect("not that many"));
    if whole == 0 { 1.0 } else { count(part) / count(whole) }
}

#[test]
fn the_tools_of_published_crates_are_found() {
    let mut scores: BTreeMap<(Form, String), Score> = BTreeMap::new();
    let mut missed = Vec::new();
    for labels in all_labels() {
        let Some(source) = fetched(&labels.name, &labels.version) else { return };
        compare(labels, &source, &mut scores, &mut missed);
    }
    let total = |form: Form| {
        scores.iter().filter(|((of, _), _)| *of == form).fold(Score::default(), |sum, (_, score)| Score {
            labelled: sum.labelled + score.labelled,
            found: sum.found + score.found,
            wrong: sum.wrong + score.wrong,
        })
    };
    for ((form, framework), score) in &scores {
        println!("{form:?} {framework}: {score:?}, recall {:.3}, precision {:.3}", score.recall(), score.precision());
    }
    let (attributes, others) = (total(Form::Attribute), total(Form::Other));
    println!("attributes: {attributes:?}; others: {others:?}\n{}", missed.join("\n"));
    assert!(attributes.labelled > 150 && others.labelled > 200, "{attributes:?} {others:?}");
    assert!(attributes.recall() >= 1.0 && attributes.precision() >= 0.98, "{attributes:?}\n{}", missed.join("\n"));
    assert!(others.recall() >= 0.90 && others.precision() >= 0.90, "{others:?}\n{}", missed.join("\n"));
}

fn all_labels() -> Vec<Labels> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/labels");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 12, "{} packages", files.len());
    let read = |path: &PathBuf| toml_edit::de::from_str(&fs::read_to_string(path).unwrap()).expect("labels");
    files.iter().map(read).collect()
}

fn compare(labels: Labels, source: &Path, scores: &mut BTreeMap<(Form, String), Score>, missed: &mut Vec<String>) {
    let mut found = scanned(source);
    for label in labels.tool {
        let at = found.iter().position(|tool| is_same(&label, tool)).or_else(|| {
            // The name is what counts; where the boundary belongs may be argued about.
            found.iter().position(|tool| label.name != "?" && tool["name"] == label.name.as_str())
        });
        let score = scores.entry((label.form, label.framework.clone())).or_default();
        score.labelled += 1;
        match at {
            Some(at) => {
                found.remove(at);
                score.found += 1;
            }
            None => missed.push(format!("missed: {} {} in {}", labels.name, label.name, label.file)),
        }
    }
    for wrong in found {
        missed.push(format!("no tool: {} {wrong}", labels.name));
        // What the scan takes for an attribute's tool is held against attributes.
        let framework = wrong["framework"].as_str().expect("text").to_owned();
        let forms = [Form::Attribute, Form::Other].into_iter();
        let form = forms.clone().find(|form| scores.contains_key(&(*form, framework.clone()))).unwrap_or(Form::Other);
        scores.entry((form, framework)).or_default().wrong += 1;
    }
}

fn is_same(label: &Label, tool: &Value) -> bool {
    let function = tool["function"].as_str().expect("text");
    let near = tool["fn_line"].as_u64().is_some_and(|line| line.abs_diff(label.line) <= 1);
    tool["file"] == label.file.as_str() && function.rsplit("::").next() == Some(&label.function) && near
}

/// The tools of the product.
fn scanned(source: &Path) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-machineid"));
    command.args(["machineid", "scan", "--message-format", "json", "--manifest-path"]).arg(source.join("Cargo.toml"));
    let output = command.output().expect("the program runs");
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let tools = report["tools"].as_array().expect("a list").clone();
    tools.into_iter().filter(|tool| tool["target"] == "lib" || tool["target"] == "bin").collect()
}
