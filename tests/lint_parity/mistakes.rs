//! A mistake in a body is reported where it is reported without the boundary, or else in the body itself. It is one
//! error, it speaks of the user's own code, and no edit of the attribute is offered.

use std::collections::BTreeMap;
use std::path::Path;

use machineid_guard_tests::side_workspace::{Package, SideWorkspace, guard_path};

use crate::diagnostics::{Diagnostic, reported};

/// Functions of which the compiler says the same in another place or under another code, and what it is with the
/// boundary. `docs/compiler.md` says so too.
const DIFFERENT: &[(&str, &str)] = &[
    ("opaque::output_of_another_type", "E0308"),
    ("opaque::ok_of_another_type", "E0308"),
    ("opaque::missing_tail", "E0308"),
    ("opaque::semicolon_too_many", "E0308"),
    ("opaque::semicolon_after_the_block", "E0277"),
    ("opaque::no_future", "E0277"),
    ("opaque::empty", "E0277"),
    ("opaque::future_in_place_of_its_output", "E0308"),
    ("opaque::borrow_without_move", "E0515"),
    ("boxed::empty", "E0308"),
    ("boxed::borrow_without_move", "E0515"),
];

fn source() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lint_parity/mistaken.rs")
}

fn mistaken(edition: &str) -> SideWorkspace {
    let package = Package::new("mistaken", edition)
        .target("lib", &source())
        .lines("[features]\nguarded = []")
        .lines(&format!("[dependencies.machineid-guard]\npath = {:?}", guard_path()))
        .lines("[dependencies.futures-util]\nversion = \"0.3\"\ndefault-features = false\nfeatures = [\"alloc\"]");
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    SideWorkspace::new(temporary, &format!("mistaken-{edition}")).with(package).expect("a writable target folder")
}

/// The errors by the function that they stand in: `module::function`.
fn errors(workspace: &SideWorkspace, features: &[&str]) -> BTreeMap<String, Vec<Diagnostic>> {
    let arguments = [&["check", "--message-format=json", "--package", "mistaken"], features].concat();
    let reported = reported(&workspace.cargo(&arguments).expect("cargo runs"));
    let mut errors = BTreeMap::<_, Vec<_>>::new();
    for error in reported.into_iter().filter(Diagnostic::is_error) {
        if let Some(line) = error.line() {
            errors.entry(function(line)).or_default().push(error);
        }
    }
    errors
}

/// The function whose attribute, signature or body stands on that line.
fn function(line: u64) -> String {
    let text = std::fs::read_to_string(source()).expect("the source");
    let lines: Vec<_> = text.lines().collect();
    let mut at = usize::try_from(line).expect("a line") - 1;
    if is_attribute(&lines, line) {
        at += 1;
    }
    let before = || lines[..=at].iter().rev();
    let name = before().find_map(|line| line.trim_start().strip_prefix("pub fn ")).unwrap_or_default();
    let module = before().find_map(|line| line.strip_prefix("mod ")).unwrap_or_default();
    let word = |text: &str| text.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect::<String>();
    format!("{}::{}", word(module), word(name))
}

fn is_attribute(lines: &[&str], line: u64) -> bool {
    let at = usize::try_from(line).expect("a line") - 1;
    lines[at].trim_start().starts_with("#[cfg_attr")
}

#[test]
fn a_mistake_in_a_body_is_reported_in_the_body() {
    let text = std::fs::read_to_string(source()).expect("the source");
    let lines: Vec<_> = text.lines().collect();
    for edition in ["2021", "2024"] {
        let workspace = mistaken(edition);
        let plain = errors(&workspace, &[]);
        let guarded = errors(&workspace, &["--features", "guarded"]);
        assert!(plain.len() > 50, "{} mistakes", plain.len());
        assert_eq!(plain.keys().collect::<Vec<_>>(), guarded.keys().collect::<Vec<_>>(), "edition {edition}");
        for (function, errors) in &guarded {
            let shown: String = errors.iter().map(|it| it.rendered.as_str()).collect();
            let at = format!("edition {edition}, {function}:\n{shown}");
            assert_eq!(errors.len(), plain[function].len(), "{at}");
            for inside in ["__private", "__machineid_guard", "BoxedFuture"] {
                assert!(!shown.contains(inside), "{at}");
            }
            let edited = errors.iter().flat_map(|it| &it.edited);
            assert!(
                !edited.copied().any(|line| is_attribute(&lines, line)),
                "an edit of the attribute is offered\n{at}"
            );
            assert!(!errors.iter().any(|it| is_attribute(&lines, it.line().unwrap_or(1))), "{at}");
            let different = DIFFERENT.iter().find(|(name, _)| name == function);
            match different {
                None => assert_eq!(errors, &plain[function], "{at}"),
                Some((_, code)) => {
                    assert_ne!(errors, &plain[function], "no longer different: {at}");
                    assert!(errors.iter().all(|it| it.lint == *code), "{at}");
                }
            }
        }
    }
}
