//! Whether the operator wants it, asked on a terminal only.

use std::io::{self, IsTerminal};

use crate::console::Console;
use crate::outcome::Stop;

/// Whether it was said already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    /// By `--yes`.
    Given,
    /// On the terminal, after the plan was shown.
    ToBeAsked,
}

impl Consent {
    /// Comes back when the operator said yes.
    pub(crate) fn obtain(self, console: &Console, question: &str) -> Result<(), Stop> {
        if self == Self::Given {
            return Ok(());
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Err(Stop::bad_input(
                "nobody can be asked, since this is no terminal: add --yes. Nothing was changed",
            ));
        }
        let mut answer = String::new();
        console.question(&format!("{question} [y/N]"))?;
        // A terminal that has gone says no.
        drop(io::stdin().read_line(&mut answer));
        match answer.trim() {
            "y" | "Y" | "yes" => Ok(()),
            _ => Err(Stop::not_as_asked("not confirmed. Nothing was changed")),
        }
    }
}
