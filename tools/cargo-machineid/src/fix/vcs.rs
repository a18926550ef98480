//! Whether what is written can be seen and taken back: the state of the git tree.

use std::process::{Command, Stdio};

use camino::Utf8Path;

/// In which states of the tree files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Allowed {
    /// Nothing differs from the last commit.
    Clean,
    /// What differs is staged.
    Staged,
    /// Anything, under git.
    Dirty,
    /// Anything.
    NoVcs,
}

/// Why nothing is written.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    #[error(
        "there is no git repository around {0}, so that what `fix` writes could not be taken back: \
         `git init`, or `--allow-no-vcs`"
    )]
    NoVcs(String),
    #[error(
        "the working tree has changes that are not committed: commit them, or `--allow-dirty`, so that what `fix` writes \
         can be told from them\n{0}"
    )]
    Dirty(String),
    #[error("the working tree has staged changes: commit them, or `--allow-staged`\n{0}")]
    Staged(String),
    #[error("git could not say what state {0} is in: {1}")]
    Unknown(String, String),
}

/// Whether files may be written below that folder.
pub(super) fn check(root: &Utf8Path, allowed: Allowed) -> Result<(), Refused> {
    if allowed == Allowed::NoVcs {
        return Ok(());
    }
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(root).args(arguments).stdin(Stdio::null()).env("GIT_OPTIONAL_LOCKS", "0");
        command.output()
    };
    let is_inside = git(&["rev-parse", "--is-inside-work-tree"]).is_ok_and(|output| output.status.success());
    if !is_inside {
        return Err(Refused::NoVcs(root.to_string()));
    }
    let status = git(&["status", "--porcelain", "--", "."]);
    let text = match status {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(Refused::Unknown(root.to_string(), said));
        }
        Err(error) => return Err(Refused::Unknown(root.to_string(), error.to_string())),
    };
    let is_staged = |line: &&str| line.as_bytes().get(1) == Some(&b' ');
    let (staged, dirty): (Vec<&str>, Vec<&str>) = text.lines().partition(is_staged);
    let listed = |lines: &[&str]| lines.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n");
    if allowed < Allowed::Dirty && !dirty.is_empty() {
        return Err(Refused::Dirty(listed(&dirty)));
    }
    if allowed < Allowed::Staged && !staged.is_empty() {
        return Err(Refused::Staged(listed(&staged)));
    }
    Ok(())
}
