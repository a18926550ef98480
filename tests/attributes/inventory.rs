//! Every boundary that is linked in can be listed, and demanded.

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use machineid_guard::{
    Boundary, BoundaryKind, Denied, ListedTool, assert_all_guarded, assert_boundaries_match, boundaries,
    checkpoint_blocking, guarded_tool, resume, side_effect, surface,
};

surface!(Ledger = "ledger");

mod samples {
    #![allow(dead_code)]

    use super::*;

    #[guarded_tool]
    fn private_and_unused() -> Result<(), Denied> {
        Ok(())
    }

    #[side_effect(surface = "payments")]
    pub(super) async fn generic<T: Send>(value: T) -> Result<T, Denied> {
        Ok(value)
    }

    trait Tool {
        fn execute(&self) -> Result<(), Denied>;
    }

    impl Tool for u8 {
        #[resume(surface = Ledger, name = self.to_string())]
        fn execute(&self) -> Result<(), Denied> {
            checkpoint_blocking!("in_the_middle")
        }
    }

    fn outer() {
        #[guarded_tool(name = "nested in a body")]
        fn nested() -> Result<(), Denied> {
            Ok(())
        }
    }
}

fn found(name: &str) -> &'static Boundary {
    let module = concat!(module_path!(), "::samples");
    let mut all = boundaries().into_iter().filter(|it| it.name() == name && it.module_path() == module);
    let boundary = all.next().expect("it is listed");
    assert!(all.next().is_none(), "`{name}` is listed once");
    boundary
}

#[test]
fn unused_private_generic_and_trait_functions_are_listed() {
    let private = found("private_and_unused");
    assert_eq!((private.kind(), private.surface()), (BoundaryKind::ToolCall, None));
    let generic = found("generic");
    assert_eq!((generic.kind(), generic.surface()), (BoundaryKind::SideEffect, Some("payments")));
    let in_trait = found("execute");
    assert_eq!((in_trait.kind(), in_trait.surface()), (BoundaryKind::Resume, Some("ledger")));
    assert!(in_trait.name_expression().is_some());
    assert_eq!(found("in_the_middle").kind(), BoundaryKind::Checkpoint);
    assert_eq!(found("nested in a body").kind(), BoundaryKind::ToolCall);
}

#[test]
fn the_place_is_that_of_the_attribute() {
    let boundary = found("private_and_unused");
    assert!(boundary.file().ends_with("inventory.rs"), "{}", boundary.file());
    let source = include_str!("inventory.rs");
    let line = source.lines().position(|line| line.contains("fn private_and_unused")).expect("it stands above");
    assert_eq!(usize::try_from(boundary.line()).expect("a line"), line, "one above the function, counted from one");
}

#[test]
fn a_table_and_json() {
    let table = boundaries().to_string();
    assert!(table.starts_with("KIND"), "{table}");
    let row = table.lines().find(|row| row.contains(" private_and_unused ")).expect("one row for each");
    assert!(row.starts_with("before_tool_call") && row.contains("inventory.rs:"), "{row}");
    assert_eq!(table.lines().count(), boundaries().len() + 1);
    let mut of_trait = table.lines().filter(|row| row.contains(" execute (name = self") && row.contains("ledger"));
    assert!(of_trait.next().is_some_and(|row| row.starts_with("before_resume")), "{table}");

    let json = serde_json::to_value(boundaries()).expect("plain data");
    let entries = json.as_array().expect("a list");
    let entry = entries.iter().find(|entry| entry["name"] == "generic").expect("one entry for each");
    assert_eq!((&entry["kind"], &entry["surface"]), (&"before_side_effect".into(), &"payments".into()));
    assert!(entry["line"].is_u64() && entry["file"].is_string() && entry["module_path"].is_string());
}

#[track_caller]
fn message_of(assertion: fn()) -> String {
    let panic = catch_unwind(assertion).expect_err("the assertion fails");
    panic.downcast_ref::<String>().expect("a panic with a message").clone()
}

/// Its functions are called like ones of `samples`.
mod others {
    #![allow(dead_code)]

    use super::*;

    #[guarded_tool]
    fn execute() -> Result<(), Denied> {
        Ok(())
    }

    pub(super) mod inner {
        use super::*;

        #[guarded_tool]
        #[side_effect(surface = "payments")]
        fn execute() -> Result<(), Denied> {
            Ok(())
        }
    }

    #[guarded_tool(name = "na".to_owned() + "med")]
    fn run_time_name() -> Result<(), Denied> {
        Ok(())
    }
}

/// Every name in it is known to the compiler.
mod named {
    #![allow(dead_code)]

    use super::*;

    const WORD: &str = "by-constant";

    struct Search;

    impl Search {
        const NAME: &'static str = "by-type";

        #[guarded_tool(name = Search::NAME)]
        fn of_type(&self) -> Result<(), Denied> {
            Ok(())
        }
    }

    trait Tool {
        const NAME: &'static str;
    }

    impl Tool for Search {
        const NAME: &'static str = "by-trait";
    }

    #[guarded_tool(name = <Search as Tool>::NAME)]
    async fn of_trait() -> Result<(), Denied> {
        Ok(())
    }

    #[guarded_tool(name = WORD)]
    fn of_module() -> Result<(), Denied> {
        Ok(())
    }

    #[guarded_tool(name = concat!("by-", stringify!(macro)))]
    fn of_macro() -> Result<(), Denied> {
        Ok(())
    }
}

#[test]
fn a_constant_name_is_text_in_the_inventory() {
    assert_all_guarded(["by-type", "by-trait", "by-constant", "by-macro"].map(|tool| (tool, NAMED)), [""; 0]);
    let here = boundaries().into_iter().filter(|it| it.module_path() == NAMED);
    assert_eq!(here.filter(|it| it.name_expression().is_none()).count(), 4);
}

const NAMED: &str = concat!(module_path!(), "::named");
const SAMPLES: &str = concat!(module_path!(), "::samples");
const OTHERS: &str = concat!(module_path!(), "::others");
const INNER: &str = concat!(module_path!(), "::others::inner");

#[test]
fn the_frameworks_own_list_of_tools_is_demanded() {
    assert_all_guarded(["private_and_unused", "clock"], ["clock"]);
    assert_all_guarded([("generic", SAMPLES), ("clock", SAMPLES)], [("clock", SAMPLES)]);
    assert_all_guarded([String::from("private_and_unused")], [""; 0]);
    let missing = message_of(|| {
        assert_all_guarded(["private_and_unused", "forgotten_tool", "another"].map(|tool| (tool, NAMED)), [""; 0]);
    });
    for tool in ["another", "forgotten_tool", "private_and_unused"] {
        assert!(missing.contains(&format!("{tool:?} in {NAMED}")), "{missing}");
    }
    assert!(
        missing.starts_with("tools without a boundary: [\"another\"") && !missing.contains("prove_denied"),
        "{missing}"
    );
    let stale =
        message_of(|| assert_all_guarded(["private_and_unused", "clock"], ["clock", "private_and_unused", "gone"]));
    assert!(stale.contains(r#"stale exemptions: ["gone", "private_and_unused"]"#), "{stale}");
    let resumed = message_of(|| assert_all_guarded(["in_the_middle"], [""; 0]));
    assert!(resumed.contains("in_the_middle"), "a checkpoint in a body does not guard a tool: {resumed}");
}

#[test]
fn a_tool_that_may_be_guarded_under_a_name_of_run_time_is_not_called_unguarded() {
    let unknown = message_of(|| assert_all_guarded([("named", OTHERS)], [""; 0]));
    assert!(unknown.starts_with("tools without a boundary: []"), "{unknown}");
    assert!(unknown.contains("which cannot be seen here: [\"named\" in "), "{unknown}");
    assert!(
        unknown.contains("`name = \"na\".to_owned() + \"med\"` in ") && unknown.contains("inventory.rs:"),
        "{unknown}"
    );
    assert!(unknown.contains("local::prove_denied"), "{unknown}");
    assert_all_guarded([("named", OTHERS)], [("named", OTHERS)]);
    let elsewhere = message_of(|| assert_all_guarded([("named", INNER)], [""; 0]));
    assert!(
        elsewhere.contains("tools without a boundary: [\"named\" in "),
        "no such boundary stands there: {elsewhere}"
    );
}

#[test]
fn a_boundary_in_another_module_is_not_the_tools() {
    let unguarded = message_of(|| assert_all_guarded([("private_and_unused", INNER)], [""; 0]));
    assert!(unguarded.contains(r#"tools without a boundary: ["private_and_unused" in "#), "{unguarded}");
    // A module is no prefix of a name that only begins like it.
    let prefix = message_of(|| {
        let cut: &str = &SAMPLES[..SAMPLES.len() - 1];
        assert_all_guarded([("private_and_unused", cut)], [""; 0]);
    });
    assert!(prefix.contains("tools without a boundary: [\"private_and_unused\""), "{prefix}");
}

#[test]
fn a_name_that_stands_for_several_boundaries_is_said() {
    let several = message_of(|| assert_all_guarded([("execute", OTHERS)], [""; 0]));
    assert!(several.contains("is listed once and has 3 boundaries:"), "{several}");
    for boundary in ["before_tool_call execute in ", "before_side_effect execute in "] {
        assert!(several.contains(boundary), "{boundary:?} is not in {several}");
    }
    assert!(several.contains("inventory.rs:") && several.contains("tools without a boundary: []"), "{several}");

    let twice = ListedTool::from(("execute", INNER)).guarded_twice();
    assert_all_guarded([twice.clone(), ("execute", OTHERS).into()], [""; 0]);
    assert_all_guarded([("execute", OTHERS); 3], [""; 0]);
    let short = message_of(|| assert_all_guarded([("execute", OTHERS); 4], [""; 0]));
    assert!(short.contains("(needs 4, has 3)"), "{short}");
    let exempt = message_of(|| assert_all_guarded([("execute", OTHERS)], [("execute", OTHERS)]));
    assert!(exempt.contains("stale exemptions: [\"execute\" in "), "{exempt}");
}

const PATH_VARIABLE: &str = "TEST_BOUNDARIES_PATH";

/// Run by the tests below, in a process of its own: the environment decides what it does.
#[test]
#[ignore = "a part of the tests below"]
fn snapshot_in_a_process() {
    let path = std::env::var_os(PATH_VARIABLE).expect("set by the test that runs this");
    assert_boundaries_match(PathBuf::from(path));
}

fn snapshot(path: &Path, update: Option<&str>) -> Output {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["--ignored", "--exact", "inventory::snapshot_in_a_process"]).env(PATH_VARIABLE, path);
    match update {
        Some(value) => command.env("MACHINEID_GUARD_UPDATE_SNAPSHOTS", value),
        None => command.env_remove("MACHINEID_GUARD_UPDATE_SNAPSHOTS"),
    };
    command.output().expect("this test runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A file of this test alone.
fn file(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}.json", std::process::id()));
    drop(std::fs::remove_file(&path));
    path
}

#[test]
fn a_committed_list_is_written_when_told_and_compared_otherwise() {
    let path = file("boundaries");
    let missing = snapshot(&path, None);
    assert!(!missing.status.success());
    assert!(said(&missing).contains("MACHINEID_GUARD_UPDATE_SNAPSHOTS=1"), "{}", said(&missing));
    assert!(!snapshot(&path, Some("0")).status.success() && !path.exists(), "only `1` means it");

    assert!(snapshot(&path, Some("1")).status.success());
    let unchanged = snapshot(&path, None);
    assert!(unchanged.status.success(), "{}", said(&unchanged));

    let committed = std::fs::read_to_string(&path).expect("it was written");
    let edited = committed
        .replace(r#""name": "generic""#, r#""name": "gone""#)
        .replace(r#""surface": "ledger""#, r#""surface": "books""#);
    assert_ne!(edited, committed);
    std::fs::write(&path, &edited).expect("it can be written");
    let lost = snapshot(&path, None);
    assert!(!lost.status.success());
    for line in [
        "- before_side_effect gone (surface payments)",
        "+ before_side_effect generic (surface payments)",
        "- before_resume execute (surface books)",
        "+ before_resume execute (surface ledger)",
    ] {
        assert!(said(&lost).contains(line), "{line:?} is not in {}", said(&lost));
    }
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), edited, "a comparison writes nothing");
    drop(std::fs::remove_file(&path));
}
