//! The crates that a build has, with the features that are on: what the catalogue of effects is held against.

use camino::Utf8PathBuf;
use cargo_metadata::{CargoOpt, MetadataCommand};

use super::Locked;
use super::metadata::{NoWorkspace, Wanted, told};
use crate::catalogue::{Called, Present};

/// Which features and which target are built.
#[derive(Clone, Debug, Default)]
pub(crate) struct Build {
    pub(crate) features: Vec<String>,
    pub(crate) all_features: bool,
    pub(crate) no_default_features: bool,
    pub(crate) target: Option<String>,
}

/// What is built.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) crates: Vec<Present>,
    /// Features of the workspace's packages that are off: `package/feature`.
    pub(crate) features_off: Vec<String>,
    pub(crate) target_directory: Utf8PathBuf,
    /// Crates that other features would bring in are there as well.
    locked: Locked,
}

impl Built {
    /// Whether a crate of that name is in the build, or in one with other features.
    pub(crate) fn has(&self, name: &str) -> bool {
        let is_of_rust = ["std", "core", "alloc"].contains(&name);
        is_of_rust || self.crates.iter().any(|present| present.name == name) || self.locked.has(name)
    }
}

impl Build {
    /// As cargo takes it.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let mut arguments = Vec::new();
        if self.all_features {
            arguments.push("--all-features".to_owned());
        }
        if self.no_default_features {
            arguments.push("--no-default-features".to_owned());
        }
        if !self.features.is_empty() {
            arguments.extend(["--features".to_owned(), self.features.join(",")]);
        }
        if let Some(target) = &self.target {
            arguments.extend(["--target".to_owned(), target.clone()]);
        }
        arguments
    }
}

/// Asks cargo.
pub(crate) fn built(wanted: &Wanted, build: &Build) -> Result<Built, NoWorkspace> {
    let mut command = MetadataCommand::new();
    command.env("RUST_BACKTRACE", "0");
    if let Some(manifest) = &wanted.manifest {
        command.manifest_path(manifest);
    }
    if build.all_features {
        command.features(CargoOpt::AllFeatures);
    }
    if build.no_default_features {
        command.features(CargoOpt::NoDefaultFeatures);
    }
    if !build.features.is_empty() {
        command.features(CargoOpt::SomeFeatures(build.features.clone()));
    }
    let metadata = command.exec().map_err(|error| NoWorkspace::Cargo(told(&error)))?;
    let nodes = metadata.resolve.as_ref().map(|resolve| resolve.nodes.as_slice()).unwrap_or_default();
    let mut found = Built {
        crates: Vec::new(),
        features_off: Vec::new(),
        target_directory: metadata.target_directory.clone(),
        locked: Locked::read(&metadata.workspace_root.join("Cargo.lock"))?,
    };
    let members = nodes.iter().filter(|node| metadata.workspace_members.contains(&node.id));
    let direct: Vec<_> = members.flat_map(|node| node.dependencies.iter()).collect();
    for node in nodes {
        let Some(package) = metadata.packages.iter().find(|package| package.id == node.id) else { continue };
        let on: Vec<String> = node.features.iter().map(ToString::to_string).collect();
        if metadata.workspace_members.contains(&node.id) {
            let off = package.features.keys().filter(|feature| !on.contains(feature) && *feature != "default");
            found.features_off.extend(off.map(|feature| format!("{}/{feature}", package.name)));
        }
        let library = package.targets.iter().find(|target| target.is_lib() || target.is_proc_macro());
        found.crates.push(Present {
            name: library.map_or_else(|| package.name.to_string(), |library| library.name.clone()).replace('-', "_"),
            version: package.version.clone(),
            features: on.into_iter().collect(),
            called: if direct.contains(&&node.id) { Called::Directly } else { Called::Through },
        });
    }
    found.features_off.sort();
    Ok(found)
}
