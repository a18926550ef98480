//! Whether somebody asks right before an effect.

use syn::FnArg;

use super::compiled::{Found, Written};
use crate::frameworks::{Scene, Tool};
use crate::rules::Rule;
use crate::source::{Condition, Function, Module, byte_at, values_at};
use crate::verdict::{Guards, Verdict};

/// One effect, with what is known of it.
#[derive(Debug)]
pub(super) struct Judged<'a> {
    pub(super) found: Found,
    pub(super) module: &'a Module,
    /// The innermost function around it; none in a constant, or where a macro writes the function.
    pub(super) function: Option<&'a Function<'a>>,
    pub(super) taken: Taken,
    pub(super) verdict: Verdict,
    pub(super) of: Of,
    /// Its place in the text.
    pub(super) byte: usize,
}

/// Whether it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Taken {
    Called,
    AsValue,
}

/// Who runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Product,
    TestsAndExamples,
}

impl Judged<'_> {
    /// Which rule it is about, if it is a finding.
    pub(super) const fn rule(&self) -> Rule {
        match self.taken {
            Taken::Called => Rule::UnguardedEffect,
            Taken::AsValue => Rule::EffectAsValue,
        }
    }

    /// The path of the function that it stands in; of the module, where it stands in none.
    pub(super) fn item(&self) -> String {
        match (self.function, self.module.path.as_slice()) {
            (Some(function), _) => function.path(),
            (None, []) => "crate".to_owned(),
            (None, path) => path.join("::"),
        }
    }
}

/// Judges one effect of a crate, where its file is one of the source. `tools` are the crate's, each with its verdict.
pub(super) fn judged<'a>(
    scene: Scene<'a>,
    guards: Guards<'a>,
    tools: &[(Tool<'a>, Verdict)],
    found: Found,
) -> Option<Judged<'a>> {
    let items = scene.items;
    let files = || scene.files.iter();
    let module = files()
        .find(|module| module.file.path == found.file)
        .or_else(|| files().find(|module| module.file.path.canonicalize_utf8().is_ok_and(|path| path == found.file)))?;
    let file = &module.file;
    let byte = byte_at(&file.text, found.line, found.column)?;
    let function = items.function_at(&file.path, byte);
    let is_of_test = function.is_some_and(|function| function.condition == Condition::Test)
        || module.condition == Condition::Test
        || !scene.kind.is_of_product();
    let is_value =
        found.written == Written::InSource && function.is_some_and(|function| values_at(function).contains(&byte));
    let verdict = match function {
        _ if items.is_in_call_of("guarded", &file.path, byte) => Verdict::Guarded("guarded!".to_owned()),
        Some(function) => of_function(guards, tools, function),
        None => Verdict::Unguarded,
    };
    Some(Judged {
        taken: if is_value { Taken::AsValue } else { Taken::Called },
        of: if is_of_test { Of::TestsAndExamples } else { Of::Product },
        found,
        module,
        function,
        verdict,
        byte,
    })
}

fn of_function(guards: Guards<'_>, tools: &[(Tool<'_>, Verdict)], function: &Function<'_>) -> Verdict {
    if takes_a_permit(guards, function) {
        return Verdict::Guarded("a `Permit` among its arguments".to_owned());
    }
    let own = guards.at_effect(function);
    // A gate or a wrapper asks right before the function that acts for a tool.
    let as_tool = || {
        let of_tool = tools.iter().filter(|(tool, _)| tool.acts.is_some_and(|acts| std::ptr::eq(acts, function)));
        // One door that is open is enough.
        of_tool.map(|(_, verdict)| verdict).max_by_key(|verdict| !matches!(verdict, Verdict::Guarded(_))).cloned()
    };
    match own {
        Verdict::Unguarded => {
            as_tool().filter(|verdict| matches!(verdict, Verdict::Guarded(_))).unwrap_or(Verdict::Unguarded)
        }
        verdict => verdict,
    }
}

/// `permit: Permit<Payments>`, of the guard's crate.
fn takes_a_permit(guards: Guards<'_>, function: &Function<'_>) -> bool {
    let typed = function.signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(&*typed.ty),
        FnArg::Receiver(_) => None,
    });
    let paths = typed.filter_map(|ty| match ty {
        syn::Type::Path(path) => Some(&path.path),
        syn::Type::Reference(reference) => match &*reference.elem {
            syn::Type::Path(path) => Some(&path.path),
            _ => None,
        },
        _ => None,
    });
    paths.into_iter().any(|path| guards.is_ours(function.module.scope, path, "Permit"))
}
