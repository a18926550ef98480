//! Every function, type and block of a crate, with the scope that its names are looked up in.

use std::collections::HashMap;

use camino::Utf8Path;
use proc_macro2::TokenStream;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Block, Expr, ImplItemConst, ImplItemFn, ItemConst, ItemEnum, ItemFn, ItemImpl, ItemMacro, ItemMod,
    ItemStruct, ItemTrait, ItemType, ItemUse, Macro, Signature, TraitItemFn, Visibility,
};

use super::attributes::{Attributes, Condition, plain};
use super::function::{Function, Owner, Place, type_name};
use super::modules::{Crate, Entered};
use super::names::{Names, Scopes};

/// What a crate holds.
#[derive(Debug, Default)]
pub(crate) struct Items<'a> {
    pub(crate) functions: Vec<Function<'a>>,
    pub(crate) structs: Vec<Placed<'a, ItemStruct>>,
    pub(crate) enums: Vec<Placed<'a, ItemEnum>>,
    /// `type Result<T> = …`
    pub(crate) aliases: Vec<Placed<'a, ItemType>>,
    pub(crate) implementations: Vec<Placed<'a, ItemImpl>>,
    pub(crate) traits: Vec<Placed<'a, ItemTrait>>,
    /// Calls of macros, in bodies as well.
    pub(crate) macros: Vec<Placed<'a, Macro>>,
    /// What `macro_rules!` defines.
    pub(crate) definitions: Vec<(String, TokenStream)>,
    pub(crate) scopes: Scopes,
    pub(super) constants: Vec<Constant<'a>>,
    by_name: HashMap<String, Vec<usize>>,
    /// Inline modules, by their scope, with the scope around them.
    inline: HashMap<usize, (&'a ItemMod, usize)>,
}

/// A constant, of a type or of a module.
#[derive(Debug)]
pub(super) struct Constant<'a> {
    pub(super) owner: Option<String>,
    pub(super) name: String,
    pub(super) value: &'a Expr,
}

/// An item with its place.
#[derive(Debug)]
pub(crate) struct Placed<'a, T> {
    pub(crate) item: &'a T,
    pub(crate) module: Place<'a>,
    pub(crate) condition: Condition,
}

impl<'a> Items<'a> {
    pub(crate) fn of(source: &'a Crate) -> Self {
        let mut items = Self::default();
        for file in &source.modules {
            let around = match file.entered {
                Entered::AsModule => None,
                Entered::Included => items.scopes.of_module(&file.path),
            };
            let scope = around.unwrap_or_else(|| items.scopes.add(Names::of(file.path.clone())));
            let mut walk = Walk {
                items: &mut items,
                place: Place { file, scope },
                path: file.path.clone(),
                condition: file.condition,
                owner: Owner::Module,
            };
            walk.visit_file(&file.file.items);
        }
        for (number, function) in items.functions.iter().enumerate() {
            items.by_name.entry(function.name()).or_default().push(number);
        }
        items
    }

    /// The functions of that name.
    pub(crate) fn named_functions(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        self.by_name.get(name).into_iter().flatten().copied()
    }

    /// The innermost function around that byte of a file, with its attributes.
    pub(crate) fn function_at(&self, file: &Utf8Path, byte: usize) -> Option<&Function<'a>> {
        let around = self.functions.iter().filter(|it| it.module.file.file.path == file && it.bytes().contains(&byte));
        around.min_by_key(|function| function.bytes().len())
    }

    /// The call of a macro of that name around that byte of a file.
    pub(crate) fn is_in_call_of(&self, name: &str, file: &Utf8Path, byte: usize) -> bool {
        self.macros.iter().any(|call| {
            let bytes = || call.module.file.file.bytes(call.item.span());
            call.module.file.file.path == file
                && call.item.path.segments.last().is_some_and(|last| last.ident == name)
                && bytes().contains(&byte)
        })
    }

    /// The inline modules around a scope, from the innermost on, each with the scope that it is named in.
    pub(crate) fn modules_around(&self, scope: usize) -> impl Iterator<Item = (usize, &'a ItemMod)> + '_ {
        let around = move |scope: usize| self.inline.get(&scope).map(|(module, outer)| (*outer, *module));
        std::iter::successors(around(scope), move |(outer, _)| around(*outer))
    }
}

struct Walk<'items, 'a> {
    items: &'items mut Items<'a>,
    place: Place<'a>,
    path: Vec<String>,
    condition: Condition,
    owner: Owner<'a>,
}

impl<'a> Walk<'_, 'a> {
    /// Visits what is inside, under a further condition.
    fn under(&mut self, attributes: &[Attribute], visit: impl FnOnce(&mut Self)) {
        let before = self.condition;
        self.condition = before.and(Attributes::of(attributes).condition());
        visit(self);
        self.condition = before;
    }

    fn owned(&mut self, owner: Owner<'a>, visit: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.owner, owner);
        visit(self);
        self.owner = before;
    }

    fn item<T>(&self, item: &'a T) -> Placed<'a, T> {
        Placed { item, module: self.place, condition: self.condition }
    }

    fn function(
        &mut self,
        attributes: &'a [Attribute],
        visibility: Option<&'a Visibility>,
        signature: &'a Signature,
        body: Option<&'a Block>,
    ) {
        self.under(attributes, |walk| {
            walk.items.functions.push(Function {
                module: walk.place,
                attributes,
                visibility,
                signature,
                body,
                owner: walk.owner,
                condition: walk.condition,
            });
            if let Some(body) = body {
                walk.owned(Owner::Body, |walk| walk.visit_block(body));
            }
        });
    }

    fn define(&mut self, name: String) {
        self.items.scopes.names(self.place.scope).define(name);
    }
}

impl<'a> Visit<'a> for Walk<'_, 'a> {
    fn visit_item_use(&mut self, item: &'a ItemUse) {
        self.items.scopes.names(self.place.scope).bring(&item.tree);
    }

    fn visit_item_mod(&mut self, module: &'a ItemMod) {
        let name = plain(&module.ident);
        self.define(name.clone());
        let Some((_, content)) = &module.content else { return };
        let (before, path) = (self.place, self.path.clone());
        self.path.push(name);
        let scope = self.items.scopes.add(Names::of(self.path.clone()));
        self.items.inline.insert(scope, (module, before.scope));
        self.place = Place { scope, ..before };
        self.under(&module.attrs, |walk| content.iter().for_each(|item| walk.visit_item(item)));
        self.place = before;
        self.path = path;
    }

    fn visit_item_fn(&mut self, function: &'a ItemFn) {
        self.define(plain(&function.sig.ident));
        let owner = if matches!(self.owner, Owner::Body) { Owner::Body } else { Owner::Module };
        self.owned(owner, |walk| {
            walk.function(&function.attrs, Some(&function.vis), &function.sig, Some(&function.block));
        });
    }

    fn visit_item_struct(&mut self, item: &'a ItemStruct) {
        self.define(plain(&item.ident));
        self.under(&item.attrs, |walk| {
            let item = walk.item(item);
            walk.items.structs.push(item);
        });
    }

    fn visit_item_enum(&mut self, item: &'a ItemEnum) {
        self.define(plain(&item.ident));
        self.under(&item.attrs, |walk| {
            let item = walk.item(item);
            walk.items.enums.push(item);
        });
    }

    fn visit_item_type(&mut self, item: &'a ItemType) {
        self.define(plain(&item.ident));
        let item = self.item(item);
        self.items.aliases.push(item);
    }

    fn visit_item_impl(&mut self, block: &'a ItemImpl) {
        self.under(&block.attrs, |walk| {
            let item = walk.item(block);
            walk.items.implementations.push(item);
            walk.owned(Owner::Implementation(block), |walk| visit::visit_item_impl(walk, block));
        });
    }

    fn visit_item_trait(&mut self, item: &'a ItemTrait) {
        self.define(plain(&item.ident));
        self.under(&item.attrs, |walk| {
            let of = walk.item(item);
            walk.items.traits.push(of);
            walk.owned(Owner::Trait(item), |walk| visit::visit_item_trait(walk, item));
        });
    }

    fn visit_impl_item_fn(&mut self, function: &'a ImplItemFn) {
        self.function(&function.attrs, Some(&function.vis), &function.sig, Some(&function.block));
    }

    fn visit_trait_item_fn(&mut self, function: &'a TraitItemFn) {
        self.function(&function.attrs, None, &function.sig, function.default.as_ref());
    }

    fn visit_item_const(&mut self, item: &'a ItemConst) {
        self.define(plain(&item.ident));
        self.items.constants.push(Constant { owner: None, name: plain(&item.ident), value: &item.expr });
        visit::visit_item_const(self, item);
    }

    fn visit_impl_item_const(&mut self, item: &'a ImplItemConst) {
        let owner = match self.owner {
            Owner::Implementation(block) => type_name(&block.self_ty),
            _ => None,
        };
        self.items.constants.push(Constant { owner, name: plain(&item.ident), value: &item.expr });
    }

    fn visit_item_macro(&mut self, item: &'a ItemMacro) {
        if let Some(name) = &item.ident {
            self.items.definitions.push((plain(name), item.mac.tokens.clone()));
            return;
        }
        self.under(&item.attrs, |walk| walk.visit_macro(&item.mac));
    }

    fn visit_macro(&mut self, call: &'a Macro) {
        let item = self.item(call);
        self.items.macros.push(item);
    }
}
