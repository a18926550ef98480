//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::keyed::Keyed;
use crate::relay::Relay;

const ENVIRONMENT: &str = "\
Environment:
  MACHINEID_ORG_KEY       the organisation's key, or
  MACHINEID_ORG_KEY_FILE  a file that has it, for its owner alone (chmod 600)
  MACHINEID_BASE_URL      another address of the authority
  MACHINEID_PROXY         the HTTP proxy on the way to it
  NO_COLOR, CLICOLOR, CLICOLOR_FORCE

Exit status:
  0  it is as it was asked for
  1  something was refused, or is not as it was asked for
  2  the command line, the environment or a file is wrong, or a pattern matches nothing; nothing was changed
  3  a drill is unproven: too little was observed
  4  NOT RESTORED: a drill stopped what is not active again; the command that restores it is printed
  5  the authority did not answer, or does not take the key";

/// Stops an organisation's devices, restores them, and says what is true now.
///
/// Data goes to standard output, everything else to standard error. The key is never taken from the command line.
#[derive(Debug, Parser)]
#[command(name = "machineid", version, about, after_help = ENVIRONMENT, max_term_width = 120)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lists devices and changes them.
    #[command(subcommand)]
    Devices(Devices),
    /// Shows the plan, and how much of it is taken.
    Usage(Connected),
    /// Prints what changes in the list of devices, a line for each change, until Ctrl-C.
    Watch {
        #[command(flatten)]
        filter: Filter,
        /// The pause between two looks, such as `500ms`.
        #[arg(long, default_value = "2s", value_parser = interval)]
        interval: Duration,
        #[command(flatten)]
        connected: Connected,
    },
    /// Says which surfaces of a program can be stopped right now, and which revoke would stop nothing.
    Check {
        /// The snapshot that a test of the program writes with `assert_boundaries_match`.
        snapshot: PathBuf,
        /// A replica's `MACHINEID_DEVICE_ID`; may be given several times.
        #[arg(long = "device", value_name = "DEVICE")]
        replicas: Vec<String>,
        /// The device of a surface that the program maps; may be given several times.
        #[arg(long = "surface", value_name = "SURFACE=DEVICE")]
        mapped: Vec<String>,
        #[command(flatten)]
        connected: Connected,
    },
    /// Proves on a running deployment that a revoke stops it, restores everything, and reports what was observed.
    Drill(Box<Drill>),
    /// Asks for agents with a key that they do not have: passes on their register and validate, and nothing else.
    ///
    /// Run it as another user than the agents. Prints what they set `MACHINEID_BASE_URL` to, and ends when it is asked to.
    Relay(Relay),
    /// Prints the completions for a shell.
    Completions { shell: Shell },
    /// Prints the man page of the program, or of one of its commands: `machineid man devices revoke`.
    Man { command: Vec<String> },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Devices {
    /// Lists all devices, or those that are named.
    List {
        #[command(flatten)]
        filter: Filter,
        #[command(flatten)]
        connected: Connected,
    },
    /// Registers devices. Takes a slot of the plan for each that is new.
    Register {
        /// The ids.
        #[arg(required = true, value_name = "DEVICE")]
        devices: Vec<String>,
        #[command(flatten)]
        connected: Connected,
    },
    /// Asks whether devices may work at this moment, as their own programs do.
    Validate {
        /// The ids.
        #[arg(required = true, value_name = "DEVICE")]
        devices: Vec<String>,
        #[command(flatten)]
        connected: Connected,
    },
    /// Stops devices: each is denied at its next boundary.
    Revoke {
        /// Why. The authority does not take it: it stands in what this command prints.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        changed: Changed,
    },
    /// Lets revoked devices work again. Starts nothing by itself.
    Restore(Changed),
    /// Deletes devices for good. Their programs register them again when they start: to stop one, revoke it.
    Remove(Changed),
}

/// A drill, or the end of one that was killed.
#[derive(Debug, Args)]
pub(crate) struct Drill {
    /// Ids, patterns such as `openai-agent:prod:payments:*`, or `*`.
    #[arg(required_unless_present = "recover", value_name = "DEVICE")]
    pub(crate) devices: Vec<String>,
    /// An audit trail of the replicas, as `machineid_guard::AuditFile` writes it; may be given several times.
    #[arg(long = "audit", value_name = "FILE", required_unless_present = "recover")]
    pub(crate) audits: Vec<PathBuf>,
    /// Why. It stands in the report.
    #[arg(long, required_unless_present = "recover")]
    pub(crate) reason: Option<String>,
    /// Who carries it out, for the report; default: the user's name.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    /// Does not ask. Needed where there is no terminal.
    #[arg(long)]
    pub(crate) yes: bool,
    /// Stops by the org-wide disable, for which the service has no call: asks the operator to flip it, and measures.
    #[arg(long, conflicts_with = "key_stdin")]
    pub(crate) org: bool,
    /// So many questions of each replica must have been allowed in the window before.
    #[arg(long, value_name = "QUESTIONS", default_value = "3", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) steady: u32,
    /// The window.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = humantime::parse_duration)]
    pub(crate) window: Duration,
    /// The shortest time for which everything is stopped.
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = humantime::parse_duration)]
    pub(crate) hold: Duration,
    /// The longest wait for a question of each replica, while it is stopped and again when it is restored.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = humantime::parse_duration)]
    pub(crate) within: Duration,
    /// The longest wait for a lost connection, to restore.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = humantime::parse_duration)]
    pub(crate) restore_within: Duration,
    /// How far the clocks of the replicas may be from this machine's; must be said where they run on another one.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    pub(crate) clock_error: Option<Duration>,
    /// A run in the trails that was killed, and so has no end; may be given several times.
    #[arg(long, value_name = "RUN")]
    pub(crate) gone: Vec<String>,
    /// Where the note is put by which a killed drill is undone; default: a new file in the current folder.
    #[arg(long, value_name = "FILE")]
    pub(crate) note: Option<PathBuf>,
    /// Writes the report to new files NAME.md and NAME.json as well.
    #[arg(long, value_name = "NAME")]
    pub(crate) report: Option<PathBuf>,
    /// Restores what a drill stopped that was killed, by its note, and does nothing else.
    #[arg(long, value_name = "NOTE", conflicts_with_all = ["devices", "audits", "org", "report", "note", "gone"])]
    pub(crate) recover: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) connected: Connected,
}

/// Which devices are looked at.
#[derive(Debug, Args)]
pub(crate) struct Filter {
    /// Ids, patterns such as `openai-agent:prod:payments:*`, or `*`; default: all.
    #[arg(value_name = "DEVICE")]
    pub(crate) devices: Vec<String>,
    /// A pattern that matches nothing is no error.
    #[arg(long)]
    pub(crate) allow_empty: bool,
}

/// Which devices are changed.
#[derive(Debug, Args)]
pub(crate) struct Changed {
    /// Ids, patterns such as `openai-agent:prod:payments:*`, or `*`.
    #[arg(required = true, value_name = "DEVICE")]
    pub(crate) devices: Vec<String>,
    /// Does not ask. Needed where there is no terminal.
    #[arg(long)]
    pub(crate) yes: bool,
    /// A pattern that matches nothing is no error.
    #[arg(long)]
    pub(crate) allow_empty: bool,
    #[command(flatten)]
    pub(crate) connected: Connected,
}

/// How the authority is asked, and how its answer is shown.
#[derive(Debug, Args)]
pub(crate) struct Connected {
    /// Prints JSON; docs/operate.md has its shape.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) keyed: Keyed,
}

fn interval(text: &str) -> Result<Duration, String> {
    let interval = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    let bounds = Duration::from_millis(100)..=Duration::from_hours(1);
    if bounds.contains(&interval) { Ok(interval) } else { Err("must be between 100ms and 1h".to_owned()) }
}
