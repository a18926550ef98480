//! The files of one crate, found as the compiler finds them: from the root file by `mod name;`.

use std::collections::HashSet;

use camino::{Utf8Path, Utf8PathBuf};
use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Expr, Item, ItemMacro, ItemMod, Lit, LitStr, Meta};

use super::attributes::{Attributes, Condition};
use super::file::{File, Unread};

/// The files of one target.
#[derive(Debug)]
pub(crate) struct Crate {
    pub(crate) modules: Vec<Module>,
    pub(crate) missing: Vec<Missing>,
}

/// A module that has a file of its own.
#[derive(Debug)]
pub(crate) struct Module {
    /// `tools::files`; empty for the crate's root.
    pub(crate) path: Vec<String>,
    pub(crate) file: File,
    /// In which builds it is.
    pub(crate) condition: Condition,
    pub(super) entered: Entered,
}

/// How a file comes to be a part of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Entered {
    /// As the root, or by `mod name;`.
    AsModule,
    /// By `include!("…");`: its items are those of the module that includes it.
    Included,
}

/// A file whose tools are not known.
#[derive(Clone, Debug)]
pub(crate) struct Missing {
    pub(crate) path: Utf8PathBuf,
    pub(crate) why: Unread,
}

/// A file that was named, and not read yet.
struct Named {
    /// Where it may be; the first that is there is it.
    places: Vec<Utf8PathBuf>,
    path: Vec<String>,
    condition: Condition,
    entered: Entered,
}

impl Crate {
    /// Reads a crate from its root file.
    pub(crate) fn read(root: &Utf8Path) -> Self {
        let mut this = Self { modules: Vec::new(), missing: Vec::new() };
        let mut seen = HashSet::new();
        let mut open = vec![Named {
            places: vec![root.to_owned()],
            path: Vec::new(),
            condition: Condition::Always,
            entered: Entered::AsModule,
        }];
        while let Some(named) = open.pop() {
            let place = named.places.iter().find(|place| place.is_file()).unwrap_or(&named.places[0]);
            // A file that names itself by `#[path]`, or a link that leads back, is read once.
            if !seen.insert(place.canonicalize_utf8().unwrap_or_else(|_| place.clone())) {
                continue;
            }
            match File::read(place) {
                Ok(file) => {
                    let folder = folder_of_children(place, named.path.is_empty());
                    let around = Around { folder, file: place, path: named.path.clone(), condition: named.condition };
                    around.children(&file.items.items, &mut open);
                    let Named { path, condition, entered, .. } = named;
                    this.modules.push(Module { path, file, condition, entered });
                }
                // What only some builds have need not be in every checkout.
                Err(Unread::NotThere(_)) if named.condition != Condition::Always => {}
                Err(why) => this.missing.push(Missing { path: place.clone(), why }),
            }
        }
        // What is included comes after what includes it.
        this.modules.sort_by(|a, b| (&a.path, a.entered).cmp(&(&b.path, b.entered)));
        this.missing.sort_by(|a, b| a.path.cmp(&b.path));
        this
    }
}

/// Where `mod name;` in this file looks.
fn folder_of_children(file: &Utf8Path, is_root: bool) -> Utf8PathBuf {
    let folder = file.parent().map(Utf8Path::to_owned).unwrap_or_default();
    match file.file_stem() {
        Some(stem) if !is_root && stem != "mod" => folder.join(stem),
        _ => folder,
    }
}

/// What a module stands in.
struct Around<'a> {
    folder: Utf8PathBuf,
    file: &'a Utf8Path,
    path: Vec<String>,
    condition: Condition,
}

impl Around<'_> {
    fn children(&self, items: &[Item], open: &mut Vec<Named>) {
        for item in items {
            match item {
                Item::Mod(module) => self.child(module, open),
                Item::Macro(call) if call.mac.path.is_ident("include") => self.included(call, open),
                Item::Macro(call) if call.ident.is_none() => self.children_of_macro(&call.mac.tokens, open),
                _ => {}
            }
        }
    }

    /// `include!("tools.rs");`. What a build makes has no name here.
    fn included(&self, call: &ItemMacro, open: &mut Vec<Named>) {
        let Ok(name) = call.mac.parse_body::<LitStr>() else { return };
        let beside = self.file.parent().unwrap_or(Utf8Path::new(""));
        open.push(Named {
            places: vec![beside.join(name.value())],
            path: self.path.clone(),
            condition: self.condition.and(Attributes::of(&call.attrs).condition()),
            entered: Entered::Included,
        });
    }

    /// A macro may declare modules: a word in it that is the name of a file beside is one.
    fn children_of_macro(&self, tokens: &TokenStream, open: &mut Vec<Named>) {
        for token in tokens.clone() {
            match token {
                TokenTree::Group(group) => self.children_of_macro(&group.stream(), open),
                TokenTree::Ident(word) => {
                    let name = super::attributes::plain(&word);
                    let places = self.places(&name);
                    if places.iter().any(|place| place.is_file()) {
                        let path = self.path.iter().cloned().chain([name]).collect();
                        open.push(Named { places, path, condition: self.condition, entered: Entered::AsModule });
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn places(&self, name: &str) -> Vec<Utf8PathBuf> {
        vec![self.folder.join(format!("{name}.rs")), self.folder.join(name).join("mod.rs")]
    }

    fn child(&self, module: &ItemMod, open: &mut Vec<Named>) {
        let name = super::attributes::plain(&module.ident);
        let path: Vec<String> = self.path.iter().cloned().chain([name.clone()]).collect();
        let condition = self.condition.and(Attributes::of(&module.attrs).condition());
        let said = said_path(&module.attrs);
        match &module.content {
            Some((_, items)) => {
                let folder = self.folder.join(said.as_deref().unwrap_or(&name));
                Around { folder, file: self.file, path, condition }.children(items, open);
            }
            None => {
                let places = match said {
                    Some(said) => vec![self.file.parent().unwrap_or(Utf8Path::new("")).join(said)],
                    None => self.places(&name),
                };
                open.push(Named { places, path, condition, entered: Entered::AsModule });
            }
        }
    }
}

/// `#[path = "…"]`
fn said_path(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(said) if said.path.is_ident("path") => match &said.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    })
}
