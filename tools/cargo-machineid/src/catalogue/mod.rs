//! The effects that are known: functions that write, start, send or pay, by their paths as the compiler resolves them.
//!
//! One file for each crate and range of versions, in `catalogue/`; users add their own in the manifest's metadata.

use std::collections::BTreeSet;

use cargo_metadata::semver::{Version, VersionReq};
use serde::Deserialize;

/// The files.
const FILES: [&str; 10] = [
    include_str!("../../catalogue/std.toml"),
    include_str!("../../catalogue/tokio.toml"),
    include_str!("../../catalogue/reqwest.toml"),
    include_str!("../../catalogue/ureq.toml"),
    include_str!("../../catalogue/rusqlite.toml"),
    include_str!("../../catalogue/git2.toml"),
    include_str!("../../catalogue/lettre.toml"),
    include_str!("../../catalogue/sqlx.toml"),
    include_str!("../../catalogue/diesel.toml"),
    include_str!("../../catalogue/redis.toml"),
];

/// One function that is an effect.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Effect {
    /// As the compiler resolves it: `std::fs::write`.
    pub(crate) path: String,
    /// The surface that is suggested.
    pub(crate) surface: String,
    pub(crate) known: Known,
}

/// How much is known of whether the path is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Known {
    /// It is, in each build that has the crate. One that does not resolve is a fault.
    Always,
    /// Only in builds with a feature of its crate.
    WithFeature,
}

/// A crate that a build has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Present {
    /// As paths have it: dashes are underscores.
    pub(crate) name: String,
    pub(crate) version: Version,
    pub(crate) features: BTreeSet<String>,
}

/// One file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "crate")]
    name: String,
    versions: VersionReq,
    effects: Vec<Group>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    surface: String,
    feature: Option<String>,
    platform: Option<Platform>,
    paths: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Platform {
    Unix,
}

/// The effects of the crates that are there. The standard library always is.
pub(crate) fn effects(present: &[Present]) -> Result<Vec<Effect>, String> {
    let mut found = Vec::new();
    for text in FILES {
        let file: File = toml_edit::de::from_str(text).map_err(|error| format!("the catalogue: {error}"))?;
        let of_crate: Vec<&Present> =
            present.iter().filter(|it| it.name == file.name && file.versions.matches(&it.version)).collect();
        let is_std = file.name == "std";
        for group in file.effects {
            let is_there = |feature: &String| of_crate.iter().any(|it| it.features.contains(feature));
            let is_built = is_std || !of_crate.is_empty() && group.feature.as_ref().is_none_or(is_there);
            if !is_built || group.platform == Some(Platform::Unix) && !cfg!(unix) {
                continue;
            }
            let known = if group.feature.is_some() { Known::WithFeature } else { Known::Always };
            let effect = |path| Effect { path, surface: group.surface.clone(), known };
            found.extend(group.paths.into_iter().map(effect));
        }
    }
    found.sort();
    Ok(found)
}
