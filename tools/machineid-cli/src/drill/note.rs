//! The note by which a drill that was killed is undone: on disk before anything is revoked, gone when all is restored.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use machineid_guard::DeviceId;
use serde::{Deserialize, Serialize};

use crate::connection;
use crate::drill::wish::Scope;
use crate::outcome::Stop;

/// More than the devices of the largest plan take.
const MOST: u64 = 4 << 20;

/// What a note is recognised by.
const KIND: &str = "machineid-drill-restore-note";

/// What has to be restored, and why it is stopped.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Content {
    kind: String,
    pub(super) drill: String,
    organisation: bool,
    /// Where the authority is, if the environment says so.
    authority: Option<String>,
    pub(super) devices: Vec<String>,
    pub(super) who: String,
    pub(super) why: String,
}

/// A note that is on disk.
#[derive(Debug)]
pub(super) struct Note {
    path: PathBuf,
}

impl Content {
    pub(super) fn new(drill: &str, scope: Scope, devices: &[DeviceId], who: &str, why: &str) -> Result<Self, Stop> {
        Ok(Self {
            kind: KIND.to_owned(),
            drill: drill.to_owned(),
            organisation: scope == Scope::Organisation,
            authority: connection::address()?,
            devices: devices.iter().map(ToString::to_string).collect(),
            who: who.to_owned(),
            why: why.to_owned(),
        })
    }

    pub(super) fn scope(&self) -> Scope {
        if self.organisation { Scope::Organisation } else { Scope::Devices }
    }
}

impl Note {
    /// Comes back when the note would outlive a power failure. It is for its owner alone.
    pub(super) fn write(path: &Path, content: &Content) -> Result<Self, Stop> {
        let text = serde_json::to_string_pretty(content).map_err(|error| cannot(path, "written", &error.into()))?;
        let mut file = create(path).map_err(|error| cannot(path, "created", &error))?;
        let written = file.write_all(format!("{text}\n").as_bytes()).and_then(|()| file.sync_all());
        written.and_then(|()| sync_folder(path)).map_err(|error| {
            // It holds nothing that anybody needs.
            drop(std::fs::remove_file(path));
            cannot(path, "written", &error)
        })?;
        Ok(Self { path: path.to_owned() })
    }

    /// Of a drill that did not end by itself.
    pub(super) fn read(path: &Path) -> Result<(Self, Content), Stop> {
        let refused = |why: &str| Stop::bad_input(format!("{:?} {why}", path.display().to_string()));
        let mut text = Vec::new();
        let read = File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut text));
        read.map_err(|error| refused(&format!("cannot be read: {}", error.kind())))?;
        let content: Content = serde_json::from_slice(&text)
            .ok()
            .filter(|content: &Content| content.kind == KIND)
            .ok_or_else(|| refused("is no restore note of a drill. Nothing was changed"))?;
        if content.authority != connection::address()? {
            let set = content.authority.as_deref().map_or("unset".to_owned(), |address| format!("set to {address}"));
            return Err(refused(&format!(
                "is about another authority: it was written with MACHINEID_BASE_URL {set}. Nothing was changed"
            )));
        }
        Ok((Self { path: path.to_owned() }, content))
    }

    /// The command that does what the note says.
    pub(super) fn command(&self) -> String {
        // In quotes that a shell takes as they are.
        format!("machineid drill --recover '{}'", self.path.display().to_string().replace('\'', r"'\''"))
    }

    /// All is restored.
    pub(super) fn remove(self) -> io::Result<()> {
        std::fs::remove_file(&self.path)?;
        sync_folder(&self.path)
    }
}

fn cannot(path: &Path, what: &str, error: &io::Error) -> Stop {
    Stop::bad_input(format!(
        "the restore note {:?} cannot be {what}: {error}. Nothing was changed; --note names another place",
        path.display().to_string()
    ))
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// So that the name is on disk as well.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
