//! Places where a boundary would not hold, or would not mean what it says.

use proc_macro2::{Span, TokenTree};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, Meta, Path, Token};

use crate::arguments::Arguments;
use crate::attribute::BoundaryAttribute;
use crate::deferred::deferred;
use crate::item::Function;
use crate::return_type;

/// Attributes that answer from memory, by their last segment: `cached` (all of its macros),
/// `memoize`, `memoise`, `lru-cache-macros`, `cache-macro`, `fncache`, and the names of their kin.
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

/// Where a boundary comes from, which decides what its errors can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The attribute stands on the function.
    Written,
    /// `#[guarded_tools]` on the block around the function adds it.
    Block,
}

impl Source {
    /// The edit that takes the boundary away.
    fn way_out(self, attribute: BoundaryAttribute) -> String {
        match self {
            Self::Written => format!("remove `#[{}]`", attribute.name()),
            Self::Block => "exempt it with `#[unguarded(reason = \"…\")]`".to_owned(),
        }
    }
}

/// What is wrong with a boundary of this attribute at this function, besides its arguments.
pub(crate) fn check(
    attribute: BoundaryAttribute,
    source: Source,
    arguments: &Arguments,
    function: &Function,
) -> syn::Result<()> {
    no_const(attribute, source, function)?;
    has_body(attribute, function)?;
    not_twice(attribute, function)?;
    no_memoizer(attribute, source, function)?;
    can_wait(arguments, function)?;
    carries_a_denial(attribute, source, arguments, function)
}

fn no_const(attribute: BoundaryAttribute, source: Source, function: &Function) -> syn::Result<()> {
    let Some(constness) = &function.signature.constness else { return Ok(()) };
    Err(Error::new_spanned(
        constness,
        format!(
            "a `const fn` can run when the crate is compiled, where no authority can be asked: \
             remove `const`, or {}",
            source.way_out(attribute)
        ),
    ))
}

fn has_body(attribute: BoundaryAttribute, function: &Function) -> syn::Result<()> {
    if function.body.is_some() {
        return Ok(());
    }
    let (attribute, name) = (attribute.name(), &function.signature.ident);
    Err(Error::new_spanned(
        name,
        format!(
            "`{name}` has no body here, so there is nothing that the boundary could stand in front of: \
             move `#[{attribute}]` to `{name}` in each `impl`, or give it a default body\n\
             note: on an `impl` block, `#[guarded_tools(fns({name}))]` does the same"
        ),
    ))
}

fn not_twice(attribute: BoundaryAttribute, function: &Function) -> syn::Result<()> {
    let again = function.attributes.iter().find(|other| BoundaryAttribute::of_path(other.path()) == Some(attribute));
    match again {
        None => Ok(()),
        Some(again) => Err(Error::new_spanned(
            again,
            format!("`#[{}]` stands here twice: remove one of the two", attribute.name()),
        )),
    }
}

fn no_memoizer(attribute: BoundaryAttribute, source: Source, function: &Function) -> syn::Result<()> {
    let Some((memoizer, span)) = function.attributes.iter().find_map(memoizer) else { return Ok(()) };
    let attribute = attribute.name();
    let message = match source {
        Source::Written => format!(
            "`#[{memoizer}]` below `#[{attribute}]` would put the boundary into the cached body, and answer from its \
             cache without asking: move `#[{memoizer}]` to the line above `#[{attribute}]`"
        ),
        Source::Block => format!(
            "`#[{memoizer}]` would answer from its cache without asking: put `#[{attribute}]` on this function itself, \
             on the line below `#[{memoizer}]`"
        ),
    };
    Err(Error::new(span, message))
}

/// The name and place of a memoizing attribute, also one that `cfg_attr` may switch on.
fn memoizer(attribute: &Attribute) -> Option<(String, Span)> {
    let of_path = |path: &Path| {
        let name = path.segments.last()?.ident.to_string();
        MEMOIZERS.contains(&name.as_str()).then(|| (name, path.span()))
    };
    if !attribute.path().is_ident("cfg_attr") {
        return of_path(attribute.path());
    }
    let Meta::List(list) = &attribute.meta else { return None };
    let conditional = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone()).ok()?;
    conditional.iter().skip(1).find_map(|meta| of_path(meta.path()))
}

/// `recheck` and `future` say something about waiting that the signature must agree with.
fn can_wait(arguments: &Arguments, function: &Function) -> syn::Result<()> {
    if let (Some(future), Some(_)) = (&arguments.future, &function.signature.asyncness) {
        return Err(Error::new_spanned(
            future,
            "`future` is for a function whose return type is an alias of a future; this one is `async`: remove `future`",
        ));
    }
    let Some(recheck) = &arguments.recheck else { return Ok(()) };
    let is_future = match &function.signature.output {
        _ if function.signature.asyncness.is_some() || arguments.future.is_some() => true,
        syn::ReturnType::Default => false,
        syn::ReturnType::Type(_, ty) => deferred(ty).is_some(),
    };
    if is_future {
        return Ok(());
    }
    Err(Error::new_spanned(
        &recheck.keyword,
        format!(
            "`recheck` stops a future at its next `.await`, and `{}` is not async: remove `recheck`, and write \
             `checkpoint_blocking!(\"name\")?` in the body where it may stop",
            function.signature.ident
        ),
    ))
}

/// A function without a return value would swallow its denial; syntax shows that, so it is said here.
fn carries_a_denial(
    attribute: BoundaryAttribute,
    source: Source,
    arguments: &Arguments,
    function: &Function,
) -> syn::Result<()> {
    if arguments.on_denied.is_some() || !return_type::is_unit(&function.signature.output) {
        return Ok(());
    }
    let name = &function.signature.ident;
    let surface = if attribute == BoundaryAttribute::SideEffect { "surface = …, " } else { "" };
    let message = format!(
        "`{name}` returns nothing, so a denial would look like success: return a `Result`, as in \
         `-> Result<(), machineid_guard::Denied>`\n\
         note: where the signature is given, say what a denial does: `#[{}({surface}on_denied = |denied| …)]`{}",
        attribute.name(),
        match source {
            Source::Written => String::new(),
            Source::Block => format!("; or {}", source.way_out(attribute)),
        },
    );
    Err(match &function.signature.output {
        syn::ReturnType::Default => Error::new_spanned(name, message),
        syn::ReturnType::Type(_, ty) => Error::new_spanned(ty, message),
    })
}

/// The error for an attribute of a function that was put on something else.
pub(crate) fn not_a_function(attribute: BoundaryAttribute, keyword: &TokenTree) -> Error {
    let name = attribute.name();
    let word = keyword.to_string();
    let edit = match word.as_str() {
        "impl" | "mod" => {
            format!("use `#[guarded_tools]` for a whole `{word}`, or put `#[{name}]` on a function in it")
        }
        "trait" => format!("put `#[{name}]` on the functions of each `impl`, or use `#[guarded_tools(fns(…))]` there"),
        "struct" | "enum" | "union" => {
            format!("put `#[{name}]` on a function, or `#[guarded_tools]` on the `impl` block of this `{word}`")
        }
        _ => format!("put `#[{name}]` on a function"),
    };
    Error::new_spanned(keyword, format!("`#[{name}]` guards one function, and this is not a function: {edit}"))
}
