//! The lines of one audit trail, as they stand in the file.

use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use crate::told::Observation;

/// One decision, at the time at which it was recorded.
#[derive(Debug)]
pub(super) struct Recorded {
    at: SystemTime,
    observation: Observation,
}

impl Recorded {
    pub(super) fn now(observation: &Observation) -> Self {
        Self { at: SystemTime::now(), observation: observation.clone() }
    }
}

/// Writes the trail of one process to a file that others may append to as well.
#[derive(Debug)]
pub(super) struct TrailWriter {
    file: File,
    /// The file ends in a part of a line: a write failed half-way, or the process of an earlier trail was killed.
    line_begun: bool,
    run: String,
    /// Of the next line.
    seq: u64,
    /// Lost lines that a line in the file accounts for.
    accounted: u64,
}

#[derive(Serialize)]
struct Line<'a> {
    run: &'a str,
    seq: u64,
    at_ms: u64,
    #[serde(flatten)]
    event: Event<'a>,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event<'a> {
    Begin { pid: u32, version: &'static str },
    Decision(&'a Observation),
    Lost { count: u64 },
    End {},
}

impl TrailWriter {
    pub(super) fn append(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        let line_begun = file.metadata()?.len() > 0 && !ends_with_a_line(path);
        Ok(Self { file, line_begun, run: new_run(), seq: 0, accounted: 0 })
    }

    pub(super) fn decision(&mut self, lost: u64, recorded: &Recorded) -> io::Result<()> {
        self.account(lost)?;
        self.line(recorded.at, Event::Decision(&recorded.observation))
    }

    pub(super) fn end(&mut self, lost: u64) -> io::Result<()> {
        self.account(lost)?;
        self.line(SystemTime::now(), Event::End {})
    }

    /// Writes what has to stand before anything else: the first line, and how many are lost by now.
    pub(super) fn account(&mut self, lost: u64) -> io::Result<()> {
        if self.seq == 0 {
            let begin = Event::Begin { pid: std::process::id(), version: env!("CARGO_PKG_VERSION") };
            self.line(SystemTime::now(), begin)?;
        }
        if lost > self.accounted {
            self.line(SystemTime::now(), Event::Lost { count: lost - self.accounted })?;
            self.accounted = lost;
        }
        Ok(())
    }

    /// A line takes its number only when it is in the file as a whole, so the numbers have no gaps.
    fn line(&mut self, at: SystemTime, event: Event<'_>) -> io::Result<()> {
        let at_ms = at.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let at_ms = u64::try_from(at_ms).unwrap_or(u64::MAX);
        let line = serde_json::to_string(&Line { run: &self.run, seq: self.seq, at_ms, event })?;
        self.put(&if self.line_begun { format!("\n{line}\n") } else { format!("{line}\n") })?;
        self.seq += 1;
        Ok(())
    }

    /// In one write where the system takes it whole, so that the lines of several processes do not mix.
    fn put(&mut self, text: &str) -> io::Result<()> {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            match self.file.write(rest) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(taken) => {
                    let (written, left) = rest.split_at(taken);
                    self.line_begun = !written.ends_with(b"\n");
                    rest = left;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Says no where it cannot be read: then there is an empty line at the worst.
fn ends_with_a_line(path: &Path) -> bool {
    let mut last = [0];
    let read = File::open(path).and_then(|mut file| {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)
    });
    read.is_ok() && last == *b"\n"
}

/// 128 bits: of the system's randomness, and of what tells this process from others where that is bad.
fn new_run() -> String {
    let half = || RandomState::new().hash_one((std::process::id(), SystemTime::now()));
    format!("{:016x}{:016x}", half(), half())
}
