//! Who asks right before an effect, and who only seems to.

use crate::{effects, fenced, guarded_package, package};

const EFFECT: &str = "drop(std::fs::remove_file(\"a\"));";

#[track_caller]
fn assert_verdicts(source: &str, expected: &[&str]) {
    let source = source.replace("EFFECT", EFFECT);
    let report = fenced(&guarded_package(&source));
    let found: Vec<String> = effects(&report).iter().map(|it| it.replace(" std::fs::remove_file", "")).collect();
    assert_eq!(found, expected, "{report:#}");
}

#[test]
fn a_boundary_a_block_and_a_permit_ask() {
    assert_verdicts(
        "use machineid_guard::{Permit, guarded, guarded_tool, guarded_tools, resume, side_effect};
pub struct Files;
#[guarded_tool] pub fn tool() { EFFECT }
#[side_effect(surface = \"files\")] pub fn effect() { EFFECT }
#[resume] pub fn resumed() { EFFECT }
pub fn by_permit(_: Permit<Files>) { EFFECT }
#[guarded_tools] impl Files { pub fn of_a_block(&self) { EFFECT } fn private(&self) { EFFECT } }
pub fn closure() { (guarded!(\"name\", || { EFFECT }))() }
pub fn nobody() { EFFECT }
",
        &[
            "tool guarded",
            "effect guarded",
            "resumed guarded",
            "by_permit guarded",
            "Files::of_a_block guarded",
            "Files::private unguarded",
            "closure guarded",
            "nobody unguarded",
        ],
    );
}

#[test]
fn what_only_looks_like_a_boundary_is_none() {
    assert_verdicts(
        "use machineid_guard::guarded_tool;
pub mod other { pub struct Permit<S>(pub S); }
pub struct Files;
#[guarded_tool] pub fn outer() { fn inner() { EFFECT } inner() }
#[guarded_tool] pub fn asks() { helper() }
fn helper() { EFFECT }
pub fn by_a_foreign_permit(_: other::Permit<Files>) { EFFECT }
",
        &["inner unguarded", "helper unguarded", "by_a_foreign_permit unguarded"],
    );
}

#[test]
fn a_finding_says_which_tools_come_to_it_who_asks_before_and_what_to_write() {
    let source = "use machineid_guard::guarded_tool;
trait Tool { fn name(&self) -> String; fn run(&self); }
struct Tidy;
impl Tool for Tidy {
    fn name(&self) -> String { \"tidy-up\".into() }
    #[guarded_tool(name = \"tidy-up\")]
    fn run(&self) { first() }
}
fn first() { second() }
fn second() {
    EFFECT
}
pub fn all() { Tidy.run(); drop(Tidy.name()); }
";
    let report = fenced(&guarded_package(&source.replace("EFFECT", EFFECT)));
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["item"], &finding["operation"], &finding["line"]),
        (&"second".into(), &"std::fs::remove_file".into(), &11.into())
    );
    let help = finding["help"].to_string();
    for said in [
        "side_effect(surface = \\\"files\\\")]` on top of `second` (src/lib.rs:10)",
        "\\\"tidy-up\\\"",
        "`Tidy::run`",
        "no boundary at the effect",
    ] {
        assert!(help.contains(said), "{said:?} is not in {help}");
    }
}

#[test]
fn tests_and_examples_are_counted_apart() {
    let workspace = package(&format!("#[cfg(test)] mod tests {{ #[test] fn tidies() {{ {EFFECT} }} }}"));
    workspace.write("examples/tidy.rs", format!("fn main() {{ {EFFECT} }}"));
    workspace.write("tests/tidy.rs", format!("#[test] fn tidies() {{ {EFFECT} }}"));
    let report = fenced(&workspace);
    assert_eq!(
        (&report["outcome"], &report["counts"]["of_tests_and_examples"]),
        (&"clean".into(), &3.into()),
        "{report:#}"
    );
}

#[test]
fn an_exemption_names_its_rule_and_may_not_be_stale() {
    let workspace = package(&format!("pub fn tidy() {{ {EFFECT} }}"));
    let exempt = |lines: &str| {
        workspace.write("Cargo.toml", format!("[package]\nname = \"product\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[[package.metadata.machineid.exempt]]\n{lines}"));
        workspace.run(&["fence", "--message-format", "json"])
    };
    let good = exempt("rule = \"unguarded-effect\"\nitem = \"tidy\"\nreason = \"its own cache\"\n");
    assert_eq!((good.code, &good.json()["counts"]["exempt"]), (0, &1.into()), "{}", good.out);
    let stale = exempt("rule = \"unguarded-effect\"\nitem = \"gone\"\nreason = \"its own cache\"\n").json();
    assert_eq!(
        (&stale["findings"][0]["rule"], &stale["findings"][1]["rule"]),
        (&"stale-exemption".into(), &"unguarded-effect".into())
    );
    // One about a tool is a scan's, and says nothing of an effect.
    let of_a_tool = exempt("item = \"tidy\"\nreason = \"its own cache\"\n").json();
    assert_eq!(
        (&of_a_tool["findings"][0]["rule"], of_a_tool["findings"].as_array().map(Vec::len)),
        (&"unguarded-effect".into(), Some(1))
    );
    let unknown = exempt("rule = \"unread-file\"\nitem = \"tidy\"\nreason = \"x\"\n");
    assert_eq!(unknown.code, 2, "{}", unknown.out);
}

#[test]
fn the_users_own_effects_are_effects() {
    let workspace = package("pub mod bank { pub fn pay() {} } pub fn shop() { bank::pay() }");
    let name = |entry: &str| {
        workspace.write(
            "Cargo.toml",
            format!("[package]\nname = \"product\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n{entry}"),
        );
        workspace.run(&["fence", "--message-format", "json"])
    };
    for of in ["package", "workspace"] {
        let report = name(&format!(
            "[[{of}.metadata.machineid.effect]]\npath = \"product::bank::pay\"\nsurface = \"payments\"\n"
        ))
        .json();
        assert_eq!(effects(&report), ["shop product::bank::pay unguarded"]);
        assert_eq!(report["effects"][0]["surface"], "payments");
    }
    let misspelled =
        name("[[package.metadata.machineid.effect]]\npath = \"product::bank::pya\"\nsurface = \"payments\"\n");
    crate::assert_no_verdict(&misspelled, "`product::bank::pya` leads to no function");
    // Clippy is silent about a crate that is not there, and takes any path with a `<` in it unread.
    let absent = name("[[package.metadata.machineid.effect]]\npath = \"prodcut::bank::pay\"\nsurface = \"payments\"\n");
    crate::assert_no_verdict(&absent, "no crate of this build is called `prodcut`");
    for wrong in [
        "path = \"<product::Bank>::pay\"\nsurface = \"payments\"\n",
        "path = \"pay\"\nsurface = \"payments\"\n",
        "path = \"a::b\"\n",
        "path = \"a::b\"\nsurface = \"c\"\nrule = \"d\"\n",
    ] {
        let answer = name(&format!("[[package.metadata.machineid.effect]]\n{wrong}"));
        assert_eq!((answer.code, answer.err.contains("each `effect` takes")), (2, true), "{}", answer.err);
    }
}

#[test]
fn an_effect_in_a_file_that_a_build_makes_is_a_finding() {
    let workspace = package("include!(concat!(env!(\"OUT_DIR\"), \"/made.rs\"));");
    let made = format!("pub fn tidy() {{ {EFFECT} }}");
    workspace.write(
        "build.rs",
        format!(
            "fn main() {{ std::fs::write(std::env::var(\"OUT_DIR\").unwrap() + \"/made.rs\", {made:?}).unwrap(); }}\n"
        ),
    );
    let report = fenced(&workspace);
    assert_eq!((&report["outcome"], &report["counts"]["elsewhere"]), (&"findings".into(), &1.into()), "{report:#}");
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["rule"], &finding["item"], &finding["operation"], &finding["line"]),
        (&"unguarded-effect".into(), &"made.rs".into(), &"std::fs::remove_file".into(), &1.into())
    );
}

#[test]
fn what_is_included_belongs_to_the_module_that_includes_it() {
    let workspace = guarded_package("mod disk { use machineid_guard::side_effect; include!(\"disk/write.rs\"); }");
    let included =
        format!("#[side_effect(surface = \"files\")] pub fn asked() {{ {EFFECT} }}\npub fn tidy() {{ {EFFECT} }}\n");
    workspace.write("src/disk/write.rs", included);
    let report = fenced(&workspace);
    assert_eq!(
        effects(&report),
        ["disk::asked std::fs::remove_file guarded", "disk::tidy std::fs::remove_file unguarded"]
    );
    assert_eq!(report["counts"]["elsewhere"], 0);
}
