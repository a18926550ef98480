//! The effects that are known: functions that write, start, send or pay, by their paths as the compiler resolves them.
//!
//! One file for each crate and range of versions, in `catalogue/`; users add their own in the manifest's metadata.

use std::collections::BTreeSet;

use cargo_metadata::semver::{Version, VersionReq};
use serde::Deserialize;

/// The files.
const FILES: [&str; 21] = [
    include_str!("../../catalogue/std.toml"),
    include_str!("../../catalogue/tokio.toml"),
    include_str!("../../catalogue/reqwest.toml"),
    include_str!("../../catalogue/ureq.toml"),
    include_str!("../../catalogue/rusqlite.toml"),
    include_str!("../../catalogue/git2.toml"),
    include_str!("../../catalogue/lettre.toml"),
    include_str!("../../catalogue/sqlx.toml"),
    include_str!("../../catalogue/diesel.toml"),
    include_str!("../../catalogue/sea-orm-1.toml"),
    include_str!("../../catalogue/sea-orm-2.toml"),
    include_str!("../../catalogue/redis.toml"),
    include_str!("../../catalogue/mongodb.toml"),
    include_str!("../../catalogue/kube.toml"),
    include_str!("../../catalogue/octocrab.toml"),
    include_str!("../../catalogue/async-stripe.toml"),
    include_str!("../../catalogue/aws-sdk-dynamodb.toml"),
    include_str!("../../catalogue/aws-sdk-s3.toml"),
    include_str!("../../catalogue/aws-sdk-sesv2.toml"),
    include_str!("../../catalogue/aws-sdk-sns.toml"),
    include_str!("../../catalogue/aws-sdk-sqs.toml"),
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
    /// Not with each feature of its crate, or not in each version of it that the build has.
    Sometimes,
}

/// A crate that a build has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Present {
    /// As paths have it: dashes are underscores.
    pub(crate) name: String,
    pub(crate) version: Version,
    pub(crate) features: BTreeSet<String>,
    pub(crate) called: Called,
}

/// Who can call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Called {
    /// A package of the workspace depends on it.
    Directly,
    /// Only what others of its types and functions hand on.
    Through,
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
    /// Where not each version of the file's has these.
    versions: Option<VersionReq>,
    feature: Option<String>,
    platform: Option<Platform>,
    paths: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Platform {
    Unix,
}

impl Group {
    fn is_in(&self, built: &Present) -> bool {
        self.versions.as_ref().is_none_or(|versions| versions.matches(&built.version))
            && self.feature.as_ref().is_none_or(|feature| built.features.contains(feature))
    }
}

/// The effects of the crates that are there. The standard library always is.
pub(crate) fn effects(present: &[Present]) -> Result<Vec<Effect>, String> {
    let mut found = Vec::new();
    for file in files()? {
        let of_name: Vec<&Present> = present.iter().filter(|it| it.name == file.name).collect();
        let is_std = file.name == "std";
        for group in file.effects {
            let is_in = |it: &&Present| file.versions.matches(&it.version) && group.is_in(it);
            let is_built = is_std || of_name.iter().any(is_in);
            if !is_built || group.platform == Some(Platform::Unix) && !cfg!(unix) {
                continue;
            }
            let is_always = group.feature.is_none() && of_name.iter().all(is_in);
            let known = if is_always { Known::Always } else { Known::Sometimes };
            let effect = |path| Effect { path, surface: group.surface.clone(), known };
            found.extend(group.paths.into_iter().map(effect));
        }
    }
    found.sort();
    Ok(found)
}

/// Dependencies of the workspace that the catalogue knows in other versions only: their effects go unseen.
pub(crate) fn in_other_versions(present: &[Present]) -> Result<Vec<String>, String> {
    let files = files()?;
    let knows = |it: &Present| files.iter().any(|file| file.name == it.name && file.versions.matches(&it.version));
    let others = present.iter().filter(|it| it.called == Called::Directly && !knows(it));
    let named = others.filter(|it| files.iter().any(|file| file.name == it.name));
    Ok(named.map(|it| format!("{} {}", it.name, it.version)).collect())
}

fn files() -> Result<Vec<File>, String> {
    let files: Result<Vec<File>, _> = FILES.iter().map(|text| toml_edit::de::from_str(text)).collect();
    files.map_err(|error| format!("the catalogue: {error}"))
}
