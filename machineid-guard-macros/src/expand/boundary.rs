//! The part of an expansion that says which boundary asks, and for whom.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Expr;

use crate::arguments::{Arguments, Surface};
use crate::naming::Naming;
use crate::tokens;

/// One boundary in the source.
pub(crate) struct Boundary<'a> {
    /// The variant of `BoundaryKind`.
    pub(crate) kind: Ident,
    pub(crate) name: Naming<'a>,
    pub(crate) arguments: &'a Arguments,
    /// The path of the runtime's private part.
    pub(crate) runtime: &'a TokenStream,
}

/// How a check is put to the authority.
#[derive(Clone, Copy)]
pub(crate) enum Finish {
    /// Blocks the thread, yields the answer.
    Wait,
    /// Yields the answer after an `.await`.
    Await,
    /// Yields the future of the answer.
    Future,
}

impl Boundary<'_> {
    /// A block expression that asks.
    ///
    /// ```text
    /// {
    ///     // boundary!: { static BOUNDARY: Boundary = …; inventory::submit! { … } &BOUNDARY }
    ///     let check = Check::new(boundary! { … }).device(&(…));
    ///     check.ask().await   // without details: ask_at(boundary! { … }).await
    /// }
    /// ```
    /// The static stands inside of its expression, so that it is in nobody's way, and a wrong path of `crate = …`
    /// leaves no name of ours behind. The check is a `let` of
    /// its own: temporaries of the user's expressions end there, and are not kept over the `.await`,
    /// where one that is not `Send` would take `Send` from the whole future.
    pub(crate) fn question(&self, finish: Finish) -> TokenStream {
        let here = self.declaration();
        let asked =
            if self.is_plain() { self.asked_at_once(&here, finish) } else { self.asked_in_detail(&here, None, finish) };
        quote_spanned!(Span::mixed_site()=> { #asked })
    }

    /// The same inside a future, behind [`at_the_call`](Self::at_the_call).
    pub(crate) fn question_in_future(&self) -> TokenStream {
        let runtime = self.runtime;
        let of_caller = self.takes_caller();
        let asked = match (self.is_plain(), of_caller) {
            (true, true) => quote_spanned! {Span::mixed_site()=>
                #runtime::ask_at_for(__machineid_guard_boundary, __machineid_guard_caller).await
            },
            (true, false) => quote_spanned!(Span::mixed_site()=> #runtime::ask_at(__machineid_guard_boundary).await),
            (false, _) => {
                let of = of_caller.then(|| quote_spanned!(Span::mixed_site()=> .of(__machineid_guard_caller)));
                let here = quote_spanned!(Span::mixed_site()=> __machineid_guard_boundary);
                self.asked_in_detail(&here, of.as_ref(), Finish::Await)
            }
        };
        quote_spanned!(Span::mixed_site()=> { #asked })
    }

    /// What stands in front of a future, and runs when the function is called.
    ///
    /// The static, which the body does not see: with a statement there, the function does not look like one that only
    /// wraps a block. And the guard in force: whoever polls the future may be in a
    /// scope that is not the caller's.
    pub(crate) fn at_the_call(&self) -> TokenStream {
        let declaration = self.declaration();
        let runtime = self.runtime;
        let caller = self
            .takes_caller()
            .then(|| quote_spanned!(Span::mixed_site()=> let __machineid_guard_caller = #runtime::Caller::here();));
        quote_spanned! {Span::mixed_site()=>
            let __machineid_guard_boundary = #declaration;
            #caller
        }
    }

    /// An explicit guard wins, whoever calls.
    fn takes_caller(&self) -> bool {
        self.arguments.guard.is_none()
    }

    /// Whether there is nothing but to ask.
    fn is_plain(&self) -> bool {
        let Arguments { device, guard, recheck, permit, .. } = self.arguments;
        self.name.at_run().is_none() && device.is_none() && guard.is_none() && recheck.is_none() && permit.is_none()
    }

    fn asked_in_detail(&self, here: &TokenStream, of_caller: Option<&TokenStream>, finish: Finish) -> TokenStream {
        let check = self.check_at(here, of_caller);
        let asked = self.asked(finish);
        quote_spanned! {Span::mixed_site()=>
            let __machineid_guard_check = #check;
            __machineid_guard_check #asked
        }
    }

    /// The check, with what the user's expressions say.
    pub(crate) fn check(&self) -> TokenStream {
        self.check_at(&self.declaration(), None)
    }

    /// The same for whoever is the caller here, wherever it is asked.
    pub(crate) fn check_of_caller(&self) -> TokenStream {
        let runtime = self.runtime;
        let of_caller = self.takes_caller().then(|| quote_spanned!(Span::mixed_site()=> .of(#runtime::Caller::here())));
        self.check_at(&self.declaration(), of_caller.as_ref())
    }

    fn check_at(&self, here: &TokenStream, of_caller: Option<&TokenStream>) -> TokenStream {
        let (runtime, details) = (self.runtime, self.details());
        quote_spanned!(Span::mixed_site()=> #runtime::Check::new(#here) #details #of_caller)
    }

    /// An expression that borrows the static of the boundary, which it declares and puts into the inventory.
    fn declaration(&self) -> TokenStream {
        let Self { kind, name, arguments, runtime } = self;
        let name_expression = name.at_run().map(|expression| {
            let text = expression.to_token_stream().to_string();
            quote_spanned!(Span::mixed_site()=> , name_expression = #text)
        });
        let name = name.in_static(runtime);
        let surface = match &arguments.surface {
            Some(Surface::Literal(literal)) => quote_spanned!(Span::mixed_site()=> , surface = #literal),
            Some(Surface::Type(ty)) => {
                quote_spanned!(Span::mixed_site()=> , surface = <#ty as #runtime::Surface>::NAME)
            }
            None => TokenStream::new(),
        };
        quote_spanned!(Span::mixed_site()=> #runtime::boundary! { #kind, #name #surface #name_expression })
    }

    /// What the check is told by the user's expressions, which are evaluated at each call.
    fn details(&self) -> TokenStream {
        let runtime = self.runtime;
        let name = self.name.at_run().map(|name| {
            let given = given(name, &quote_spanned!(Span::mixed_site()=> #runtime::NameExpr::text));
            quote_spanned!(Span::mixed_site()=> .name(#given))
        });
        let device = self.arguments.device.as_ref().map(|device| {
            let given = given(device, &quote_spanned!(Span::mixed_site()=> #runtime::DeviceExpr::device));
            quote_spanned!(Span::mixed_site()=> .device(#given))
        });
        let guard = self.arguments.guard.as_ref().map(|guard| {
            let given = given(guard, &TokenStream::new());
            quote_spanned!(Span::mixed_site()=> .guard #given)
        });
        quote!(#name #device #guard)
    }

    /// A question without details is one call, for the compiler's sake: it stands in every function.
    fn asked_at_once(&self, here: &TokenStream, finish: Finish) -> TokenStream {
        let runtime = self.runtime;
        match finish {
            Finish::Wait => quote_spanned!(Span::mixed_site()=> #runtime::wait_at(#here)),
            Finish::Await => quote_spanned!(Span::mixed_site()=> #runtime::ask_at(#here).await),
            Finish::Future => quote_spanned!(Span::mixed_site()=> #runtime::ask_at(#here)),
        }
    }

    /// How the check is asked, and for what.
    pub(crate) fn asked(&self, finish: Finish) -> TokenStream {
        let runtime = self.runtime;
        let surface = match &self.arguments.surface {
            Some(Surface::Type(ty)) => quote_spanned!(Span::mixed_site()=> <#ty as #runtime::Surface>::OF),
            Some(Surface::Literal(_)) | None => quote_spanned!(Span::mixed_site()=> #runtime::any_surface()),
        };
        let recheck = self.arguments.recheck.as_ref().map(|recheck| {
            let milliseconds = recheck.milliseconds;
            quote_spanned!(Span::mixed_site()=> .recheck(#milliseconds))
        });
        let has_permit = self.arguments.permit.is_some();
        let asked = match (finish, has_permit) {
            (Finish::Wait, false) => quote_spanned!(Span::mixed_site()=> .wait()),
            (Finish::Wait, true) => quote_spanned!(Span::mixed_site()=> .wait_for(#surface)),
            (Finish::Await, false) => quote_spanned!(Span::mixed_site()=> .ask().await),
            (Finish::Await, true) => quote_spanned!(Span::mixed_site()=> .ask_for(#surface).await),
            (Finish::Future, _) => quote_spanned!(Span::mixed_site()=> .ask()),
        };
        quote!(#recheck #asked)
    }
}

/// `convert(&(expression))`: borrowed, so that a field of `self` can be named without a clone.
///
/// The trait's own function, and not a method with a bound: where the type does not fit, the error speaks of the
/// trait alone, at the expression.
fn given(expression: &Expr, convert: &TokenStream) -> TokenStream {
    let (start, end) = tokens::ends(expression, Span::mixed_site());
    let and = quote_spanned!(Span::mixed_site().located_at(start)=> &);
    let mut parenthesized = proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, expression.to_token_stream());
    parenthesized.set_span(Span::mixed_site().located_at(end));
    quote_spanned!(Span::mixed_site()=> #convert(#and #parenthesized))
}
