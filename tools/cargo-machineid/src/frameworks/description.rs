//! How one framework's tools look.

use super::attribute::Macro;
use super::conversions::{Conversion, OwnErrors};
use super::structs::OnStruct;
use super::{Framework, Scene};
use crate::workspace::Dependency;

/// How one framework's tools look.
#[derive(Debug)]
pub(super) struct Description {
    pub(super) framework: Framework,
    /// The crates that its macros and traits come from, as source names them.
    pub(super) crates: &'static [&'static str],
    pub(super) macros: &'static [Macro],
    pub(super) structs: &'static [OnStruct],
    /// Traits whose implementations are tools, with the functions that act.
    pub(super) traits: &'static [(&'static str, &'static [&'static str])],
    /// How what its tools return carries a denial.
    pub(super) conversions: &'static [Conversion],
    /// What it needs besides, where a tool returns an error of the codebase's own.
    pub(super) own_errors: &'static [OwnErrors],
}

impl Description {
    /// Whether that is what the source calls one of its crates.
    pub(super) fn is_crate(&self, scene: Scene<'_>, word: &str) -> bool {
        self.crates.contains(&word) || self.dependencies(scene).any(|it| it.in_source == word)
    }

    /// The one of these paths that is this framework's item of that name.
    pub(super) fn named<'c>(
        &self,
        scene: Scene<'_>,
        candidates: &'c [Vec<String>],
        name: &str,
    ) -> Option<&'c [String]> {
        let is_it = |words: &&Vec<String>| {
            words.len() > 1 && self.is_crate(scene, &words[0]) && words.last().is_some_and(|last| last == name)
        };
        candidates.iter().find(is_it).map(Vec::as_slice)
    }

    pub(super) fn is_dependency(&self, scene: Scene<'_>) -> bool {
        self.dependencies(scene).next().is_some()
    }

    pub(super) fn dependencies<'s>(&'s self, scene: Scene<'s>) -> impl Iterator<Item = &'s Dependency> {
        let is_its = |dependency: &&Dependency| self.crates.contains(&dependency.package.replace('-', "_").as_str());
        scene.package.dependencies.iter().filter(is_its)
    }
}
