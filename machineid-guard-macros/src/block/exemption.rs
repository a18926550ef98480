//! `#[unguarded(reason = "…")]`: the only way out of a guarded block.

use proc_macro2::{Span, TokenStream};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, Expr, ExprLit, Lit, Meta, MetaNameValue, Path, Token};

use crate::attribute;

const FORM: &str = "say why it may run unasked: `#[unguarded(reason = \"reads a constant\")]`";

pub(super) fn is_exemption(attribute: &Attribute, crate_path: Option<&Path>) -> bool {
    attribute::is_own(attribute.path(), "unguarded", crate_path)
}

/// Whether these attributes exempt what they stand on; an exemption without a reason is an error.
pub(super) fn of(attributes: &[Attribute], crate_path: Option<&Path>) -> syn::Result<bool> {
    let mut exemptions = attributes.iter().filter(|attribute| is_exemption(attribute, crate_path));
    let Some(exemption) = exemptions.next() else { return Ok(false) };
    if let Some(again) = exemptions.next() {
        return Err(Error::new_spanned(again, "`#[unguarded]` stands here twice: remove one of the two"));
    }
    match &exemption.meta {
        Meta::List(list) => reason(&list.tokens, list.path.span()),
        other => Err(Error::new_spanned(other, format!("an exemption needs a reason: {FORM}"))),
    }
    .map(|()| true)
}

/// Checks `reason = "…"`.
fn reason(tokens: &TokenStream, place: Span) -> syn::Result<()> {
    let arguments = Punctuated::<MetaNameValue, Token![,]>::parse_terminated
        .parse2(tokens.clone())
        .map_err(|error| Error::new(error.span(), format!("this is not a reason: {FORM}")))?;
    let mut reason = None;
    for argument in arguments {
        if !argument.path.is_ident("reason") {
            return Err(Error::new_spanned(
                &argument.path,
                format!("unknown argument: `#[unguarded]` takes `reason` only\nnote: {FORM}"),
            ));
        }
        if reason.is_some() {
            return Err(Error::new_spanned(
                &argument.path,
                "the argument `reason` is given twice: remove one of the two",
            ));
        }
        let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &argument.value else {
            return Err(Error::new_spanned(&argument.value, format!("the reason is a string: {FORM}")));
        };
        if text.value().trim().is_empty() {
            return Err(Error::new_spanned(text, format!("the reason is blank: {FORM}")));
        }
        reason = Some(());
    }
    reason.ok_or_else(|| Error::new(place, format!("an exemption needs a reason: {FORM}")))
}

/// The error for an exemption that no guarded block has taken off before it was expanded.
pub(crate) fn misplaced() -> Error {
    Error::new(
        Span::call_site(),
        "`#[unguarded]` exempts what stands in a block with `#[guarded_tools]` or `#[require_boundaries]`, and there \
         is none around it: remove it, or put one of the two on the block\n\
         note: it stands on the item itself, not in a `cfg_attr`",
    )
}
