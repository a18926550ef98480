//! `cargo machineid fix`: writes the boundaries that are missing, where they can be shown to be right.

mod boundary;
mod carrying;
mod compile;
mod coverage;
mod insertion;
mod manifest;
mod own_type;
mod plan;
mod root;
mod surfaces;
mod told;
mod vcs;

use std::collections::BTreeSet;
use std::{fs, io};

use camino::{Utf8Path, Utf8PathBuf};

use self::compile::{Compiled, Targets};
use self::insertion::{Change, Changes};
use self::plan::Plan;
use self::told::Back;
use crate::fence;
use crate::report::Outcome;
use crate::workspace::{Wanted, Workspace};

pub(crate) use self::surfaces::Surface;
use self::surfaces::Surfaces;
pub(crate) use self::vcs::Allowed;

/// What becomes of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Files are written, where the state of the tree allows it.
    Write(Allowed),
    /// A patch is printed, and nothing is written.
    Diff,
}

/// Where surfaces come from, beside those that the user names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    Nothing,
    /// Whatever `fence` suggests.
    Suggested,
}

/// Plans, and writes or shows.
pub(crate) fn run(wanted: &Wanted, named: Vec<Surface>, accepted: Accepted, mode: Mode) -> Outcome {
    let workspace = match Workspace::find(wanted) {
        Ok(workspace) => workspace,
        Err(error) => return failed(&error),
    };
    let suggested = match accepted {
        Accepted::Nothing => Vec::new(),
        Accepted::Suggested => match suggested(&workspace, wanted) {
            Ok(suggested) => suggested,
            Err(why) => return failed(&why),
        },
    };
    let plan = plan::plan(&workspace, &Surfaces::new(named, suggested));
    match mode {
        Mode::Diff => {
            told::patch(workspace.root(), &plan.changes);
            told::left(&plan.left);
            if plan.changes.is_empty() { outcome(&plan) } else { Outcome::Findings }
        }
        Mode::Write(allowed) => written(&workspace, plan, allowed).unwrap_or_else(|error| failed(&error)),
    }
}

/// What a fence suggests. A lock file that it makes is none of what this announced.
fn suggested(workspace: &Workspace, wanted: &Wanted) -> Result<Vec<fence::Suggested>, String> {
    let lock = Lock::of(workspace.root());
    let suggested = fence::suggested(workspace, wanted);
    lock.put_back().map_err(|error| error.to_string())?;
    suggested
}

fn failed(error: &dyn std::fmt::Display) -> Outcome {
    anstream::eprintln!("error: {error}");
    Outcome::NoVerdict
}

fn outcome(plan: &Plan) -> Outcome {
    if plan.left.is_empty() { Outcome::Clean } else { Outcome::Findings }
}

/// Why nothing was written, or all was put back.
#[derive(Debug, thiserror::Error)]
enum NotWritten {
    #[error(transparent)]
    Refused(#[from] vcs::Refused),
    #[error("{path} cannot be written, and all else was put back: {error}")]
    Write { path: Utf8PathBuf, error: io::Error },
    #[error("{0} changed while this ran, and nothing was written: run it again")]
    Changed(Utf8PathBuf),
    #[error("{0} could not be put back: {1}")]
    PutBack(Utf8PathBuf, io::Error),
    #[error("`cargo check` could not be run, and all was put back: {0}")]
    Cargo(io::Error),
    #[error("cargo did not come to compiling, and all was put back:\n{0}")]
    NotTried(String),
    #[error("it did not compile before either, so all was put back. The first error:\n{0}")]
    BrokenBefore(String),
}

fn written(workspace: &Workspace, mut plan: Plan, allowed: Allowed) -> Result<Outcome, NotWritten> {
    if plan.changes.is_empty() {
        told::nothing(&plan);
        return Ok(outcome(&plan));
    }
    let root = workspace.root();
    vcs::check(root, allowed)?;
    let lock = Lock::of(root);
    let back = match tried(root, &mut plan) {
        Ok(back) => back,
        Err(error) => {
            put_all_back(&plan.changes)?;
            lock.put_back()?;
            return Err(error);
        }
    };
    if plan.changes.is_empty() {
        lock.put_back()?;
    }
    told::written(root, &plan, &back);
    let is_left = !plan.left.is_empty() || !back.is_empty();
    Ok(if is_left { Outcome::Findings } else { Outcome::Clean })
}

/// Writes, and takes back what does not compile. Tests that did not compile before hinder nobody.
fn tried(root: &Utf8Path, plan: &mut Plan) -> Result<Vec<Back>, NotWritten> {
    let all = plan.changes.clone();
    match compiled(root, plan, Targets::All) {
        Err(NotWritten::BrokenBefore(first)) => {
            plan.changes = all;
            plan.left.insert(told::broken_tests(&first));
            compiled(root, plan, Targets::Product)
        }
        result => result,
    }
}

/// Compiles, and takes back what does not compile until the rest does.
fn compiled(root: &Utf8Path, plan: &mut Plan, targets: Targets) -> Result<Vec<Back>, NotWritten> {
    write(&plan.changes)?;
    let mut back = Vec::new();
    loop {
        let (files, first) = match compile::check(root, &plan.packages, targets).map_err(NotWritten::Cargo)? {
            Compiled::Yes => return Ok(back),
            Compiled::NotTried(said) => return Err(NotWritten::NotTried(said)),
            Compiled::No { files, first } => (files, first),
        };
        if plan.changes.is_empty() {
            return Err(NotWritten::BrokenBefore(first));
        }
        for path in to_put_back(&plan.changes, &files) {
            if let Some(change) = plan.changes.remove(&path) {
                put_back(&path, &change)?;
                back.push(Back { path, error: first.clone() });
            }
        }
    }
}

/// The changed files that an error names; all of them where it names none. A manifest stays as long as anything needs it.
fn to_put_back(changes: &Changes, files: &BTreeSet<Utf8PathBuf>) -> Vec<Utf8PathBuf> {
    let is_named = |path: &Utf8Path| files.contains(&path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned()));
    let all = || changes.iter().map(|(path, _)| path.clone());
    let named: Vec<Utf8PathBuf> = all().filter(|path| is_named(path)).collect();
    if named.is_empty() { all().collect() } else { named }
}

/// Writes every file, or none.
fn write(changes: &Changes) -> Result<(), NotWritten> {
    for (path, change) in changes.iter() {
        if fs::read(path).map_or(true, |there| there != change.before.as_bytes()) {
            return Err(NotWritten::Changed(path.clone()));
        }
    }
    for (path, change) in changes.iter() {
        if let Err(error) = fs::write(path, change.after()) {
            put_all_back(changes)?;
            // It may be half of either now.
            drop(fs::write(path, &change.before));
            return Err(NotWritten::Write { path: path.clone(), error });
        }
    }
    Ok(())
}

fn put_all_back(changes: &Changes) -> Result<(), NotWritten> {
    changes.iter().try_for_each(|(path, change)| put_back(path, change))
}

/// A file that is no more what was written here is somebody else's by now.
fn put_back(path: &Utf8Path, change: &Change) -> Result<(), NotWritten> {
    if fs::read(path).is_ok_and(|there| there == change.after().as_bytes()) {
        fs::write(path, &change.before).map_err(|error| NotWritten::PutBack(path.to_owned(), error))?;
    }
    Ok(())
}

/// The lock file, which cargo writes when the dependency is new.
struct Lock {
    path: Utf8PathBuf,
    before: Option<Vec<u8>>,
}

impl Lock {
    fn of(root: &Utf8Path) -> Self {
        let path = root.join("Cargo.lock");
        Self { before: fs::read(&path).ok(), path }
    }

    fn put_back(&self) -> Result<(), NotWritten> {
        let there = fs::read(&self.path).ok();
        let result = match &self.before {
            _ if there == self.before => Ok(()),
            Some(before) => fs::write(&self.path, before),
            None => fs::remove_file(&self.path),
        };
        result.map_err(|error| NotWritten::PutBack(self.path.clone(), error))
    }
}
