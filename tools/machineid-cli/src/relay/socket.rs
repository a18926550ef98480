//! The Unix socket: in a folder that nobody else can write to, never instead of one that is answered, and open to those
//! alone whom its permissions name, from its first moment.

use std::fs::{self, File, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use rustix::fs::Mode;
use rustix::process::{getuid, umask};
use tokio::net::UnixListener;

use crate::outcome::Stop;

/// A socket that is listened on, and goes when this is dropped.
#[derive(Debug)]
pub(super) struct Socket {
    listener: UnixListener,
    path: PathBuf,
    /// Which file it was made as: another one in its place is not this relay's to remove.
    made: (u64, u64),
    /// Held for as long as the relay lives. Two that start at once would each take the other's socket for a stale one.
    _lock: File,
}

impl Socket {
    pub(super) fn open(path: &Path, mode: u32, group: Option<&str>) -> Result<Self, Stop> {
        let group = group.map(number_of).transpose()?;
        let folder = path.parent().filter(|_| path.is_absolute() && path.file_name().is_some());
        let folder = folder.ok_or_else(|| wrong(path, "is not an absolute path such as /run/machineid/relay.sock"))?;
        refuse_folder_of_others(folder)?;
        let lock = lock(path)?;
        remove_stale(path)?;
        let listener = bind(path).map_err(|error| wrong(path, &format!("cannot be listened on: {error}")))?;
        let file = fs::symlink_metadata(path).map_err(|error| wrong(path, &format!("went away: {error}")))?;
        // Dropped, and so removed, where it cannot be given to those who shall have it.
        let socket = Self { listener, path: path.to_owned(), made: (file.dev(), file.ino()), _lock: lock };
        let opened = chown(path, None, group).and_then(|()| fs::set_permissions(path, Permissions::from_mode(mode)));
        opened.map_err(|error| wrong(path, &format!("cannot be given its group and permissions: {error}")))?;
        Ok(socket)
    }

    pub(super) fn listener(&self) -> &UnixListener {
        &self.listener
    }

    /// What an agent sets `MACHINEID_BASE_URL` to.
    pub(super) fn base_url(&self) -> String {
        format!("unix:{}", self.path.display())
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let is_ours = |file: fs::Metadata| (file.dev(), file.ino()) == self.made;
        if fs::symlink_metadata(&self.path).is_ok_and(is_ours) {
            // Where it stays, the next relay finds a stale one.
            drop(fs::remove_file(&self.path));
        }
    }
}

/// Whoever can write to the folder can put a socket of their own there, which says yes.
fn refuse_folder_of_others(folder: &Path) -> Result<(), Stop> {
    let metadata = fs::metadata(folder).map_err(|error| wrong(folder, &format!("cannot be looked at: {error}")))?;
    let is_owners = metadata.uid() == 0 || metadata.uid() == getuid().as_raw();
    if is_owners && metadata.mode() & 0o022 == 0 {
        return Ok(());
    }
    let mode = metadata.mode() & 0o7777;
    Err(wrong(
        folder,
        &format!(
            "is a folder that others can put a socket into (mode {mode:04o}): take one of the relay's own user, mode 0755"
        ),
    ))
}

fn lock(path: &Path) -> Result<File, Stop> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".lock");
    let file = File::options().write(true).create(true).truncate(false).mode(0o600).open(&beside);
    let file = file.map_err(|error| wrong(Path::new(&beside), &format!("cannot be opened: {error}")))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(answered(path)),
        Err(TryLockError::Error(error)) => Err(wrong(Path::new(&beside), &format!("cannot be locked: {error}"))),
    }
}

/// What a relay leaves behind that was killed. Anything else is somebody's.
fn remove_stale(path: &Path) -> Result<(), Stop> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(wrong(path, &format!("cannot be looked at: {error}"))),
    };
    if !found.file_type().is_socket() {
        return Err(wrong(path, "is there already, and is no socket: it is not removed"));
    }
    match UnixStream::connect(path) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            fs::remove_file(path).map_err(|error| wrong(path, &format!("is stale and cannot be removed: {error}")))
        }
        Ok(_) => Err(answered(path)),
        Err(error) => Err(wrong(path, &format!("is there already, and does not look stale: {error}"))),
    }
}

/// For nobody but its owner, until it is opened to others.
fn bind(path: &Path) -> io::Result<UnixListener> {
    let before = umask(Mode::from_raw_mode(0o177));
    // The standard library's: its queue is as long as the system allows, and a full one would refuse agents.
    let listener = std::os::unix::net::UnixListener::bind(path);
    umask(before);
    let listener = listener?;
    listener.set_nonblocking(true)?;
    UnixListener::from_std(listener)
}

fn number_of(group: &str) -> Result<u32, Stop> {
    if let Ok(number) = group.parse() {
        return Ok(number);
    }
    let groups = fs::read_to_string("/etc/group").unwrap_or_default();
    let of_line = |line: &str| {
        let mut fields = line.split(':');
        let is_named = fields.next() == Some(group);
        fields.nth(1).filter(|_| is_named).and_then(|number| number.parse().ok())
    };
    let number = groups.lines().find_map(of_line);
    number.ok_or_else(|| Stop::bad_input(format!("the group {group:?} is not in /etc/group: name it by its number")))
}

fn answered(path: &Path) -> Stop {
    wrong(path, "is a socket that a relay listens on already")
}

fn wrong(path: &Path, why: &str) -> Stop {
    Stop::bad_input(format!("{} {why}", path.display()))
}
