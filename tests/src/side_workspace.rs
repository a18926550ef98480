//! Crates of another edition, with other dependencies or under other tools than this workspace: they
//! are written below the target folder and built there, with this workspace's lock file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, io};

/// A cargo workspace for one test.
#[derive(Debug)]
pub struct SideWorkspace {
    folder: PathBuf,
    target: PathBuf,
    members: Vec<String>,
}

/// A package of a [`SideWorkspace`]. Its sources stand in the repository.
#[derive(Debug)]
pub struct Package {
    name: String,
    manifest: String,
}

impl Package {
    /// A package of that edition, without dependencies and targets.
    #[must_use]
    pub fn new(name: &str, edition: &str) -> Self {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\
             autobins = false\nautotests = false\nautobenches = false\nautoexamples = false\n"
        );
        Self { name: name.to_owned(), manifest }
    }

    /// One more target: `lib` or `bin`.
    #[must_use]
    pub fn target(mut self, kind: &str, source: &Path) -> Self {
        let name = source.file_stem().unwrap_or_default().display().to_string();
        let table = if kind == "lib" { "[lib]".to_owned() } else { format!("[[{kind}]]") };
        // Writing to a string cannot fail.
        let _ = write!(self.manifest, "\n{table}\nname = \"{name}\"\npath = {:?}\n", source.display().to_string());
        self
    }

    /// One more line of the `[package]` table, before any other table.
    #[must_use]
    pub fn package_lines(mut self, lines: &str) -> Self {
        self.manifest = self.manifest.replacen("[package]\n", &format!("[package]\n{lines}\n"), 1);
        self
    }

    /// One more table or line, as it stands in a manifest.
    #[must_use]
    pub fn lines(mut self, lines: &str) -> Self {
        self.manifest.push('\n');
        self.manifest.push_str(lines);
        self.manifest.push('\n');
        self
    }
}

/// The folder of the crate that all of them depend on, as a manifest's `path`.
#[must_use]
pub fn guard_path() -> String {
    repository().join("machineid-guard").display().to_string()
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl SideWorkspace {
    /// A workspace of that name below `temporary`, the `CARGO_TARGET_TMPDIR` of the test. All share one
    /// target folder, so that the dependencies are checked once.
    #[must_use]
    pub fn new(temporary: &Path, name: &str) -> Self {
        Self { folder: temporary.join(name), target: temporary.join("side-target"), members: Vec::new() }
    }

    /// Writes one more package.
    ///
    /// # Errors
    /// When the target folder cannot be written.
    pub fn with(mut self, package: Package) -> io::Result<Self> {
        let folder = self.folder.join(&package.name);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("Cargo.toml"), package.manifest)?;
        self.members.push(package.name);
        Ok(self)
    }

    /// Runs cargo in it. Nothing is downloaded.
    ///
    /// # Errors
    /// When the target folder cannot be written, or cargo cannot be started.
    pub fn cargo(&self, arguments: &[&str]) -> io::Result<Output> {
        self.command(arguments)?.output()
    }

    /// The same, for a caller that has more to say to it.
    ///
    /// # Errors
    /// When the target folder cannot be written.
    pub fn command(&self, arguments: &[&str]) -> io::Result<Command> {
        let manifest = format!("[workspace]\nresolver = \"2\"\nmembers = {:?}\n", self.members);
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        fs::copy(repository().join("Cargo.lock"), self.folder.join("Cargo.lock"))?;
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .args(arguments)
            .arg("--offline")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("RUSTFLAGS");
        Ok(command)
    }
}
