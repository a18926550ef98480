//! The crates of a workspace, read: what scan, fence and fix look into.

use crate::frameworks::Scene;
use crate::source::{Calls, Crate, Items};
use crate::verdict::Gates;
use crate::workspace::{Package, Target, Workspace};

/// One target, with its source.
pub(crate) struct Read<'a> {
    pub(crate) package: &'a Package,
    pub(crate) target: &'a Target,
    pub(crate) source: Crate,
}

impl<'a> Read<'a> {
    /// Every target of a workspace. A package's library first: what a program shares with it is the library's.
    pub(crate) fn all(workspace: &'a Workspace) -> Vec<Self> {
        workspace.packages().iter().flat_map(Self::targets).collect()
    }

    fn targets(package: &'a Package) -> Vec<Self> {
        let mut targets: Vec<&Target> = package.targets.iter().collect();
        targets.sort_by_key(|target| target.kind);
        targets.into_iter().map(|target| Self { package, target, source: Crate::read(&target.root) }).collect()
    }
}

/// What is in the targets.
pub(crate) struct Crates<'a> {
    read: &'a [Read<'a>],
    parts: Vec<(Items<'a>, Calls)>,
}

impl<'a> Crates<'a> {
    pub(crate) fn of(read: &'a [Read<'a>]) -> Self {
        let parts = |read: &'a Read<'a>| {
            let items = Items::of(&read.source);
            let calls = Calls::of(&items);
            (items, calls)
        };
        Self { read, parts: read.iter().map(parts).collect() }
    }

    /// Each target, with what is in it.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&Read<'a>, Scene<'_>)> {
        self.read.iter().zip(&self.parts).map(|(read, (items, calls))| {
            let Read { package, target, source } = read;
            (read, Scene { items, calls, package, kind: target.kind, files: &source.modules })
        })
    }

    /// The gates of the product.
    pub(crate) fn gates(&self) -> Gates {
        let mut gates = Gates::default();
        self.all().filter(|(read, _)| read.target.kind.is_of_product()).for_each(|(_, scene)| gates.add(scene));
        gates
    }
}
