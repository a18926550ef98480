//! One file of trails, read as it grows, is renamed, or is cut.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Longer than any line of the library is.
const LONGEST: usize = 1 << 20;

/// Which file it is, whatever its name.
pub(in crate::drill) type FileId = (u64, u64);

/// A file that is followed by its name, and by what it was when it was opened: who writes a file goes on with it when it
/// is renamed.
#[derive(Debug)]
pub(super) struct TrailFile {
    path: PathBuf,
    open: Vec<Opened>,
    /// How often another file had the name, and how often one was cut.
    rotations: usize,
}

#[derive(Debug)]
struct Opened {
    file: File,
    id: FileId,
    read: u64,
    /// The line that has no end yet.
    part: Vec<u8>,
}

impl TrailFile {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let opened = Opened::open(path)?;
        Ok(Self { path: path.to_owned(), open: vec![opened], rotations: 0 })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = FileId> {
        self.open.iter().map(|opened| opened.id)
    }

    pub(super) fn rotations(&self) -> usize {
        self.rotations
    }

    /// Whether it ends within a line.
    pub(super) fn ends_in_part(&self) -> bool {
        self.open.iter().any(|opened| !opened.part.is_empty())
    }

    /// Gives each new line.
    pub(super) fn read(&mut self, mut take: impl FnMut(&[u8])) -> io::Result<()> {
        for opened in &mut self.open {
            self.rotations += usize::from(opened.read(&mut take)?);
        }
        let now = match std::fs::metadata(&self.path) {
            // It was renamed, and there is no other one yet.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            now => file_id(&now?),
        };
        if self.open.iter().all(|opened| opened.id != now) {
            let mut opened = Opened::open(&self.path)?;
            opened.read(&mut take)?;
            self.open.push(opened);
            self.rotations += 1;
        }
        Ok(())
    }
}

impl Opened {
    fn open(path: &Path) -> io::Result<Self> {
        // A pipe would wait for somebody who writes.
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
        }
        let file = File::open(path)?;
        let id = file_id(&file.metadata()?);
        Ok(Self { file, id, read: 0, part: Vec::new() })
    }

    /// Says whether it was cut since it was read last.
    fn read(&mut self, take: &mut impl FnMut(&[u8])) -> io::Result<bool> {
        let was_cut = self.file.metadata()?.len() < self.read;
        if was_cut {
            self.file.seek(SeekFrom::Start(0))?;
            self.read = 0;
            if !self.part.is_empty() {
                take(&std::mem::take(&mut self.part));
            }
        }
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = match self.file.read(&mut buffer) {
                Ok(0) => return Ok(was_cut),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            self.read += count as u64;
            self.split(&buffer[..count], take);
        }
    }

    fn split(&mut self, mut bytes: &[u8], take: &mut impl FnMut(&[u8])) {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            self.part.extend_from_slice(&bytes[..end]);
            if !self.part.is_empty() {
                take(&self.part);
            }
            self.part.clear();
            bytes = &bytes[end + 1..];
        }
        self.part.extend_from_slice(bytes);
        if self.part.len() > LONGEST {
            take(&std::mem::take(&mut self.part));
        }
    }
}

#[cfg(unix)]
pub(in crate::drill) fn file_id(metadata: &Metadata) -> FileId {
    use std::os::unix::fs::MetadataExt;

    (metadata.dev(), metadata.ino())
}

/// Nothing tells files apart there: a file that is renamed is followed, and the next one of that name is not.
#[cfg(not(unix))]
pub(in crate::drill) fn file_id(_: &Metadata) -> FileId {
    (0, 0)
}
