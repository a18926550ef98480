//! Which of the library's adapters fits the release of a framework that a package has.

use super::{FRAMEWORKS, Scene};
use crate::workspace::Dependency;

/// A framework of a package, and the way to guard it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub(crate) struct InUse {
    pub(crate) package: String,
    /// The crate that the package depends on.
    pub(crate) framework: String,
    /// From the lock file.
    pub(crate) version: Option<String>,
    /// The feature of `machineid-guard` whose adapter fits; without one the attributes alone do it.
    pub(crate) feature: Option<&'static str>,
}

/// Release lines with an adapter: package, major and minor where that is 0, the feature.
const ADAPTERS: [(&str, u64, Option<u64>, &str); 11] = [
    ("rmcp", 0, Some(14), "rmcp-0-14"),
    ("rmcp", 0, Some(16), "rmcp-0-16"),
    ("rmcp", 1, None, "rmcp-1"),
    ("rmcp", 2, None, "rmcp-2"),
    ("rmcp", 3, None, "rmcp-3"),
    ("rust-mcp-sdk", 0, Some(9), "rust-mcp-sdk-0-9"),
    ("rust-mcp-sdk", 1, None, "rust-mcp-sdk-1"),
    ("rig-core", 0, Some(28), "rig-0-28"),
    ("rig-core", 0, Some(35), "rig-0-35"),
    ("rig-core", 0, Some(44), "rig-0-44"),
    ("rig-agent", 0, Some(44), "rig-0-44"),
];

/// The frameworks that the package depends on.
pub(crate) fn in_use(scene: Scene<'_>) -> Vec<InUse> {
    let mut found = Vec::new();
    for framework in FRAMEWORKS {
        for dependency in framework.dependencies(scene) {
            found.push(InUse {
                package: scene.package.name.clone(),
                framework: dependency.package.clone(),
                version: dependency.version.as_ref().map(ToString::to_string),
                feature: feature(dependency),
            });
        }
    }
    found
}

/// The feature whose adapter fits the locked release of a dependency.
pub(super) fn feature(dependency: &Dependency) -> Option<&'static str> {
    let version = dependency.version.as_ref()?;
    let fits = |(name, major, minor, _): &&(&str, u64, Option<u64>, &str)| {
        *name == dependency.package && *major == version.major && minor.is_none_or(|minor| minor == version.minor)
    };
    ADAPTERS.iter().find(fits).map(|(_, _, _, feature)| *feature)
}

impl InUse {
    /// One line for a person.
    pub(crate) fn sentence(&self) -> String {
        let version = self.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
        let way = self.feature.map_or_else(
            || "no adapter for this release: attributes on the functions".to_owned(),
            |feature| format!("the feature `{feature}` of machineid-guard fits, or attributes on the functions"),
        );
        format!("{} uses {}{version}: {way}", self.package, self.framework)
    }
}
