//! This program in the place of the compiler: cargo runs it for each crate of the workspace, and it runs clippy.
//!
//! `cargo clippy` would do the same, and then throw away what it knew of the user's own settings, and they what it knew of
//! ours. A wrapper of another path has results of its own beside theirs, and all share the dependencies.

use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use camino::{Utf8Path, Utf8PathBuf};

/// Says that this program is the compiler now, and where clippy is.
pub(super) const DRIVER: &str = "CARGO_MACHINEID_CLIPPY_DRIVER";

/// Runs as the compiler, where cargo asked for that.
pub(crate) fn as_compiler() -> Option<ExitCode> {
    let driver = PathBuf::from(env::var_os(DRIVER)?);
    let status = Command::new(driver).args(env::args_os().skip(1)).env_remove(DRIVER).status();
    // What the compiler ends with, cargo only tells from 0.
    let code = status.map_or(1, |status| status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1));
    Some(ExitCode::from(code))
}

/// Where the clippy of the toolchain is that the workspace is built with.
pub(super) fn find(root: &Utf8Path) -> Result<Utf8PathBuf, String> {
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output =
        Command::new(&compiler).args(["--print", "sysroot"]).current_dir(root).env("RUST_BACKTRACE", "0").output();
    let output = output.map_err(|error| format!("{} could not be run: {error}", compiler.display()))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    let sysroot = Utf8PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let driver = sysroot.join("bin").join(format!("clippy-driver{}", env::consts::EXE_SUFFIX));
    if driver.is_file() {
        return Ok(driver);
    }
    Err(format!("clippy is not installed for this toolchain ({sysroot}): `rustup component add clippy`"))
}
