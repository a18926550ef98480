//! Whether somebody asks before a tool runs.

mod boundary;
mod gates;

use crate::frameworks::{Framework, Marked, Tool};
use crate::source::Function;

pub(crate) use self::boundary::Guards;
pub(crate) use self::gates::Gates;

/// What is known of one tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// By what.
    Guarded(String),
    /// For the reason that its author gave.
    Exempt(String),
    Unguarded,
    /// A boundary is written, and does not hold: why.
    Lost(String),
    /// What cannot be seen.
    Undecided(String),
}

impl Verdict {
    /// On a tool: by its own boundary, by what stands in front of it, or by everything that calls it.
    pub(crate) fn of(tool: &Tool<'_>, guards: Guards<'_>, gates: &Gates) -> Self {
        if let Marked::Asked { by } = tool.marked {
            return Self::Guarded(by.to_owned());
        }
        let of_function = match tool.acts {
            Some(function) => guards.on_tool(function, tool.marked),
            None => Self::Unguarded,
        };
        match gates.in_front_of(tool, of_function.or_through(&tool.through, guards)) {
            Self::Unguarded if tool.marked == Marked::Macro && tool.acts.is_none() => {
                Self::Undecided("it stands inside of a macro, and what that writes is not in the source".to_owned())
            }
            Self::Unguarded if tool.framework == Framework::Unclear => Self::Undecided(
                "several frameworks of this package have a macro of this name, and no `use` says which is meant"
                    .to_owned(),
            ),
            Self::Unguarded if tool.acts.is_none() && tool.marked != Marked::Closure => {
                Self::Undecided("the function that does its work is not seen".to_owned())
            }
            verdict => verdict,
        }
    }

    /// An unguarded one is guarded all the same where everything that calls it asks.
    pub(crate) fn or_through(self, callers: &[&Function<'_>], guards: Guards<'_>) -> Self {
        let asks = |caller: &&Function<'_>| matches!(guards.verdict(caller, false), Self::Guarded(_));
        match (self, callers) {
            (Self::Unguarded, [first, ..]) if callers.iter().all(asks) => {
                Self::Guarded(format!("`{}` calls it, and asks", first.path()))
            }
            (verdict, _) => verdict,
        }
    }

    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Guarded(_) => "guarded",
            Self::Exempt(_) => "exempt",
            Self::Unguarded | Self::Lost(_) => "unguarded",
            Self::Undecided(_) => "undecided",
        }
    }

    pub(crate) fn why(&self) -> Option<&str> {
        match self {
            Self::Guarded(why) | Self::Exempt(why) | Self::Lost(why) | Self::Undecided(why) => Some(why),
            Self::Unguarded => None,
        }
    }
}
