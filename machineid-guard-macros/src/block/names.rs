//! `name = Self::NAME` and `name = self.name()` on the implementation of a trait: what a static can be given of them.
//!
//! A static cannot say `Self`, but the block knows its type, and often says the name itself: `const NAME: &str =
//! "search"`, or `fn name(&self) -> &str { "search" }`. Then the inventory knows the tool before it runs.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Attribute, Expr, ExprPath, ImplItemConst, Lit, Path, QSelf, Token, Type};

use super::parts::{Block, BlockKind, Implementation, Member};
use crate::arguments::{Arguments, Name};
use crate::naming;
use crate::tokens;

/// The arguments, with the name as the block says it.
pub(super) fn as_the_block_says(arguments: Arguments, block: &Block) -> Arguments {
    let (BlockKind::Implementation(implementation), Some(Name::Expression(expression))) =
        (&block.kind, &arguments.name)
    else {
        return arguments;
    };
    match (Said { block, implementation }).by(expression, DEPTH) {
        Some(Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. })) if crate::arguments::boundary_name(&text).is_ok() => {
            Arguments { name: Some(Name::Literal(text)), ..arguments }
        }
        Some(constant @ Expr::Path(_)) => Arguments { name: Some(Name::Expression(constant)), ..arguments },
        _ => arguments,
    }
}

/// A name that leads to a name that leads to a literal; constants that lead to themselves end here as well.
const DEPTH: u8 = 4;

struct Said<'a> {
    block: &'a Block,
    implementation: &'a Implementation,
}

impl Said<'_> {
    /// The literal, or the path of a constant without `Self`, that the expression stands for.
    fn by(&self, expression: &Expr, depth: u8) -> Option<Expr> {
        let depth = depth.checked_sub(1)?;
        match expression {
            Expr::Group(group) => self.by(&group.expr, depth),
            Expr::Paren(paren) => self.by(&paren.expr, depth),
            Expr::Reference(reference) => self.by(&reference.expr, depth),
            Expr::Lit(_) => Some(expression.clone()),
            Expr::Path(path) => self.by_path(path, depth),
            Expr::MethodCall(call) if call.args.is_empty() && is_self(&call.receiver) => {
                self.by_function(&call.method, depth)
            }
            // `"search".to_owned()`
            Expr::MethodCall(call) if call.args.is_empty() && is_copying(&call.method) => {
                self.by(&call.receiver, depth)
            }
            Expr::Call(call) => {
                let Expr::Path(function) = &*call.func else { return None };
                let name = &function.path.segments.last()?.ident;
                match call.args.first() {
                    None if self.is_own(function) => self.by_function(name, depth),
                    Some(argument) if is_self(argument) && self.is_own(function) => self.by_function(name, depth),
                    // `String::from("search")`
                    Some(argument) if call.args.len() == 1 && is_made_of_text(&function.path) => {
                        self.by(argument, depth)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn by_path(&self, path: &ExprPath, depth: u8) -> Option<Expr> {
        let name = &path.path.segments.last()?.ident;
        if !naming::is_shouted(name) {
            return None;
        }
        if !self.is_own(path) {
            let written = path.to_token_stream();
            let mut parameters = self.implementation.generics.type_params();
            let is_of_parameter = parameters.any(|parameter| tokens::mentions(&written, &parameter.ident));
            return (!is_of_parameter).then(|| Expr::Path(path.clone()));
        }
        let said = self.constant(name).and_then(|value| self.by(&value, depth));
        said.or_else(|| self.of_the_type(path).map(Expr::Path))
    }

    /// The value of a constant of the block, wherever it is compiled.
    fn constant(&self, name: &Ident) -> Option<Expr> {
        self.block.members.iter().find_map(|member| match member {
            Member::Associated { attributes, tokens } if !is_conditional(attributes) => {
                let constant: ImplItemConst = syn::parse2(tokens.clone()).ok()?;
                (constant.ident == *name).then_some(constant.expr)
            }
            _ => None,
        })
    }

    /// What a function of the block is, where that is one expression.
    fn by_function(&self, name: &Ident, depth: u8) -> Option<Expr> {
        let function = self.block.functions().find(|function| function.signature.ident == *name)?;
        if is_conditional(&function.attributes) {
            return None;
        }
        let body: Expr = syn::parse2(function.body.as_ref()?.statements.clone()).ok()?;
        self.by(&body, depth)
    }

    /// `Self::NAME`, `<Self as Tool>::NAME`, `Tool::name`: an item of this implementation.
    fn is_own(&self, path: &ExprPath) -> bool {
        let mut segments = path.path.segments.iter().rev().skip(1);
        let owner = segments.next().map(|owner| &owner.ident);
        let is_trait = || owner.is_some() && owner == self.implementation.of.segments.last().map(|last| &last.ident);
        match &path.qself {
            Some(of) => is_type_self(&of.ty) && is_trait(),
            None => owner.is_some_and(|owner| owner == "Self") || is_trait(),
        }
    }

    /// The path with the type in the place of `Self`; `None` where the type has parameters, which no static can name.
    fn of_the_type(&self, path: &ExprPath) -> Option<ExprPath> {
        let Implementation { generics, ty, .. } = self.implementation;
        if generics.type_params().next().is_some() || generics.const_params().next().is_some() {
            return None;
        }
        let ty: Type = syn::parse2(without_lifetimes(ty.to_token_stream())).ok()?;
        let mut path = path.clone();
        match &mut path.qself {
            Some(of) if is_type_self(&of.ty) => *of.ty = ty,
            None if path.path.segments.first().is_some_and(|first| first.ident == "Self") => {
                path.qself = Some(QSelf {
                    lt_token: <Token![<]>::default(),
                    ty: Box::new(ty),
                    position: 0,
                    as_token: None,
                    gt_token: <Token![>]>::default(),
                });
                path.path = Path {
                    leading_colon: Some(<Token![::]>::default()),
                    segments: path.path.segments.into_iter().skip(1).collect(),
                };
            }
            _ => return None,
        }
        Some(path)
    }
}

fn is_self(expression: &Expr) -> bool {
    match expression {
        Expr::Path(path) => path.path.is_ident("self"),
        Expr::Reference(reference) => is_self(&reference.expr),
        _ => false,
    }
}

fn is_type_self(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("Self"))
}

fn is_copying(method: &Ident) -> bool {
    ["to_string", "to_owned", "into"].iter().any(|copying| method == copying)
}

/// `String::from`, `Cow::Borrowed`
fn is_made_of_text(function: &Path) -> bool {
    let mut words = function.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (last, owner) = (words.next(), words.next());
    matches!(
        (owner.as_deref(), last.as_deref()),
        (Some("String" | "Cow"), Some("from")) | (Some("Cow"), Some("Borrowed"))
    )
}

fn is_conditional(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| it.path().is_ident("cfg") || it.path().is_ident("cfg_attr"))
}

/// `Tool<'a>` as `Tool<'_>`.
fn without_lifetimes(tokens: TokenStream) -> TokenStream {
    let mut is_lifetime = false;
    let without = |token| {
        let was = std::mem::replace(&mut is_lifetime, tokens::is_punct(&token, '\''));
        match token {
            TokenTree::Ident(word) if was => TokenTree::Ident(Ident::new("_", word.span())),
            TokenTree::Group(group) => {
                TokenTree::Group(Group::new(group.delimiter(), without_lifetimes(group.stream())))
            }
            token => token,
        }
    };
    tokens.into_iter().map(without).collect()
}
