//! One run: what a process wrote.

use std::collections::BTreeMap;

use crate::drill::moment::At;
use crate::drill::trail::numbers::Numbers;
use crate::drill::trail::{Event, Line};

/// The trail of one process, of which the lines are kept that are young enough.
#[derive(Debug)]
pub(in crate::drill) struct Run {
    /// The file in which it was seen first, by its place in the list.
    file: usize,
    begun: Option<(u32, String)>,
    numbers: Numbers,
    /// The number of the line that says so.
    end: Option<u64>,
    lost: Option<(At, u64)>,
    /// When each device was asked for last.
    devices: BTreeMap<String, At>,
    lines: Vec<Line>,
}

impl Run {
    pub(super) fn new(file: usize) -> Self {
        Self {
            file,
            begun: None,
            numbers: Numbers::default(),
            end: None,
            lost: None,
            devices: BTreeMap::new(),
            lines: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, line: Line, since: At) {
        self.numbers.take(line.seq, line.at);
        match &line.event {
            Event::Begin { pid, version } => self.begun = Some((*pid, version.clone())),
            Event::Lost(count) => self.lost = self.lost.max(Some((line.at, *count))),
            Event::End => self.end = self.end.max(Some(line.seq)),
            Event::Decision(decision) => {
                if let Some(device) = &decision.device {
                    let last = self.devices.entry(device.clone()).or_insert(line.at);
                    *last = line.at.max(*last);
                }
            }
        }
        if line.at >= since {
            self.lines.push(line);
        }
    }

    pub(in crate::drill) fn file(&self) -> usize {
        self.file
    }

    pub(in crate::drill) fn pid(&self) -> Option<u32> {
        self.begun.as_ref().map(|(pid, _)| *pid)
    }

    /// Of the library, in that process.
    pub(in crate::drill) fn version(&self) -> Option<&str> {
        self.begun.as_ref().map(|(_, version)| version.as_str())
    }

    /// Whether it says that it has ended, and says nothing after that.
    pub(in crate::drill) fn has_ended(&self) -> bool {
        self.end.is_some() && self.end == self.numbers.last()
    }

    pub(in crate::drill) fn has_asked_for(&self, device: &str) -> bool {
        self.devices.contains_key(device)
    }

    /// Those that were kept, as they were read.
    pub(in crate::drill) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Why the lines since that time are not all there.
    pub(super) fn objection(&self, since: At) -> Option<String> {
        let lost = self.lost.filter(|(at, _)| *at >= since);
        let lost = lost.map(|(_, count)| format!("has lost {count} decisions, by a disk that was full or slow"));
        lost.or_else(|| self.numbers.objection(since))
    }
}
