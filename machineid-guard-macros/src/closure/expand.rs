//! The closure with the question in it.
//!
//! What a closure returns is seldom written in it. So the answer's two ways are the two arms of one `match`: what the first
//! one gives is known to the compiler when it comes to the second, in which a denial becomes the same.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Block, Error, Expr, ExprAsync, ExprClosure, Path, ReturnType, Stmt, Token, Type};

use super::later;
use crate::arguments::Arguments;
use crate::attribute::BoundaryAttribute;
use crate::expand::{Boundary, Finish};
use crate::item::Body;
use crate::naming::Naming;
use crate::tokens;

pub(super) fn closure(arguments: &Arguments, mut closure: ExprClosure) -> syn::Result<TokenStream> {
    let runtime = arguments.runtime();
    let kind = BoundaryAttribute::GuardedTool.kind();
    let boundary = Boundary { kind, name: Naming::of_closure(arguments), arguments, runtime: &runtime };
    let asked = Asked { boundary: &boundary };
    if closure.asyncness.is_some() {
        *closure.body = Expr::Verbatim(asked.in_closure(&closure, Finish::Await));
    } else if let Some(block) = later::block(&mut closure.body)? {
        let Expr::Async(written) = &*block else { return Ok(closure.to_token_stream()) };
        *block = Expr::Verbatim(asked.in_future(written)?);
    } else {
        no_recheck(arguments)?;
        *closure.body = Expr::Verbatim(asked.in_closure(&closure, Finish::Wait));
    }
    Ok(closure.to_token_stream())
}

fn no_recheck(arguments: &Arguments) -> syn::Result<()> {
    let Some(recheck) = &arguments.recheck else { return Ok(()) };
    Err(Error::new_spanned(
        &recheck.keyword,
        "`recheck` stops a future at its next `.await`, and this closure does its work at the call: remove `recheck`, or \
         give an `async move` block",
    ))
}

struct Asked<'a> {
    boundary: &'a Boundary<'a>,
}

impl Asked<'_> {
    /// In the closure itself, which waits or is `async`.
    fn in_closure(&self, closure: &ExprClosure, finish: Finish) -> TokenStream {
        let gives = match (&closure.output, &*closure.body) {
            (ReturnType::Type(_, ty), _) => Gives::Declared(ty),
            (ReturnType::Default, Expr::Block(body)) => Gives::of(&body.block),
            (ReturnType::Default, _) => Gives::Value,
        };
        let work = self.work(&self.boundary.check(), closure.body.to_token_stream(), &gives, finish);
        quote!({ #work })
    }

    /// In the future that it gives. The guard in force is that of the call: whoever polls the future may be in a scope
    /// that is not the caller's.
    fn in_future(&self, block: &ExprAsync) -> syn::Result<TokenStream> {
        let Some(capture) = &block.capture else {
            return Err(Error::new_spanned(
                block.async_token,
                "the question waits in this block for its first poll, when the closure has returned: write `async move`",
            ));
        };
        let (check, attributes) = (self.boundary.check_of_caller(), &block.attrs);
        let check_name = quote_spanned!(Span::mixed_site()=> __machineid_guard_check);
        let gives = Gives::of(&block.block);
        let work = self.work(&check_name, block.block.to_token_stream(), &gives, Finish::Await);
        let keyword = block.async_token;
        Ok(quote_spanned! {Span::mixed_site()=> {
            let #check_name = #check;
            #(#attributes)* #keyword #capture { #work }
        }})
    }

    fn work(&self, check: &TokenStream, body: TokenStream, gives: &Gives<'_>, finish: Finish) -> TokenStream {
        let Boundary { runtime, arguments, .. } = self.boundary;
        let asked = self.boundary.asked(finish);
        let (body, place) = body_and_place(body);
        let denial = self.denial(place);
        let in_flight =
            arguments.recheck.as_ref().map(|_| quote_spanned!(Span::mixed_site()=> __machineid_guard_in_flight));
        let allowed = match &in_flight {
            None => gives.known_from(&body),
            Some(in_flight) => quote_spanned! {Span::mixed_site()=>
                match #in_flight.run(async move { #body }).await {
                    #runtime::Ok(__machineid_guard_value) => __machineid_guard_output.is(__machineid_guard_value),
                    #runtime::Err(__machineid_guard_denied) => #denial,
                }
            },
        };
        let answer = match (&arguments.permit, in_flight) {
            (None, None) => quote_spanned!(Span::mixed_site()=> _),
            (Some(permit), None) => permit.to_token_stream(),
            (None, Some(in_flight)) => in_flight,
            (Some(permit), Some(in_flight)) => quote_spanned!(Span::mixed_site()=> (#permit, #in_flight)),
        };
        let output = gives.output(runtime);
        quote_spanned! {Span::mixed_site()=>
            #output
            match #check #asked {
                #runtime::Ok(#answer) => #allowed,
                #runtime::Err(__machineid_guard_denied) => #denial,
            }
        }
    }

    /// What the denial that is bound to `__machineid_guard_denied` becomes. `place` is where the closure's value stands.
    fn denial(&self, place: Span) -> TokenStream {
        let Boundary { runtime, arguments, .. } = self.boundary;
        // The errors about what the closure gives stand at its value.
        let at = Span::mixed_site().located_at(place);
        let probe = quote_spanned!(at=> runs_at_the_call());
        if let Some(on_denied) = &arguments.on_denied {
            return quote_spanned! {Span::mixed_site()=> {
                #runtime::returned_on_denied_as(__machineid_guard_output).#probe;
                __machineid_guard_output.is(#runtime::on_denied(__machineid_guard_denied, #on_denied))
            }};
        }
        let carrier = Token![_](at);
        let method = quote_spanned!(at=> carrier());
        quote_spanned! {Span::mixed_site()=> {
            #runtime::returned_as(__machineid_guard_output).#probe;
            use #runtime::standard::__machineid_guard_denials;
            {
                use crate::*;
                #runtime::carried(
                    #runtime::of_output(__machineid_guard_output, __machineid_guard_denials::of()).#method,
                    <#carrier as #runtime::FromDenied>::from_denied(__machineid_guard_denied),
                )
            }
        }}
    }
}

/// How the compiler comes to know the type of what the closure gives.
enum Gives<'a> {
    /// The closure says it.
    Declared(&'a Type),
    /// It is that of the body's value.
    Value,
    /// The body has no value: it is that of its `return`s.
    Returns,
}

impl Gives<'_> {
    fn of(body: &Block) -> Self {
        let last = match body.stmts.last() {
            Some(Stmt::Expr(last, _)) => last,
            Some(Stmt::Macro(last)) if is_jump(&last.mac.path) => return Self::Returns,
            _ => return Self::Value,
        };
        match last {
            Expr::Return(_) | Expr::Loop(_) => Self::Returns,
            Expr::Macro(last) if is_jump(&last.mac.path) => Self::Returns,
            _ => Self::Value,
        }
    }

    /// The name for the type.
    fn output(&self, runtime: &TokenStream) -> TokenStream {
        let ty = match self {
            Self::Declared(ty) => ty.to_token_stream(),
            Self::Value | Self::Returns => quote!(_),
        };
        let of_returns = matches!(self, Self::Returns).then(|| {
            quote_spanned! {Span::mixed_site()=>
                if let #runtime::Some(__machineid_guard_value) = __machineid_guard_output.never() {
                    return __machineid_guard_value;
                }
            }
        });
        quote_spanned! {Span::mixed_site()=>
            let __machineid_guard_output = #runtime::output::<#ty>();
            #of_returns
        }
    }

    /// The body. A call around one that has no value would never be reached.
    fn known_from(&self, body: &TokenStream) -> TokenStream {
        match self {
            Self::Value => quote_spanned!(Span::mixed_site()=> __machineid_guard_output.is(#body)),
            Self::Declared(_) | Self::Returns => body.clone(),
        }
    }
}

/// `panic!` and its kin.
fn is_jump(called: &Path) -> bool {
    let jumps = ["panic", "todo", "unimplemented", "unreachable"];
    called.segments.last().is_some_and(|last| jumps.iter().any(|jump| last.ident == jump))
}

/// The body as the value of one expression, and where its own value stands.
fn body_and_place(body: TokenStream) -> (TokenStream, Span) {
    let mut trees = body.clone().into_iter();
    if let (Some(TokenTree::Group(braces)), None) = (trees.next(), trees.next()) {
        if braces.delimiter() == Delimiter::Brace {
            let written = Body::new(&braces);
            let (start, _) = written.value();
            return (written.block().to_token_stream(), start);
        }
    }
    let (start, _) = tokens::ends(&body, Span::mixed_site());
    (body, start)
}
