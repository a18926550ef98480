//! `cargo machineid baseline`: from now on, what is found is known.

use camino::Utf8PathBuf;

use crate::report::Outcome;
use crate::workspace::{Build, Wanted, Workspace};
use crate::{baseline, fence, scan};

/// Whose findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Scan,
    Fence,
}

/// Writes the file, and says what it knows now and what no more. Findings of the others stay as they are in it.
pub(crate) fn run(wanted: &Wanted, build: &Build, of: &[Of], output: Option<Utf8PathBuf>) -> Result<(), String> {
    let workspace = Workspace::find(wanted).map_err(|error| error.to_string())?;
    let (mut rules, mut findings) = (Vec::new(), Vec::new());
    for of in of {
        let (of_run, report) = match of {
            Of::Scan => (scan::RULES.as_slice(), scan::report(&workspace)),
            Of::Fence => (fence::RULES.as_slice(), fence::report(&workspace, wanted, build)?),
        };
        if report.outcome == Outcome::NoVerdict {
            return Err(
                "not every file could be read, and what is not known can be no news later: `cargo machineid scan` \
                        says which"
                    .to_owned(),
            );
        }
        rules.extend(of_run);
        findings.extend(report.findings);
    }
    let path = output.unwrap_or_else(|| workspace.root().join(baseline::NAME));
    let baseline::Change { added, removed, kept } =
        baseline::write(&path, &rules, &findings).map_err(|broken| broken.to_string())?;
    for (sign, entries) in [("+", &added), ("-", &removed)] {
        for entry in entries {
            anstream::println!("{sign} {entry}");
        }
    }
    anstream::println!("{path}: {} added, {} removed, {kept} as before", added.len(), removed.len());
    Ok(())
}
