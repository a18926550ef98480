//! Places where a boundary would not hold, or would not mean what it says.

use proc_macro2::TokenTree;
use syn::{Attribute, Error};

use crate::arguments::Arguments;
use crate::attribute::BoundaryAttribute;
use crate::deferred::deferred;
use crate::item::Function;
use crate::memoizer::{self, Memoizer};
use crate::return_type;

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
    not_twice(attribute, arguments, function)?;
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

fn not_twice(attribute: BoundaryAttribute, arguments: &Arguments, function: &Function) -> syn::Result<()> {
    let crate_path = arguments.crate_path.as_ref();
    let again = function
        .attributes
        .iter()
        .find(|other| BoundaryAttribute::of_path(other.path(), crate_path) == Some(attribute));
    match again {
        None => Ok(()),
        Some(again) => Err(Error::new_spanned(
            again,
            format!("`#[{}]` stands here twice: remove one of the two", attribute.name()),
        )),
    }
}

/// Which order holds depends on the memoizer's crate and version, so the one answer for all of them is a
/// function of its own.
fn no_memoizer(attribute: BoundaryAttribute, source: Source, function: &Function) -> syn::Result<()> {
    let Some(Memoizer { name: memoizer, span, function }) = Memoizer::of(function) else { return Ok(()) };
    let (private, head) = match source {
        Source::Written => ("", format!("#[{}] fn", attribute.name())),
        Source::Block => ("private ", "pub fn".to_owned()),
    };
    Err(Error::new(
        span,
        format!(
            "`#[{memoizer}]` would answer from its cache without asking: take it off `{function}`, and let \
             `{function}` call a {private}function of its own that is memoized and not guarded\n\
             note: `{head} {function}(…) {{ memoized(…) }}` and `#[{memoizer}] fn memoized(…)`"
        ),
    ))
}

/// The error for a memoizer above a boundary in a block: a function that the block does not see may have the body.
pub(crate) fn memoizer_in_a_block(attribute: &Attribute) -> Option<Error> {
    let (memoizer, span) = memoizer::named_by(attribute)?;
    Some(Error::new(
        span,
        format!(
            "`#[{memoizer}]` may write a second function with this body beside the first, which nobody is asked for: \
             memoize a private function, and call it from this one, which has the boundary"
        ),
    ))
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
