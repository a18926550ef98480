//! What a user is told: the patch, what was written, and what is left for a person.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use similar::TextDiff;

use super::insertion::Changes;
use super::plan::{Left, Plan};

/// A file whose change did not compile, and the first error.
#[derive(Debug)]
pub(super) struct Back {
    pub(super) path: Utf8PathBuf,
    pub(super) error: String,
}

/// A patch, as `git apply` takes it.
pub(super) fn patch(root: &Utf8Path, changes: &Changes) {
    for (path, change) in changes.iter() {
        let shown = path.strip_prefix(root).unwrap_or(path);
        let after = change.after();
        let diff = TextDiff::from_lines(&change.before, &after);
        anstream::print!("{}", diff.unified_diff().header(&format!("a/{shown}"), &format!("b/{shown}")));
    }
}

/// Where tests, examples or benchmarks did not compile before, so that nothing can be said of them.
pub(super) fn broken_tests(first: &str) -> Left {
    let place = first.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap_or_default();
    let what = first.lines().next().unwrap_or_default();
    Left {
        place: place.to_owned(),
        what: format!("this did not compile before either, so only libraries and programs were compiled: {what}"),
    }
}

/// Where there is nothing to write.
pub(super) fn nothing(plan: &Plan) {
    anstream::println!("nothing to write");
    left(&plan.left);
}

/// What was written, what was put back, and what comes next.
pub(super) fn written(root: &Utf8Path, plan: &Plan, back: &[Back]) {
    let is_back = |path: &Utf8Path| back.iter().any(|it| it.path.strip_prefix(root).unwrap_or(&it.path) == path);
    for (path, what) in plan.written.iter().filter(|(path, _)| !is_back(path)) {
        for what in what {
            anstream::println!("{path}: {what}");
        }
    }
    for Back { path, error } in back {
        let shown = path.strip_prefix(root).unwrap_or(path);
        anstream::eprintln!("\n{shown} was put back, since this did not compile:\n{}", error.trim_end());
    }
    left(&plan.left);
    for note in &plan.notes {
        anstream::println!("\n{note}");
    }
    anstream::println!(
        "\nNow say who the process is, in `main` before it takes work, and look at what was written: `git diff`\n\
         {:4}machineid_guard::Guard::start().await?; // or start_blocking()\n\
         What does something irreversible takes a surface of its own, which an operator can stop alone: `--surface` and\n\
         `--accept-surfaces` write it, and docs/adopt.md has it in step 3.\n\
         `cargo machineid scan` says what is guarded now, and belongs into CI.",
        ""
    );
}

/// What could not be shown to be right, and so was not written.
pub(super) fn left(left: &BTreeSet<Left>) {
    if left.is_empty() {
        return;
    }
    anstream::eprintln!("\nleft for you:");
    for Left { place, what } in left {
        anstream::eprintln!("  {place}: {what}");
    }
}
