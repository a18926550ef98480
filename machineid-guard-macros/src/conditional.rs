//! Attributes inside attributes: what a `cfg_attr` switches on, and what `unsafe(…)` encloses.

use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

/// The paths of all attributes that this one may stand for: its own, or those in it.
pub(crate) fn paths(attribute: &Attribute) -> Vec<Path> {
    let mut found = Vec::new();
    collect(&attribute.meta, &mut found);
    found
}

fn collect(meta: &Meta, found: &mut Vec<Path>) {
    let not_attributes = match meta.path() {
        // The condition comes first.
        path if path.is_ident("cfg_attr") => 1,
        path if path.is_ident("unsafe") => 0,
        path => return found.push(path.clone()),
    };
    let Meta::List(list) = meta else { return };
    let inside = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone());
    for meta in inside.into_iter().flatten().skip(not_attributes) {
        collect(&meta, found);
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens as _;
    use syn::{Attribute, parse_quote};

    use super::paths;

    #[test]
    fn attributes_are_found_at_any_depth() {
        let shown = |attribute: Attribute| -> Vec<String> {
            paths(&attribute).iter().map(|path| path.to_token_stream().to_string().replace(' ', "")).collect()
        };
        assert_eq!(shown(parse_quote!(#[rmcp::tool(name = "x")])), ["rmcp::tool"]);
        assert_eq!(shown(parse_quote!(#[cfg_attr(any(unix, x = "y"), a(b), c::d)])), ["a", "c::d"]);
        assert_eq!(shown(parse_quote!(#[cfg_attr(a, cfg_attr(b, unsafe(no_mangle)))])), ["no_mangle"]);
        assert!(shown(parse_quote!(#[cfg_attr])).is_empty());
    }
}
