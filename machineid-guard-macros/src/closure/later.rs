//! The `async` block that a closure gives, and what runs before it is polled.

use syn::{Block, Error, Expr, ExprMethodCall, Stmt};

/// The `async` block whose future the closure gives, boxed or not; `None` where the closure does its work at the call.
///
/// What stands around the block runs when the closure is called, before anybody was asked, so it may do no work.
pub(super) fn block(value: &mut Expr) -> syn::Result<Option<&mut Expr>> {
    match value {
        Expr::Async(_) => Ok(Some(value)),
        Expr::Group(group) => block(&mut group.expr),
        Expr::Paren(paren) => block(&mut paren.expr),
        // `Box::pin(async move { … }) as BoxFuture<_>`
        Expr::Cast(cast) => block(&mut cast.expr),
        Expr::Block(braces) if braces.label.is_none() => last(&mut braces.block),
        // `Box::pin(async move { … })`
        Expr::Call(call) if call.args.len() == 1 && matches!(&*call.func, Expr::Path(_)) => {
            call.args.first_mut().map_or(Ok(None), block)
        }
        Expr::MethodCall(call) => receiver(call),
        _ => Ok(None),
    }
}

/// `async move { … }.boxed()`
fn receiver(call: &mut ExprMethodCall) -> syn::Result<Option<&mut Expr>> {
    let work = call.args.iter().find(|argument| !is_no_work(argument) && call.method != "instrument");
    let work = work.map(unasked);
    let found = block(&mut call.receiver)?;
    match (found, work) {
        (Some(_), Some(error)) => Err(error),
        (found, _) => Ok(found),
    }
}

/// `{ let client = client.clone(); async move { … } }`
fn last(braces: &mut Block) -> syn::Result<Option<&mut Expr>> {
    let Some((Stmt::Expr(value, None), before)) = braces.stmts.split_last_mut() else { return Ok(None) };
    let found = block(value)?;
    let work = before.iter().find(|statement| !copies(statement));
    match (found, work) {
        (Some(_), Some(work)) => Err(unasked(work)),
        (found, _) => Ok(found),
    }
}

fn unasked(work: &impl quote::ToTokens) -> Error {
    Error::new_spanned(
        work,
        "this runs when the closure is called, before the authority was asked: move it into the `async` block\n\
         note: in front of the block there is room for copies that it takes, as in `let client = client.clone();`",
    )
}

fn copies(statement: &Stmt) -> bool {
    match statement {
        Stmt::Local(local) => local.init.as_ref().is_some_and(|init| init.diverge.is_none() && is_no_work(&init.expr)),
        Stmt::Item(_) => true,
        _ => false,
    }
}

/// A name, a field, a literal, or a copy of one.
fn is_no_work(value: &Expr) -> bool {
    match value {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(field) => is_no_work(&field.base),
        Expr::Group(group) => is_no_work(&group.expr),
        Expr::Paren(paren) => is_no_work(&paren.expr),
        Expr::Reference(reference) => is_no_work(&reference.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_no_work),
        Expr::MethodCall(call) => call.args.is_empty() && is_copy(&call.method) && is_no_work(&call.receiver),
        // `Arc::clone(&client)`
        Expr::Call(call) => {
            let Expr::Path(function) = &*call.func else { return false };
            function.path.segments.last().is_some_and(|last| is_copy(&last.ident)) && call.args.iter().all(is_no_work)
        }
        _ => false,
    }
}

fn is_copy(function: &syn::Ident) -> bool {
    ["clone", "to_owned", "to_string", "into", "from", "as_ref", "as_str"].iter().any(|copy| function == copy)
}
