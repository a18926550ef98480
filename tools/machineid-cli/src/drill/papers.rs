//! Where the report goes, beside standard output: a page and a document, both new.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::outcome::Stop;

/// Two files that are there already, and empty.
#[derive(Debug)]
pub(super) struct Papers {
    page: Paper,
    document: Paper,
}

/// A file that is removed again if nothing is written to it.
#[derive(Debug)]
struct Paper {
    file: File,
    path: PathBuf,
    is_blank: bool,
}

impl Papers {
    /// Before anything is stopped: a place that cannot be written to is found out in time.
    pub(super) fn create(name: Option<&Path>) -> Result<Option<Self>, Stop> {
        let Some(name) = name else { return Ok(None) };
        Ok(Some(Self { page: Paper::create(name, "md")?, document: Paper::create(name, "json")? }))
    }

    pub(super) fn write(mut self, page: &str, document: &str) -> io::Result<()> {
        self.page.write(page)?;
        self.document.write(document)
    }
}

impl Paper {
    fn create(name: &Path, ending: &str) -> Result<Self, Stop> {
        let mut path = name.as_os_str().to_owned();
        path.push(format!(".{ending}"));
        let path = PathBuf::from(path);
        match File::options().write(true).create_new(true).open(&path) {
            Ok(file) => Ok(Self { file, path, is_blank: true }),
            Err(error) => Err(Stop::bad_input(format!(
                "the report {:?} cannot be created: {error}. Nothing was changed",
                path.display().to_string()
            ))),
        }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.is_blank = false;
        self.file.write_all(text.as_bytes())?;
        self.file.sync_all()
    }
}

impl Drop for Paper {
    fn drop(&mut self) {
        if self.is_blank {
            // It is empty, and in the way of the next drill at the most.
            drop(std::fs::remove_file(&self.path));
        }
    }
}
