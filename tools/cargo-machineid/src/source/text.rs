//! Expressions that are text, in the forms in which names are written.

use syn::{Block, Expr, Lit, Stmt};

use super::attributes::plain;
use super::items::Items;

/// A constant that leads to a constant that leads to a literal.
const DEPTH: u8 = 4;

impl Items<'_> {
    /// The text that the expression is: a literal, a copy of one, or a constant of this crate that is one.
    ///
    /// `of` is the type that `Self` stands for.
    pub(crate) fn text(&self, expression: &Expr, of: Option<&str>) -> Option<String> {
        self.text_at(expression, of, DEPTH)
    }

    /// The text that a function gives, where its body is one such expression.
    pub(crate) fn text_of_body(&self, body: &Block, of: Option<&str>) -> Option<String> {
        match body.stmts.as_slice() {
            [Stmt::Expr(value, None)] => self.text(value, of),
            _ => None,
        }
    }

    fn text_at(&self, expression: &Expr, of: Option<&str>, depth: u8) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match expression {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            Expr::Group(group) => self.text_at(&group.expr, of, depth),
            Expr::Paren(paren) => self.text_at(&paren.expr, of, depth),
            Expr::Reference(reference) => self.text_at(&reference.expr, of, depth),
            Expr::MethodCall(call) if call.args.is_empty() && is_copy(&call.method.to_string()) => {
                self.text_at(&call.receiver, of, depth)
            }
            Expr::Call(call) if call.args.len() == 1 => match &*call.func {
                Expr::Path(function) if is_copy(&function.path.segments.last()?.ident.to_string()) => {
                    self.text_at(call.args.first()?, of, depth)
                }
                _ => None,
            },
            Expr::Path(path) => {
                let mut words = path.path.segments.iter().rev().map(|segment| plain(&segment.ident));
                let name = words.next()?;
                let owner = words.next();
                let owner = if owner.as_deref() == Some("Self") { of } else { owner.as_deref() };
                self.text_at(self.constant(owner, &name)?, of, depth)
            }
            _ => None,
        }
    }

    /// The constant of that name: of the type, else the only one of the crate.
    fn constant(&self, owner: Option<&str>, name: &str) -> Option<&Expr> {
        let named: Vec<_> = self.constants.iter().filter(|constant| constant.name == name).collect();
        let of_owner = named.iter().find(|constant| owner.is_some() && constant.owner.as_deref() == owner);
        match (of_owner, named.as_slice()) {
            (Some(constant), _) => Some(constant.value),
            (None, [only]) => Some(only.value),
            _ => None,
        }
    }
}

/// `to_owned`, `String::from`, `Cow::Borrowed`
fn is_copy(function: &str) -> bool {
    ["into", "to_string", "to_owned", "from", "Borrowed", "as_str", "as_ref", "new", "new_static"].contains(&function)
}
