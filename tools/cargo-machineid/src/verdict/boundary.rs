//! The attributes that guard a function: its own, and those of the blocks around it.

use syn::{Expr, Lit, Meta, Path, Visibility};

use super::Verdict;
use crate::frameworks::{Below, Marked};
use crate::source::{Condition, Function, Items, Meaning, Owner, Written};

/// Attributes that ask before a tool runs.
const BOUNDARIES: [&str; 2] = ["guarded_tool", "side_effect"];

/// Looks for boundaries in one crate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guards<'a> {
    items: &'a Items<'a>,
    /// What the source calls the guard's crate.
    guard: &'a str,
}

impl<'a> Guards<'a> {
    pub(crate) const fn new(items: &'a Items<'a>, guard: &'a str) -> Self {
        Self { items, guard }
    }

    pub(crate) const fn guard(self) -> &'a str {
        self.guard
    }

    /// The verdict on a function that acts for a tool.
    pub(crate) fn on_tool(self, function: &Function<'_>, marked: Marked) -> Verdict {
        let Marked::Attribute { at, below } = marked else { return self.verdict(function, false) };
        match self.verdict(function, true) {
            Verdict::Guarded(how)
                if below == Below::Dropped && self.own_boundary(function).is_some_and(|it| it > at) =>
            {
                Verdict::Lost(format!("{how} stands below the framework's attribute, which drops it: put it on top"))
            }
            verdict => verdict,
        }
    }

    /// The verdict on a function in which an effect stands. What resumes asks as well.
    pub(crate) fn at_effect(self, function: &Function<'_>) -> Verdict {
        let own = function.attributes().all();
        let resumes = own.iter().find(|it| self.named(function.module.scope, it.path(), &["resume"]).is_some());
        match (self.verdict(function, false), resumes) {
            (Verdict::Unguarded, Some(resume)) if resume.condition == Condition::Always => {
                Verdict::Guarded("#[resume]".to_owned())
            }
            (verdict, _) => verdict,
        }
    }

    /// The place of its own boundary among its attributes.
    fn own_boundary(self, function: &Function<'_>) -> Option<usize> {
        let own = function.attributes().all();
        own.iter().position(|it| self.named(function.module.scope, it.path(), &BOUNDARIES).is_some())
    }

    /// The verdict on one function. `is_tool` says that a framework's attribute marks it.
    pub(crate) fn verdict(self, function: &Function<'_>, is_tool: bool) -> Verdict {
        let own = function.attributes().all();
        if let Some(verdict) = self.by_own(function, &own) {
            return verdict;
        }
        if let Some(verdict) = self.by_owner(function, is_tool) {
            return verdict;
        }
        self.by_modules(function, is_tool).unwrap_or(Verdict::Unguarded)
    }

    fn by_own(self, function: &Function<'_>, own: &[Written]) -> Option<Verdict> {
        let scope = function.module.scope;
        for attribute in own {
            if let Some(name) = self.named(scope, attribute.path(), &BOUNDARIES) {
                return Some(match attribute.condition {
                    Condition::Always => Verdict::Guarded(format!("#[{name}]")),
                    _ => Verdict::Undecided(format!("`#[{name}]` is there in some builds only, by `cfg_attr`")),
                });
            }
            if attribute.path().segments.last().is_some_and(|last| last.ident == "unguarded") {
                return Some(exempt(attribute));
            }
            let is_open =
                matches!(self.items.scopes.meaning(scope, attribute.path()), Meaning::Path(path) if path.len() == 1);
            let unknown = BOUNDARIES.iter().find(|name| is_open && attribute.path().is_ident(*name));
            if let Some(name) = unknown {
                return Some(Verdict::Undecided(format!(
                    "no `use` says whose `#[{name}]` this is: write `use {}::{name};`",
                    self.guard
                )));
            }
        }
        None
    }

    /// `#[guarded_tools]` on the block.
    fn by_owner(self, function: &Function<'_>, is_tool: bool) -> Option<Verdict> {
        let block = function
            .attributes_of_owner()
            .all()
            .into_iter()
            .find(|attribute| self.named(function.module.scope, attribute.path(), &["guarded_tools"]).is_some())?;
        if block.condition != Condition::Always {
            return Some(Verdict::Undecided(
                "`#[guarded_tools]` is there in some builds only, by `cfg_attr`".to_owned(),
            ));
        }
        let is_guarded = match function.owner {
            Owner::Implementation(of) if of.trait_.is_none() => is_tool || is_visible(function.visibility),
            Owner::Implementation(_) | Owner::Trait(_) => is_named(&block, &function.name()),
            Owner::Module | Owner::Body => false,
        };
        is_guarded.then(|| Verdict::Guarded("#[guarded_tools] on its block".to_owned()))
    }

    /// `#[guarded_tools]` on an inline module around it.
    fn by_modules(self, function: &Function<'_>, is_tool: bool) -> Option<Verdict> {
        let is_covered = match function.owner {
            Owner::Module => true,
            Owner::Implementation(of) => of.trait_.is_none(),
            Owner::Trait(_) | Owner::Body => false,
        };
        if !is_covered || !(is_tool || is_visible(function.visibility)) {
            return None;
        }
        let found = self.items.modules_around(function.module.scope).find_map(|(scope, module)| {
            let attributes = crate::source::Attributes::of(&module.attrs).all();
            attributes.into_iter().find(|it| self.named(scope, it.path(), &["guarded_tools"]).is_some())
        })?;
        Some(match found.condition {
            Condition::Always => Verdict::Guarded("#[guarded_tools] on its module".to_owned()),
            _ => Verdict::Undecided("`#[guarded_tools]` is there in some builds only, by `cfg_attr`".to_owned()),
        })
    }

    /// The one of these names of the guard's crate that the path stands for.
    fn named(self, scope: usize, path: &Path, names: &[&'static str]) -> Option<&'static str> {
        let name = names.iter().copied().find(|name| self.is_ours(scope, path, name))?;
        Some(name)
    }

    /// Whether the path stands for that item of the guard's crate, through whatever kit re-exports it.
    pub(crate) fn is_ours(self, scope: usize, path: &Path, name: &str) -> bool {
        let is_it = |words: &[String]| {
            let Some((last, before)) = words.split_last() else { return false };
            last == name && before.iter().any(|word| word == self.guard || word == "machineid_guard")
        };
        self.items.scopes.may_mean(scope, path, is_it)
    }
}

/// `pub`, also within the crate.
fn is_visible(visibility: Option<&Visibility>) -> bool {
    match visibility {
        Some(Visibility::Public(_)) => true,
        Some(Visibility::Restricted(restricted)) => !restricted.path.is_ident("self"),
        Some(Visibility::Inherited) | None => false,
    }
}

/// Whether `fns(…)` of the attribute names the function.
fn is_named(block: &Written, function: &str) -> bool {
    block.arguments().iter().any(|argument| match argument {
        Meta::List(list) if list.path.is_ident("fns") => {
            list.tokens.clone().into_iter().any(|token| token.to_string() == function)
        }
        _ => false,
    })
}

fn exempt(attribute: &Written) -> Verdict {
    match attribute.argument("reason") {
        Some(Expr::Lit(literal)) => match literal.lit {
            Lit::Str(reason) if !reason.value().trim().is_empty() => Verdict::Exempt(reason.value()),
            _ => no_reason(),
        },
        _ => no_reason(),
    }
}

fn no_reason() -> Verdict {
    Verdict::Undecided("an exemption needs its reason: `#[unguarded(reason = \"…\")]`".to_owned())
}
