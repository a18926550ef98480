//! Which path a name stands for, as far as `use` shows it.

use std::collections::HashMap;

use syn::{Path, UseTree};

use super::attributes::plain;

/// The names that one module brings in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// The module's own path in the crate.
    module: Vec<String>,
    named: HashMap<String, Vec<String>>,
    /// `use path::*`
    globs: Vec<Vec<String>>,
    /// Items that are defined here, which go before globs.
    own: Vec<String>,
}

impl Names {
    pub(crate) fn of(module: Vec<String>) -> Self {
        Self { module, ..Self::default() }
    }

    pub(crate) fn define(&mut self, name: String) {
        self.own.push(name);
    }

    pub(crate) fn bring(&mut self, tree: &UseTree) {
        self.walk(tree, Vec::new());
    }

    fn walk(&mut self, tree: &UseTree, so_far: Vec<String>) {
        let with = |name: String| so_far.iter().cloned().chain([name]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(path) => self.walk(&path.tree, with(plain(&path.ident))),
            UseTree::Name(name) if name.ident == "self" => {
                if let Some(last) = so_far.last() {
                    self.named.insert(last.clone(), so_far.clone());
                }
            }
            UseTree::Name(name) => {
                self.named.insert(plain(&name.ident), with(plain(&name.ident)));
            }
            UseTree::Rename(renamed) if renamed.ident == "self" => {
                self.named.insert(plain(&renamed.rename), so_far.clone());
            }
            UseTree::Rename(renamed) => {
                self.named.insert(plain(&renamed.rename), with(plain(&renamed.ident)));
            }
            UseTree::Glob(_) => self.globs.push(so_far),
            UseTree::Group(group) => group.items.iter().for_each(|item| self.walk(item, so_far.clone())),
        }
    }
}

/// Every module's names in one crate.
#[derive(Debug, Default)]
pub(crate) struct Scopes(Vec<Names>);

/// What a path may stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// This path, from a crate's name or from this crate's root on.
    Path(Vec<String>),
    /// A name that one of these globs brings in, if any.
    OneOf(Vec<Vec<String>>),
}

impl Scopes {
    pub(crate) fn add(&mut self, names: Names) -> usize {
        self.0.push(names);
        self.0.len() - 1
    }

    pub(crate) fn names(&mut self, scope: usize) -> &mut Names {
        &mut self.0[scope]
    }

    /// The scope of a module.
    pub(crate) fn of_module(&self, path: &[String]) -> Option<usize> {
        self.0.iter().position(|names| names.module == path)
    }

    /// The path of the module that this is the scope of.
    pub(crate) fn module(&self, scope: usize) -> &[String] {
        &self.0[scope].module
    }

    /// Whether the path stands for one that `is_it` knows, or may by a glob.
    pub(crate) fn may_mean(&self, scope: usize, path: &Path, is_it: impl Fn(&[String]) -> bool) -> bool {
        match self.meaning(scope, path) {
            Meaning::Path(words) => is_it(&words),
            Meaning::OneOf(candidates) => candidates.iter().any(|words| is_it(words)),
        }
    }

    /// What the path stands for in that scope.
    pub(crate) fn meaning(&self, scope: usize, path: &Path) -> Meaning {
        let words: Vec<String> = path.segments.iter().map(|segment| plain(&segment.ident)).collect();
        if path.leading_colon.is_some() {
            return Meaning::Path(words);
        }
        self.looked_up(&self.0[scope], &words, 8)
    }

    fn looked_up(&self, names: &Names, words: &[String], depth: u8) -> Meaning {
        let Some((first, rest)) = words.split_first() else { return Meaning::Path(Vec::new()) };
        let Some(depth) = depth.checked_sub(1) else { return Meaning::Path(words.to_vec()) };
        let in_crate = |from: &[String]| self.in_crate(from, rest, depth);
        match first.as_str() {
            "crate" => return in_crate(&[]),
            "self" => return in_crate(&names.module),
            "super" => return in_crate(&names.module[..names.module.len().saturating_sub(1)]),
            _ => {}
        }
        if let Some(path) = names.named.get(first) {
            let path: Vec<String> = path.iter().chain(rest).cloned().collect();
            // `use tool::tool;` names itself.
            if path == words {
                return Meaning::Path(path);
            }
            if path.first() != Some(first) {
                return self.looked_up(names, &path, depth);
            }
            // `use anyhow::anyhow;` brings the macro in, and `anyhow::Result` is still the crate's.
            return Meaning::Path(if rest.is_empty() { path } else { words.to_vec() });
        }
        if names.own.contains(first) && !rest.is_empty() {
            return self.in_crate(&names.module, words, depth);
        }
        if names.own.contains(first) || names.globs.is_empty() {
            return Meaning::Path(words.to_vec());
        }
        self.by_glob(names, words, depth)
    }

    /// A path from this crate's root: what a module of it re-exports is followed.
    fn in_crate(&self, from: &[String], rest: &[String], depth: u8) -> Meaning {
        let path: Vec<String> = from.iter().chain(rest).cloned().collect();
        for length in (0..path.len()).rev() {
            let (module, name) = path.split_at(length);
            if let Some(names) = self.0.iter().find(|names| names.module == module) {
                let word = &name[0];
                if names.named.contains_key(word) || (!names.own.contains(word) && !names.globs.is_empty()) {
                    return self.looked_up(names, name, depth);
                }
                break;
            }
        }
        let mut full = vec!["crate".to_owned()];
        full.extend(path);
        Meaning::Path(full)
    }

    fn by_glob(&self, names: &Names, words: &[String], depth: u8) -> Meaning {
        let mut foreign = Vec::new();
        for glob in &names.globs {
            // Its first word is a crate's name, unless the module has one of that name: no glob brings it in.
            let first = glob.first().map(String::as_str).unwrap_or_default();
            let is_known = names.named.contains_key(first)
                || names.own.iter().any(|own| own == first)
                || ["crate", "self", "super"].contains(&first);
            let of_glob = if is_known { self.looked_up(names, glob, depth) } else { Meaning::Path(glob.clone()) };
            match of_glob {
                Meaning::Path(path) if path.first().is_some_and(|first| first == "crate") => {
                    let inner = self.0.iter().find(|names| names.module == path[1..]);
                    let Some(inner) = inner.filter(|inner| inner.module != names.module) else { continue };
                    if inner.own.contains(&words[0]) {
                        return Meaning::Path(path.iter().chain(words).cloned().collect());
                    }
                    match self.looked_up(inner, words, depth) {
                        Meaning::Path(found) if found != words => return Meaning::Path(found),
                        Meaning::Path(_) => {}
                        Meaning::OneOf(more) => foreign.extend(more),
                    }
                }
                Meaning::Path(path) => foreign.push(path.iter().chain(words).cloned().collect()),
                Meaning::OneOf(_) => {}
            }
        }
        if foreign.is_empty() { Meaning::Path(words.to_vec()) } else { Meaning::OneOf(foreign) }
    }
}
