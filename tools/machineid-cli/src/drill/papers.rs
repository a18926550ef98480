//! Where the report goes, beside standard output: a page and a document, both new.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::outcome::Stop;

/// Two files that are there already, and empty.
#[derive(Debug)]
pub(super) struct Papers {
    page: File,
    document: File,
}

impl Papers {
    /// Before anything is stopped: a place that cannot be written to is found out in time.
    pub(super) fn create(name: Option<&Path>) -> Result<Option<Self>, Stop> {
        let Some(name) = name else { return Ok(None) };
        Ok(Some(Self { page: create(name, "md")?, document: create(name, "json")? }))
    }

    pub(super) fn write(mut self, page: &str, document: &str) -> io::Result<()> {
        self.page.write_all(page.as_bytes())?;
        self.document.write_all(document.as_bytes())?;
        self.page.sync_all()?;
        self.document.sync_all()
    }
}

fn create(name: &Path, ending: &str) -> Result<File, Stop> {
    let mut path = name.as_os_str().to_owned();
    path.push(format!(".{ending}"));
    let path = PathBuf::from(path);
    File::options().write(true).create_new(true).open(&path).map_err(|error| {
        Stop::bad_input(format!(
            "the report {:?} cannot be created: {error}. Nothing was changed",
            path.display().to_string()
        ))
    })
}
