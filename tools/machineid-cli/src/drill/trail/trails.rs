//! All trails of a drill, together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::drill::moment::At;
use crate::drill::trail::Run;
use crate::drill::trail::file::{FileId, TrailFile};
use crate::drill::trail::line::Read;
use crate::drill::trail::strange::StrangeLines;
use crate::outcome::Stop;

/// How far a time may be ahead of the clock that it is of: a line has whole milliseconds.
const ROUNDED: Duration = Duration::from_millis(2);

/// The runs that stand in the files.
#[derive(Debug)]
pub(in crate::drill) struct Trails {
    files: Vec<Followed>,
    runs: BTreeMap<String, Run>,
    since: At,
    /// The most that a line was ahead of this machine's clock when it was read.
    ahead: Duration,
}

#[derive(Debug)]
struct Followed {
    file: TrailFile,
    lines: u64,
    /// Whether a line of it is the library's.
    is_trail: bool,
    strange: StrangeLines,
}

impl Trails {
    /// Reads what is there. Lines since that time are kept.
    pub(in crate::drill) fn open(paths: &[PathBuf], since: At) -> Result<Self, Stop> {
        let mut trails = Self { files: Vec::new(), runs: BTreeMap::new(), since, ahead: Duration::ZERO };
        for path in paths {
            let file = TrailFile::open(path).map_err(|error| refused(path, &format!("cannot be read: {error}")))?;
            if cfg!(unix) && trails.files.iter().any(|other| other.file.ids().any(|id| file.ids().any(|own| own == id)))
            {
                return Err(refused(path, "is given twice"));
            }
            trails.files.push(Followed { file, lines: 0, is_trail: false, strange: StrangeLines::default() });
        }
        trails.read().map_err(Stop::bad_input)?;
        for Followed { file, lines, is_trail, .. } in &trails.files {
            if !is_trail && (*lines > 0 || file.ends_in_part()) {
                return Err(refused(file.path(), "is no audit trail, as machineid_guard::AuditFile writes it"));
            }
        }
        Ok(trails)
    }

    /// Reads what has come since.
    pub(in crate::drill) fn read(&mut self) -> Result<(), String> {
        let Self { files, runs, since, ahead } = self;
        for (index, Followed { file, lines, is_trail, strange }) in files.iter_mut().enumerate() {
            let path = file.path().display().to_string();
            let take = |text: &[u8]| {
                *lines += 1;
                match Read::of(text) {
                    Read::Line(line) => {
                        *is_trail = true;
                        *ahead = line.at.since(At::now()).max(*ahead);
                        strange.follow(line.at, *since);
                        runs.entry(line.run.clone()).or_insert_with(|| Run::new(index)).take(line, *since);
                    }
                    Read::Torn => strange.take(
                        *lines,
                        "is torn: a part of a line, of a disk that was full or of a killed process".to_owned(),
                    ),
                    Read::Foreign { what, at } => strange.take(*lines, foreign(&what, at)),
                }
            };
            file.read(take).map_err(|error| format!("{path:?} cannot be read: {error}"))?;
        }
        Ok(())
    }

    /// Whether a file ends within a line.
    pub(in crate::drill) fn end_in_part(&self) -> bool {
        self.files.iter().any(|followed| followed.file.ends_in_part())
    }

    pub(in crate::drill) fn runs(&self) -> &BTreeMap<String, Run> {
        &self.runs
    }

    pub(in crate::drill) fn path(&self, run: &Run) -> Option<&Path> {
        self.files.get(run.file()).map(|followed| followed.file.path())
    }

    pub(in crate::drill) fn file_ids(&self) -> Vec<FileId> {
        self.files.iter().flat_map(|followed| followed.file.ids()).collect()
    }

    /// Of each file: its name, its lines, and how often it was rotated while it was read.
    pub(in crate::drill) fn files(&self) -> impl Iterator<Item = (&Path, u64, usize)> {
        self.files.iter().map(|followed| (followed.file.path(), followed.lines, followed.file.rotations()))
    }

    /// Why nothing can be concluded from what is not there.
    pub(in crate::drill) fn objections(&self, error: Duration) -> Vec<String> {
        let mut all = Vec::new();
        for (run, trail) in &self.runs {
            all.extend(trail.objection(self.since).map(|why| format!("the run {run} {why}")));
        }
        for Followed { file, strange, .. } in &self.files {
            let path = file.path().display();
            all.extend(strange.objections(self.since).into_iter().map(|why| format!("{path}: {why}")));
            if file.ends_in_part() {
                all.push(format!("{path}: ends within a line"));
            }
        }
        if self.ahead > error + ROUNDED {
            all.push(format!(
                "a line is {:?} ahead of this machine's clock: the clocks are further apart than --clock-error says",
                self.ahead
            ));
        }
        all
    }
}

fn foreign(what: &str, at: Option<At>) -> String {
    let at = at.map(|at| format!(", at {at}")).unwrap_or_default();
    format!("is not the library's ({what:?}{at}): something does work, or says so, that no boundary was asked for")
}

fn refused(path: &Path, why: &str) -> Stop {
    Stop::bad_input(format!("{:?} {why}", path.display().to_string()))
}
