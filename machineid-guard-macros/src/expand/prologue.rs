//! The statements in front of a body.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ReturnType;

use super::boundary::{Boundary, Finish};
use super::kept::Kept;
use super::{denial, hidden_future};
use crate::deferred::Work;
use crate::item::Function;
use crate::return_type;
use crate::shape::Shape;

/// The check of one function, ready to be put in front of its body.
pub(super) struct Prologue<'a> {
    boundary: &'a Boundary<'a>,
    shape: &'a Shape,
    output: &'a ReturnType,
    kept: Kept,
}

impl<'a> Prologue<'a> {
    pub(super) fn new(boundary: &'a Boundary<'a>, shape: &'a Shape, function: &'a Function) -> Self {
        let kept = Kept::of(boundary, function);
        Self { boundary, shape, output: &function.signature.output, kept }
    }

    pub(super) const fn runtime(&self) -> &TokenStream {
        self.boundary.runtime
    }

    /// Asks, and returns from the function on a denial.
    pub(super) fn statements(&self) -> TokenStream {
        let runtime = self.boundary.runtime;
        let question = match self.shape {
            Shape::Sync => self.boundary.question(Finish::Wait),
            Shape::Async => self.boundary.question(Finish::Await),
            Shape::Deferred(_) => self.boundary.question_in_future(),
        };
        let denial = self.returned_denial();
        let arguments = self.boundary.arguments;
        let no_future = hidden_future::refused(self.shape, self.output, arguments, runtime);
        let in_flight =
            arguments.recheck.as_ref().map(|_| quote_spanned!(Span::mixed_site()=> __machineid_guard_in_flight));
        let bound = match (&arguments.permit, in_flight) {
            (None, None) => {
                return quote_spanned! {Span::mixed_site()=>
                    #no_future
                    if let #runtime::Err(__machineid_guard_denied) = #question {
                        return #denial;
                    }
                };
            }
            // The user's own word, at the user's own place: it warns when the body does not use it.
            (Some(permit), None) => quote!(#permit),
            (None, Some(in_flight)) => in_flight,
            (Some(permit), Some(in_flight)) => quote_spanned!(Span::mixed_site()=> (#permit, #in_flight)),
        };
        quote_spanned! {Span::mixed_site()=>
            #no_future
            let #bound = match #question {
                #runtime::Ok(__machineid_guard_answer) => __machineid_guard_answer,
                #runtime::Err(__machineid_guard_denied) => return #denial,
            };
        }
    }

    /// What stands in front of the future, for shapes that return one.
    pub(super) fn at_the_call(&self) -> TokenStream {
        self.boundary.at_the_call()
    }

    /// What the future gives, polled under re-checks where the attribute asks for them. For the compiler it stands
    /// at a place of its own.
    pub(super) fn awaited(&self, future: &TokenStream, (start, end): (Span, Span)) -> TokenStream {
        if !self.is_rechecked() {
            return quote_spanned!(end=> #future.await);
        }
        let runtime = self.boundary.runtime;
        let denial = self.kept.given_back(&self.denial());
        let output = Ident::new("__machineid_guard_output", start);
        quote_spanned! {Span::mixed_site()=>
            match __machineid_guard_in_flight.run(#future).await {
                #runtime::Ok(#output) => #output,
                #runtime::Err(__machineid_guard_denied) => return #denial,
            }
        }
    }

    /// The stream that a closure makes, ready to be returned; under re-checks where the attribute asks for them.
    pub(super) fn streamed(&self, closure: &TokenStream) -> TokenStream {
        let runtime = self.boundary.runtime;
        if !self.is_rechecked() {
            return quote_spanned!(Span::mixed_site()=> #runtime::Ok(#runtime::made(#closure)));
        }
        let denial = self.kept.given_back(&self.denial());
        quote_spanned! {Span::mixed_site()=>
            __machineid_guard_in_flight.stream(#closure, move |__machineid_guard_denied| #denial)
        }
    }

    /// What `on_denied` may still need when the body has it.
    pub(super) const fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Whether the body is polled under re-checks.
    pub(super) const fn is_rechecked(&self) -> bool {
        self.boundary.arguments.recheck.is_some()
    }

    /// Fixes the type of an `async` block around the body: the returns in a body may each have a
    /// type of their own that only the declared one unites.
    pub(super) fn annotation(&self, returned: &TokenStream) -> TokenStream {
        let runtime = self.boundary.runtime;
        quote_spanned! {Span::mixed_site()=>
            if let #runtime::Some(__machineid_guard_declared) = #runtime::annotate::<#returned>() {
                return __machineid_guard_declared;
            }
        }
    }

    /// The declared return type, as a body can name it.
    pub(super) fn declared(&self) -> TokenStream {
        return_type::declared(self.output)
    }

    /// The denial as the function, or the future around its body, returns it.
    fn returned_denial(&self) -> TokenStream {
        let denial = self.denial();
        let runtime = self.boundary.runtime;
        match self.shape {
            Shape::Deferred(later) if later.work == Work::Stream => {
                quote_spanned!(Span::mixed_site()=> #runtime::Err(#denial))
            }
            _ => denial,
        }
    }

    fn denial(&self) -> TokenStream {
        denial::value(self.shape, self.output, self.boundary.arguments, self.boundary.runtime)
    }
}
