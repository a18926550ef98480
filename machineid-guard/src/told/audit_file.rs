//! A ready audit trail: one JSON line per check, appended to a file by a thread of its own.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use crate::told::Observation;

/// How many lines may wait for the disk.
const MOST_WAITING: usize = 8192;

/// Appends every decision to a file, as JSON lines, for [`GuardBuilder::on_decision`](crate::GuardBuilder::on_decision).
///
/// The trail never gets in the way of a stop: writing happens on a thread of its own, and where the disk
/// is full or slow, lines are [lost](Self::lost) and counted; no decision changes and nobody waits.
/// Lines that are still waiting when the last handle is dropped are written before the thread ends.
///
/// ```no_run
/// use machineid_guard::{AuditFile, GuardBuilder};
///
/// let audit = AuditFile::append("/var/log/agent/decisions.jsonl")?;
/// let guard = GuardBuilder::from_env()?.on_decision(audit.recorder()).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct AuditFile {
    lines: SyncSender<String>,
    lost: Arc<AtomicU64>,
}

#[derive(Serialize)]
struct Line<'a> {
    at_ms: u64,
    #[serde(flatten)]
    observation: &'a Observation,
}

impl AuditFile {
    /// Opens the file for appending, and creates it where it is missing.
    ///
    /// # Errors
    /// What the operating system says when the file cannot be opened, or no thread be started.
    pub fn append(path: impl AsRef<Path>) -> std::io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        let (lines, waiting) = sync_channel(MOST_WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&lost);
        std::thread::Builder::new()
            .name("machineid-audit".into())
            .spawn(move || write_lines(file, &waiting, &counter))?;
        Ok(Self { lines, lost })
    }

    /// The hook to give to the builder. Never blocks.
    pub fn recorder(&self) -> impl Fn(&Observation) + Send + Sync + 'static + use<> {
        let Self { lines, lost } = self.clone();
        move |observation| {
            let at_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
            let at_ms = u64::try_from(at_ms).unwrap_or(u64::MAX);
            let queued =
                serde_json::to_string(&Line { at_ms, observation }).is_ok_and(|line| lines.try_send(line).is_ok());
            if !queued {
                lost.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// How many lines are not in the file: the disk was full, or slower than the decisions came.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}

fn write_lines(mut file: File, waiting: &Receiver<String>, lost: &AtomicU64) {
    // After a line that was written in part the next one starts on a line of its own.
    let mut torn = false;
    while let Ok(line) = waiting.recv() {
        let text = if torn { format!("\n{line}\n") } else { format!("{line}\n") };
        torn = file.write_all(text.as_bytes()).is_err();
        if torn {
            lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}
