//! Whether a process is on this machine, and so has its clock.

use crate::drill::trail::FileId;

/// Whether a process of that number runs here and has one of these files open. A number alone would not do: each container
/// has a process 1. No is also the answer where the system does not let us look.
#[cfg(target_os = "linux")]
pub(super) fn has_open(pid: u32, files: &[FileId]) -> bool {
    use crate::drill::trail::file_id;

    let Ok(open) = std::fs::read_dir(format!("/proc/{pid}/fd")) else { return false };
    open.flatten().any(|entry| std::fs::metadata(entry.path()).is_ok_and(|opened| files.contains(&file_id(&opened))))
}

/// There is no way to know it.
#[cfg(not(target_os = "linux"))]
pub(super) fn has_open(_: u32, _: &[FileId]) -> bool {
    false
}
