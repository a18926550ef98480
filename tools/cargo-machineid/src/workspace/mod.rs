//! The packages that a run is about, as cargo describes them. Nothing is built, and nothing is resolved anew.

mod locked;
mod metadata;
mod present;
mod said;

use camino::{Utf8Path, Utf8PathBuf};

pub(crate) use self::locked::Locked;
pub(crate) use self::metadata::{NoWorkspace, Wanted};
pub(crate) use self::present::{Build, Built, built};
pub(crate) use self::said::{Exemption, OwnEffect};

/// The packages of one workspace.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: Utf8PathBuf,
    packages: Vec<Package>,
    effects: Vec<OwnEffect>,
}

/// One package, with what a scan needs to know of it.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) targets: Vec<Target>,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) exemptions: Vec<Exemption>,
    pub(crate) effects: Vec<OwnEffect>,
    pub(crate) manifest: Utf8PathBuf,
}

/// One crate that cargo would compile.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) kind: TargetKind,
    pub(crate) root: Utf8PathBuf,
}

/// What a target is for: tools of the product are told from those that only tests or examples have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TargetKind {
    Library,
    Binary,
    Example,
    Bench,
    Test,
}

/// A dependency as the source names it.
#[derive(Debug)]
pub(crate) struct Dependency {
    /// The crate's name on the registry.
    pub(crate) package: String,
    /// The name in paths: dashes are underscores, and it may be renamed.
    pub(crate) in_source: String,
    /// From the lock file.
    pub(crate) version: Option<cargo_metadata::semver::Version>,
}

impl TargetKind {
    /// Tests, examples and benchmarks are run by people.
    pub(crate) const fn is_of_product(self) -> bool {
        matches!(self, Self::Library | Self::Binary)
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Library => "lib",
            Self::Binary => "bin",
            Self::Example => "example",
            Self::Bench => "bench",
            Self::Test => "test",
        }
    }
}

impl Workspace {
    /// Asks cargo for the workspace around the manifest or the current folder.
    pub(crate) fn find(wanted: &Wanted) -> Result<Self, NoWorkspace> {
        metadata::workspace(wanted)
    }

    /// Where the workspace's files are, and paths are shown from.
    pub(crate) fn root(&self) -> &Utf8Path {
        &self.root
    }

    pub(crate) fn packages(&self) -> &[Package] {
        &self.packages
    }

    /// The effects that its packages, and the workspace as a whole, name beside the catalogue's.
    pub(crate) fn own_effects(&self) -> impl Iterator<Item = &OwnEffect> {
        self.effects.iter().chain(self.packages.iter().flat_map(|package| &package.effects))
    }
}

impl Package {
    /// What the source calls the guard's crate.
    pub(crate) fn guard(&self) -> &str {
        self.dependency("machineid-guard").map_or("machineid_guard", |guard| guard.in_source.as_str())
    }

    /// The dependency of that package name.
    pub(crate) fn dependency(&self, package: &str) -> Option<&Dependency> {
        self.dependencies.iter().find(|dependency| dependency.package == package)
    }
}
