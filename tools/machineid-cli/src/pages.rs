//! What a package of this program ships: completions and man pages.

use std::io::{self, Write};

use clap::Command;
use clap_complete::Shell;

use crate::outcome::{Outcome, Stop};

/// The script that a shell sources.
pub(crate) fn completions(mut program: Command, shell: Shell) -> Result<Outcome, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program, "machineid", &mut script);
    write(&script)
}

/// The page of the program, or of one of its commands: `["devices", "revoke"]`.
pub(crate) fn man(mut program: Command, words: &[String]) -> Result<Outcome, Stop> {
    program.build();
    let mut command = &program;
    for word in words {
        let inner = command.find_subcommand(word);
        command = inner.ok_or_else(|| Stop::bad_input(format!("there is no command {word:?}")))?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    write(&page)
}

fn write(text: &[u8]) -> Result<Outcome, Stop> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(Outcome::Done)
}
