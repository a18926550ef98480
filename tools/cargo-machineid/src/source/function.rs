//! One function, and what it stands in.

use std::ops::Range;

use syn::spanned::Spanned as _;
use syn::{Attribute, Block, Ident, ImplItemConst, ItemImpl, ItemTrait, Signature, Visibility};

use super::attributes::{Attributes, Condition, plain};
use super::modules::Module;

/// A function with a body, or one of a trait that has none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Function<'a> {
    pub(crate) module: Place<'a>,
    pub(crate) attributes: &'a [Attribute],
    pub(crate) visibility: Option<&'a Visibility>,
    pub(crate) signature: &'a Signature,
    pub(crate) body: Option<&'a Block>,
    pub(crate) owner: Owner<'a>,
    pub(crate) condition: Condition,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a Module,
    /// Index of the scope in which its names are looked up.
    pub(crate) scope: usize,
}

/// What a function stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner<'a> {
    Module,
    Implementation(&'a ItemImpl),
    Trait(&'a ItemTrait),
    /// The body of another function.
    Body,
}

impl<'a> Function<'a> {
    pub(crate) fn name(&self) -> String {
        plain(&self.signature.ident)
    }

    pub(crate) fn ident(&self) -> &'a Ident {
        &self.signature.ident
    }

    pub(crate) fn attributes(&self) -> Attributes<'a> {
        Attributes::of(self.attributes)
    }

    /// The attributes of the block that it stands in.
    pub(crate) fn attributes_of_owner(&self) -> Attributes<'a> {
        match self.owner {
            Owner::Implementation(block) => Attributes::of(&block.attrs),
            Owner::Trait(block) => Attributes::of(&block.attrs),
            Owner::Module | Owner::Body => Attributes::of(&[]),
        }
    }

    /// The last word of the type that it is a method of.
    pub(crate) fn type_name(&self) -> Option<String> {
        match self.owner {
            Owner::Implementation(block) => type_name(&block.self_ty),
            Owner::Trait(block) => Some(plain(&block.ident)),
            Owner::Module | Owner::Body => None,
        }
    }

    /// `tools::Search::call`, as a person finds it.
    pub(crate) fn path(&self) -> String {
        let module = self.module.file.path.iter().cloned();
        module.chain(self.type_name()).chain([self.name()]).collect::<Vec<_>>().join("::")
    }

    /// Where it stands in its file, with its attributes: a macro's work may be shown at the attribute.
    pub(crate) fn bytes(&self) -> Range<usize> {
        let file = &self.module.file.file;
        let start = match self.attributes.first() {
            Some(first) => file.bytes(first.pound_token.span()).start,
            None => file.bytes(self.signature.span()).start,
        };
        let end = self.body.map_or_else(|| self.signature.span(), |body| body.brace_token.span.close());
        start..file.bytes(end).end
    }

    /// Whether it is a method.
    pub(crate) fn has_self(&self) -> bool {
        self.signature.receiver().is_some()
    }

    /// A constant of the block that it stands in.
    pub(crate) fn constant_of_owner(&self, name: &str) -> Option<&'a ImplItemConst> {
        let Owner::Implementation(block) = self.owner else { return None };
        block.items.iter().find_map(|item| match item {
            syn::ImplItem::Const(constant) if constant.ident == name => Some(constant),
            _ => None,
        })
    }
}

/// `Search` of `tools::Search<T>`.
pub(crate) fn type_name(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => path.path.segments.last().map(|last| plain(&last.ident)),
        syn::Type::Group(group) => type_name(&group.elem),
        syn::Type::Paren(paren) => type_name(&paren.elem),
        syn::Type::Reference(reference) => type_name(&reference.elem),
        _ => None,
    }
}
