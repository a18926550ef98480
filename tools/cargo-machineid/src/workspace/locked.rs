//! Which versions of dependencies the lock file holds.

use std::collections::HashMap;
use std::{fs, io};

use camino::Utf8Path;
use cargo_metadata::semver::{Version, VersionReq};
use toml_edit::{DocumentMut, Table};

/// The lock file's packages. Without a lock file nothing is known of versions.
#[derive(Debug, Default)]
pub(crate) struct Locked {
    versions: HashMap<String, Vec<Version>>,
}

impl Locked {
    pub(crate) fn read(path: &Utf8Path) -> io::Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => Ok(text.parse().map_or_else(|_| Self::default(), |document| Self::of(&document))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    fn of(document: &DocumentMut) -> Self {
        let mut locked = Self::default();
        let packages = document.get("package").and_then(toml_edit::Item::as_array_of_tables);
        for package in packages.into_iter().flatten() {
            locked.add(package);
        }
        locked
    }

    fn add(&mut self, package: &Table) {
        let text = |key: &str| package.get(key).and_then(toml_edit::Item::as_str);
        let (Some(name), Some(version)) = (text("name"), text("version")) else { return };
        if let Ok(version) = Version::parse(version) {
            self.versions.entry(name.to_owned()).or_default().push(version);
        }
    }

    /// Whether a package is there whose crate may have that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.versions.keys().any(|package| package.replace('-', "_") == name)
    }

    /// The version of a dependency that fits what a manifest asks for.
    pub(crate) fn version(&self, dependency: &str, wanted: &VersionReq) -> Option<Version> {
        self.versions.get(dependency)?.iter().filter(|version| wanted.matches(version)).max().cloned()
    }
}
