//! Every shape in which an effect is called, or handed on.

use crate::{effects, fenced, package};

const CALLS: &[(&str, &str)] = &[
    ("full_path", "drop(std::fs::remove_file(\"a\"));"),
    ("absolute_path", "drop(::std::fs::remove_file(\"a\"));"),
    ("imported", "use std::fs::remove_file; drop(remove_file(\"a\"));"),
    ("imported_module", "use std::fs; drop(fs::remove_file(\"a\"));"),
    ("renamed", "use std::fs::remove_file as tidy; drop(tidy(\"a\"));"),
    ("renamed_module", "use std::fs as disk; drop(disk::remove_file(\"a\"));"),
    ("glob", "use std::fs::*; drop(remove_file(\"a\"));"),
    ("reexported", "drop(crate::kit::remove_file(\"a\"));"),
    ("reexported_renamed", "drop(crate::kit::tidy(\"a\"));"),
    ("reexported_by_glob", "drop(crate::kit::everything::remove_file(\"a\"));"),
    ("in_a_closure", "let act = || std::fs::remove_file(\"a\"); drop(act());"),
    ("in_an_async_block", "let work = async { drop(std::fs::remove_file(\"a\")); }; drop(work);"),
    ("in_a_match", "match 1 { 1 => drop(std::fs::remove_file(\"a\")), _ => {} }"),
    ("in_a_loop", "for name in [\"a\"] { drop(std::fs::remove_file(name)); }"),
    ("with_question_mark", "let _ = (|| -> std::io::Result<()> { std::fs::remove_file(\"a\")?; Ok(()) })();"),
    ("in_an_own_macro", "crate::tidy!(\"a\");"),
    ("in_a_nested_macro", "crate::twice!(crate::tidy!(\"a\"));"),
    ("in_a_foreign_macro", "println!(\"{:?}\", std::fs::remove_file(\"a\"));"),
    ("in_an_assertion", "assert!(std::fs::remove_file(\"a\").is_err());"),
    ("in_vec", "drop(vec![std::fs::remove_file(\"a\")]);"),
    ("method", "drop(std::process::Command::new(\"a\").spawn());"),
    ("method_by_path", "drop(std::process::Command::spawn(&mut std::process::Command::new(\"a\")));"),
    ("method_through_deref", "let mut command = Box::new(std::process::Command::new(\"a\")); drop(command.spawn());"),
    ("method_through_own_deref", "let mut held = crate::Held(std::process::Command::new(\"a\")); drop(held.spawn());"),
    ("method_of_a_chain", "drop(std::fs::OpenOptions::new().write(true).open(\"a\"));"),
    ("associated", "drop(std::fs::File::create(\"a\"));"),
    ("associated_of_an_alias", "type F = std::fs::File; drop(F::create(\"a\"));"),
    ("associated_of_an_import", "use std::fs::File as Out; drop(Out::create(\"a\"));"),
    ("generic", "drop(std::fs::write::<_, &[u8]>(std::path::Path::new(\"a\"), b\"\"));"),
    ("trait_method", "use std::os::unix::process::CommandExt; drop(std::process::Command::new(\"a\").exec());"),
    ("trait_method_by_path", "drop(std::os::unix::process::CommandExt::exec(&mut std::process::Command::new(\"a\")));"),
    (
        "trait_method_generic",
        "fn run(it: &mut impl std::os::unix::process::CommandExt) { drop(it.exec()); } run(&mut std::process::Command::new(\"a\"));",
    ),
];

const VALUES: &[(&str, &str)] = &[
    ("mapped", "[\"a\"].iter().map(std::fs::remove_file).for_each(drop);"),
    ("bound", "let act = std::fs::remove_file::<&str>; drop(act(\"a\"));"),
    ("as_a_pointer", "let act: fn(&'static str) -> std::io::Result<()> = std::fs::remove_file; drop(act(\"a\"));"),
    (
        "in_an_array",
        "let all: [fn(&'static str) -> std::io::Result<()>; 1] = [std::fs::remove_file]; drop(all[0](\"a\"));",
    ),
    (
        "handed_on",
        "fn with(act: impl Fn(&'static str) -> std::io::Result<()>) { drop(act(\"a\")); } with(std::fs::remove_file);",
    ),
    ("method_as_a_value", "let act = std::process::Command::spawn; drop(act(&mut std::process::Command::new(\"a\")));"),
];

const AROUND: &str = "#![deny(warnings)]
#![allow(dead_code, unused_imports)]
pub mod kit { pub use std::fs::remove_file; pub use std::fs::remove_file as tidy; pub mod everything { pub use std::fs::*; } }
#[macro_export] macro_rules! tidy { ($it:expr) => { drop(std::fs::remove_file($it)) } }
#[macro_export] macro_rules! twice { ($it:expr) => { $it } }
pub struct Held(pub std::process::Command);
impl std::ops::Deref for Held { type Target = std::process::Command; fn deref(&self) -> &Self::Target { &self.0 } }
impl std::ops::DerefMut for Held { fn deref_mut(&mut self) -> &mut Self::Target { &mut self.0 } }
";

fn library(shapes: &[(&str, &str)]) -> String {
    let functions: String =
        shapes.iter().map(|(name, body)| format!("pub fn {name}() {{ {body} }}\n")).collect::<Vec<_>>().concat();
    format!("{AROUND}{functions}")
}

#[test]
fn every_shape_of_a_call_is_seen_once() {
    let report = fenced(&package(&library(CALLS)));
    let seen = effects(&report);
    for (name, body) in CALLS {
        // A function inside of another is one of its own.
        let of_it = |it: &&String| {
            it.starts_with(&format!("{name} ")) || *name == "trait_method_generic" && it.starts_with("run ")
        };
        let found: Vec<&String> = seen.iter().filter(of_it).collect();
        assert!(matches!(found.as_slice(), [one] if one.ends_with(" unguarded")), "{name}: {body}: {found:?}");
    }
    assert_eq!(seen.len(), CALLS.len(), "{seen:?}");
    assert_eq!(report["counts"]["unguarded"], CALLS.len());
}

#[test]
fn every_shape_of_a_value_is_told_apart() {
    let report = fenced(&package(&library(VALUES)));
    let values = report["effects"].as_array().expect("a list").iter().filter(|it| it["taken"] == "value").count();
    assert_eq!((values, effects(&report).len()), (VALUES.len(), VALUES.len()), "{report:#}");
    let rules = report["findings"].as_array().expect("a list").iter().map(|it| &it["rule"]);
    assert!(rules.clone().all(|rule| rule == "effect-as-value"), "{report:#}");
    assert_eq!(rules.count(), VALUES.len());
}

#[test]
fn reading_is_no_effect() {
    let source = "pub fn read() { drop((std::fs::read(\"a\"), std::fs::read_to_string(\"a\"), std::fs::File::open(\"a\"), std::fs::metadata(\"a\"))); }";
    let report = fenced(&package(source));
    assert_eq!((&report["outcome"], effects(&report).len()), (&"clean".into(), 0));
}
