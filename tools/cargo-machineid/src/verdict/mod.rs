//! Whether somebody asks before a tool runs.

mod boundary;
mod gates;

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
