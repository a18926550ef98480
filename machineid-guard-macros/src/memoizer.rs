//! Attributes of other crates that answer from memory, in place of a function's body.

use proc_macro2::Span;
use syn::Attribute;
use syn::spanned::Spanned as _;

use crate::conditional;
use crate::item::Function;

/// Attributes that answer from memory, by their last segment: `cached` (all of its macros), `memoize`,
/// `memoise`, `michie`, `lru-cache-macros`, `cache-macro`, `fncache`, and the names of their kin.
const MEMOIZERS: &[&str] = &[
    "async_cached",
    "cache",
    "cached",
    "cached_result",
    "concurrent_cached",
    "disk_cached",
    "fncache",
    "io_cached",
    "lru_cache",
    "memo",
    "memoise",
    "memoise_map",
    "memoize",
    "memoized",
    "once",
    "redis_cached",
    "ttl_cache",
];

/// How `memoize` names the function that it puts behind its cache, with all attributes that stood below it.
const BEHIND_MEMOIZE: &str = "memoized_original_";

/// A memoizer that stands on a function.
pub(crate) struct Memoizer {
    pub(crate) name: String,
    pub(crate) span: Span,
    /// The function's name, as its author wrote it.
    pub(crate) function: String,
}

impl Memoizer {
    /// The memoizer of this function: among its attributes, or one that was expanded before ours and left its mark.
    pub(crate) fn of(function: &Function) -> Option<Self> {
        let ident = &function.signature.ident;
        let name = ident.to_string();
        if let Some(original) = name.strip_prefix(BEHIND_MEMOIZE) {
            let function = original.to_owned();
            return Some(Self { name: "memoize".to_owned(), span: ident.span(), function });
        }
        let (memoizer, span) = function.attributes.iter().find_map(named_by)?;
        Some(Self { name: memoizer, span, function: name })
    }
}

/// The name and place of a memoizing attribute, also one that `cfg_attr` may switch on.
pub(crate) fn named_by(attribute: &Attribute) -> Option<(String, Span)> {
    conditional::paths(attribute).into_iter().find_map(|path| {
        let name = path.segments.last()?.ident.to_string();
        MEMOIZERS.contains(&name.as_str()).then(|| (name, path.span()))
    })
}
