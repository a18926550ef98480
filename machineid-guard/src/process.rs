//! Which process this is, so that a forked child knows that it is another one.
//!
//! A child has the memory of its parent and none of its threads: the gatekeeper's is not there, and a lock
//! that another thread held is held for ever. So the child has to find out before it takes one.

/// A process, told from its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Process {
    id: u32,
    /// Where a process id counts. A child that is the first process of a container of its own has the
    /// process id 1, as a parent may have that is the first of another.
    namespace: Option<u64>,
}

impl Process {
    /// This one.
    pub(crate) fn current() -> Self {
        Self { id: std::process::id(), namespace: namespace() }
    }
}

/// The number of the process id namespace; `None` where there are none, or no `/proc`.
#[cfg(target_os = "linux")]
fn namespace() -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self/ns/pid").ok().map(|namespace| namespace.ino())
}

#[cfg(not(target_os = "linux"))]
fn namespace() -> Option<u64> {
    None
}
