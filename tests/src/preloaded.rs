//! A library in C that is loaded before the C library, and does a few of its things differently.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles it, into this folder. Rust itself links with `cc`, so it is there. Set `LD_PRELOAD` to the
/// path in a process that shall have it.
///
/// # Errors
/// Where the folder cannot be written, or the compiler refuses.
pub fn compile(folder: &Path, source: &str) -> io::Result<PathBuf> {
    let (file, library) = (folder.join("preloaded.c"), folder.join("preloaded.so"));
    std::fs::write(&file, source)?;
    let status = Command::new("cc").args(["-shared", "-fPIC", "-o"]).args([&library, &file]).arg("-ldl").status()?;
    if status.success() { Ok(library) } else { Err(io::Error::other(format!("cc: {status}"))) }
}
