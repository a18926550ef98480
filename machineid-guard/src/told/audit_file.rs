//! A ready audit trail: one JSON line per check, appended to a file by a thread of its own.

use std::collections::VecDeque;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use crate::told::Observation;
use crate::told::trail_writer::{Recorded, TrailWriter};

/// How many decisions may wait for the disk.
const MOST_WAITING: usize = 8192;

/// How long a drop waits for the disk.
const DROP_WAITS: Duration = Duration::from_secs(5);

/// Longer than any thread that is still there holds the lock: each puts or takes one entry.
const LOCK_PATIENCE: Duration = Duration::from_millis(100);

/// Appends every decision to a file, as JSON lines, for [`GuardBuilder::on_decision`](crate::GuardBuilder::on_decision).
///
/// Keep it in `main`, until everything that asks has ended. **Dropping it waits** for what was recorded
/// before, for at most five seconds, and writes the last line. Decisions never wait: where the disk is
/// full or slow, lines are [lost](Self::lost) and counted, and no decision changes.
///
/// ```no_run
/// use machineid_guard::{AuditFile, GuardBuilder};
///
/// let audit = AuditFile::append("/var/log/agent/decisions.jsonl")?;
/// let guard = GuardBuilder::from_env()?.on_decision(audit.recorder()).build()?;
/// // … the agent …
/// drop(audit); // at the end of `main`: whole, and the file says so
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # The lines
///
/// Each is a JSON object with `run` (an id of this trail, of 32 hexadecimal digits; several processes may
/// append to one file), `seq` (0, 1, 2, … within the run, without gaps), `at_ms` (milliseconds since 1970)
/// and `event`:
///
/// | `event` | other fields | |
/// |---|---|---|
/// | `begin` | `pid`, `version` of this crate | the first line of a run |
/// | `decision` | those of the [`Observation`] | `at_ms` is when it was recorded |
/// | `lost` | `count` | so many decisions are not in the file, since the `lost` line before |
/// | `end` | | the file was dropped, and nothing was recorded that is not above |
///
/// A run is whole if its lines are numbered without a gap, the last one is `end`, and there is no `lost`.
/// No `end` means that the process was killed, left by [`std::process::exit`] (which drops nothing: call
/// [`flush`](Self::flush) before it), aborted, or that the disk did not take the lines in time. A line that
/// is not JSON was torn, by a full disk or a killed process; the next one starts on a line of its own. A
/// missing line in the middle shows as a gap in `seq`.
///
/// A recorder still writes after the drop, so that such a trail visibly does not end with `end`; nobody
/// waits for those lines. Do not write `AuditFile::append(…)?.recorder()`: that drops the file at once.
///
/// Lines are handed to the operating system and not synced to the disk: they outlive the process, however it
/// ends, and not a power failure. A forked child writes nothing, since it does not have the thread; let
/// it open a file of its own.
#[must_use = "dropping it ends the trail"]
pub struct AuditFile(Arc<Handle>);

/// What [`AuditFile::flush`] found missing from the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditIncomplete {
    /// Lines were still waiting for the disk when the time was up, or the disk takes none.
    #[error("lines of the audit file still wait for the disk: give it more time, or look for why it takes none")]
    Waiting,
    /// Lines are lost.
    #[error("{lines} lines of the audit file are lost: its disk was full, failed, or was slower than the decisions")]
    Lost {
        /// How many, since the file was opened.
        lines: u64,
    },
}

impl AuditFile {
    /// Opens the file for appending, and creates it where it is missing. It is written by a thread of its own.
    ///
    /// # Errors
    /// What the operating system says when the file cannot be opened, or no thread be started.
    pub fn append(path: impl AsRef<Path>) -> std::io::Result<Self> {
        let writer = TrailWriter::append(path.as_ref())?;
        let trail = Arc::new(Trail::default());
        let handle = Arc::new(Handle(Arc::clone(&trail)));
        thread::Builder::new().name("machineid-audit".into()).spawn(move || trail.write(writer))?;
        Ok(Self(handle))
    }

    /// The hook to give to the builder; any number of guards may have one. Waits for nothing.
    pub fn recorder(&self) -> impl Fn(&Observation) + Send + Sync + 'static + use<> {
        let handle = Arc::clone(&self.0);
        move |observation| handle.0.record(observation)
    }

    /// Waits until every decision that was recorded so far is in the file, for at most that long.
    ///
    /// For [`std::process::exit`], and for whoever has to know before going on.
    ///
    /// # Errors
    /// [`AuditIncomplete`] where the trail is not whole: lines still wait, or were lost at any time.
    pub fn flush(&self, within: Duration) -> Result<(), AuditIncomplete> {
        self.0.0.settle(Entry::Account, within)?;
        match self.lost() {
            0 => Ok(()),
            lines => Err(AuditIncomplete::Lost { lines }),
        }
    }

    /// How many decisions are not in the file: the disk was full, or slower than they came.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.0.0.lost.load(Ordering::SeqCst)
    }
}

impl Drop for AuditFile {
    fn drop(&mut self) {
        // A trail that is not whole has no `end`: its reader sees it.
        let _ = self.0.0.settle(Entry::End, DROP_WAITS);
    }
}

impl fmt::Debug for AuditFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuditFile").field("lost", &self.lost()).finish_non_exhaustive()
    }
}

/// Somebody who may still record: with the last of them the thread ends.
struct Handle(Arc<Trail>);

impl Drop for Handle {
    fn drop(&mut self) {
        if let Some(mut waiting) = self.0.lock_here() {
            waiting.is_closed = true;
            drop(waiting);
            self.0.changed.notify_all();
        }
    }
}

/// What the recorders and the thread that writes share.
struct Trail {
    process: u32,
    waiting: Mutex<Waiting>,
    changed: Condvar,
    lost: AtomicU64,
}

#[derive(Default)]
struct Waiting {
    entries: VecDeque<Entry>,
    /// How many entries came so far, and how many of them the writer is done with.
    came: u64,
    done: u64,
    /// The first line, or one of losses, could not be written yet.
    is_owing: bool,
    is_closed: bool,
}

enum Entry {
    Decision(Box<Recorded>),
    /// Say how many are lost.
    Account,
    End,
}

impl Default for Trail {
    fn default() -> Self {
        Self {
            process: std::process::id(),
            waiting: Mutex::default(),
            changed: Condvar::new(),
            lost: AtomicU64::new(0),
        }
    }
}

impl Trail {
    fn record(&self, observation: &Observation) {
        let entry = Entry::Decision(Box::new(Recorded::now(observation)));
        match self.lock_here() {
            Some(mut waiting) if waiting.entries.len() < MOST_WAITING => drop(self.put(&mut waiting, entry)),
            _ => drop(self.lost.fetch_add(1, Ordering::SeqCst)),
        }
    }

    /// Puts this behind everything that was recorded, and waits until the writer is done with it.
    fn settle(&self, entry: Entry, within: Duration) -> Result<(), AuditIncomplete> {
        let mut waiting = self.lock_here().ok_or(AuditIncomplete::Waiting)?;
        let own = self.put(&mut waiting, entry);
        let unsettled = |waiting: &mut Waiting| waiting.done < own;
        let (waiting, _) =
            self.changed.wait_timeout_while(waiting, within, unsettled).unwrap_or_else(PoisonError::into_inner);
        if waiting.done < own || waiting.is_owing { Err(AuditIncomplete::Waiting) } else { Ok(()) }
    }

    /// The number of the entry, counted from 1.
    fn put(&self, waiting: &mut Waiting, entry: Entry) -> u64 {
        waiting.entries.push_back(entry);
        waiting.came += 1;
        if waiting.entries.len() == 1 {
            // The writer sleeps only where there is nothing.
            self.changed.notify_all();
        }
        waiting.came
    }

    /// In a forked child there is no thread to write, and the lock may be held for ever by a thread of the
    /// parent. A child in a new process id namespace may have its parent's id, so the id alone is not enough.
    fn lock_here(&self) -> Option<MutexGuard<'_, Waiting>> {
        let give_up = Instant::now() + LOCK_PATIENCE;
        while std::process::id() == self.process {
            match self.waiting.try_lock() {
                Ok(waiting) => return Some(waiting),
                Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() > give_up => return None,
                Err(TryLockError::WouldBlock) => thread::yield_now(),
            }
        }
        None
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The thread that writes, until nobody can record any more.
    fn write(&self, mut writer: TrailWriter) {
        // What cannot be written now is tried again before the next line.
        let _ = writer.account(0);
        while let Some(entry) = self.next() {
            let lost = self.lost.load(Ordering::SeqCst);
            let written = match &entry {
                Entry::Decision(recorded) => writer.decision(lost, recorded),
                Entry::Account => writer.account(lost),
                Entry::End => writer.end(lost),
            };
            if written.is_err() && matches!(entry, Entry::Decision(_)) {
                self.lost.fetch_add(1, Ordering::SeqCst);
            }
            self.done(&entry, written.is_err());
        }
    }

    fn next(&self) -> Option<Entry> {
        let waiting = self.lock();
        let idle = |waiting: &mut Waiting| waiting.entries.is_empty() && !waiting.is_closed;
        self.changed.wait_while(waiting, idle).unwrap_or_else(PoisonError::into_inner).entries.pop_front()
    }

    fn done(&self, entry: &Entry, is_owing: bool) {
        let mut waiting = self.lock();
        waiting.done += 1;
        waiting.is_owing = is_owing;
        drop(waiting);
        if !matches!(entry, Entry::Decision(_)) {
            self.changed.notify_all();
        }
    }
}
