//! From `cargo metadata`, without dependencies: that needs no network, and writes no lock file.

use std::io;

use camino::Utf8PathBuf;
use cargo_metadata::{Metadata, MetadataCommand, TargetKind as Kind};

use super::{Dependency, Locked, Package, Target, TargetKind, Workspace, said};

/// Which packages the user asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) manifest: Option<Utf8PathBuf>,
    /// By name; empty for all of the workspace.
    pub(crate) packages: Vec<String>,
}

/// No packages that could be looked at. There is no verdict then.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoWorkspace {
    #[error("cargo could not describe the workspace:\n{0}")]
    Cargo(String),
    #[error("there is no package `{name}` in this workspace: it has {}", .there.join(", "))]
    NoPackage { name: String, there: Vec<String> },
    #[error(transparent)]
    Metadata(#[from] said::WrongMetadata),
    #[error("the lock file cannot be read: {0}")]
    Lock(#[from] io::Error),
}

pub(super) fn workspace(wanted: &Wanted) -> Result<Workspace, NoWorkspace> {
    let mut command = MetadataCommand::new();
    // A backtrace of cargo's, or rustup's, tells a user nothing.
    command.no_deps().env("RUST_BACKTRACE", "0");
    if let Some(manifest) = &wanted.manifest {
        command.manifest_path(manifest);
    }
    let metadata = command.exec().map_err(|error| NoWorkspace::Cargo(told(&error)))?;
    let locked = Locked::read(&metadata.workspace_root.join("Cargo.lock"))?;
    let packages = chosen(&metadata, &wanted.packages)?;
    Ok(Workspace {
        root: metadata.workspace_root.clone(),
        effects: said::read("the workspace", &metadata.workspace_metadata)?.effects,
        packages: packages.into_iter().map(|package| described(package, &locked)).collect::<Result<_, _>>()?,
    })
}

/// What cargo itself wrote, where it did.
pub(super) fn told(error: &cargo_metadata::Error) -> String {
    match error {
        cargo_metadata::Error::CargoMetadata { stderr } => stderr.trim().to_owned(),
        other => other.to_string(),
    }
}

fn chosen<'a>(metadata: &'a Metadata, wanted: &[String]) -> Result<Vec<&'a cargo_metadata::Package>, NoWorkspace> {
    let members = metadata.workspace_packages();
    let there = || members.iter().map(|package| package.name.to_string()).collect();
    let unknown = wanted.iter().find(|name| !members.iter().any(|package| package.name.as_str() == *name));
    if let Some(name) = unknown {
        return Err(NoWorkspace::NoPackage { name: name.clone(), there: there() });
    }
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|it| it == name);
    Ok(members.into_iter().filter(|package| is_wanted(package.name.as_str())).collect())
}

fn described(package: &cargo_metadata::Package, locked: &Locked) -> Result<Package, NoWorkspace> {
    let dependencies = package.dependencies.iter().map(|dependency| Dependency {
        version: locked.version(&dependency.name, &dependency.req),
        in_source: dependency.rename.as_ref().unwrap_or(&dependency.name).replace('-', "_"),
        package: dependency.name.clone(),
    });
    let said = said::read(package.name.as_str(), &package.metadata)?;
    Ok(Package {
        exemptions: said.exemptions,
        effects: said.effects,
        manifest: package.manifest_path.clone(),
        name: package.name.to_string(),
        targets: package.targets.iter().filter_map(target).collect(),
        dependencies: dependencies.collect(),
    })
}

/// Build scripts are programs of their own that no model reaches.
fn target(target: &cargo_metadata::Target) -> Option<Target> {
    let kind = target.kind.iter().find_map(|kind| match kind {
        Kind::Bin => Some(TargetKind::Binary),
        Kind::Example => Some(TargetKind::Example),
        Kind::Bench => Some(TargetKind::Bench),
        Kind::Test => Some(TargetKind::Test),
        Kind::CustomBuild => None,
        _ => Some(TargetKind::Library),
    })?;
    Some(Target { kind, root: target.src_path.clone() })
}
