//! The command line.

use std::env;
use std::ffi::OsString;

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::baseline::Baseline;
use crate::fence;
use crate::fix::{self, Surface};
use crate::record;
use crate::report::{Format, Outcome};
use crate::rules::Rule;
use crate::scan;
use crate::workspace::{Build, Wanted};

/// Finds every tool that an AI agent can call, and says which of them nobody guards.
#[derive(Debug, Parser)]
#[command(name = "cargo machineid", bin_name = "cargo machineid", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists the tools in the source, and whether each is guarded. Builds nothing.
    ///
    /// Exit status: 0 when every tool is guarded, 1 when one is not or cannot be judged, 2 when there is no verdict.
    Scan(Scan),
    /// Lists the effects in the source, such as writes to files, and whether somebody asks right before each. Compiles.
    ///
    /// Exit status: 0 when each is guarded, 1 when one is not, 2 when there is no verdict, since something did not compile or
    /// clippy is blind.
    Fence(Fence),
    /// Writes the boundaries that are missing, where they can be shown to be right, and says what is left.
    ///
    /// Exit status: 0 when nothing is left, 1 when something is or `--diff` has something to show, 2 when nothing could be
    /// written.
    Fix(Fix),
    /// Writes the present findings to a file, so that `--baseline` shows new ones only.
    Baseline(Write),
    /// Prints a workflow for GitHub that scans, fences and shows the findings at the lines.
    Ci,
    /// Prints the page about a rule.
    Explain {
        /// As a report names it: `unguarded-tool`.
        #[arg(value_parser = rule)]
        rule: Rule,
    },
}

#[derive(Debug, Args)]
struct Scan {
    #[command(flatten)]
    reported: Reported,
    /// Shows guarded and exempt tools as well.
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Args)]
struct Fence {
    #[command(flatten)]
    reported: Reported,
    #[command(flatten)]
    compiled: Compiled,
}

/// What is looked at, and how it is shown.
#[derive(Debug, Args)]
struct Reported {
    #[command(flatten)]
    selection: Selection,
    /// How findings are shown.
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    message_format: Shown,
    /// Shows findings that this file does not know, as `cargo machineid baseline` writes it.
    #[arg(long, value_name = "FILE")]
    baseline: Option<Utf8PathBuf>,
}

impl Reported {
    /// Runs with the file, or says what is wrong with it.
    fn with(self, run: impl FnOnce(&Wanted, Format, Option<&Baseline>) -> Outcome) -> Outcome {
        match self.baseline.as_deref().map(Baseline::read).transpose() {
            Ok(baseline) => run(&self.selection.into(), self.message_format.into(), baseline.as_ref()),
            Err(broken) => failed(&broken),
        }
    }
}

/// What is compiled.
#[derive(Debug, Args)]
struct Compiled {
    /// Features to compile with, as cargo takes them.
    #[arg(long, short = 'F', value_name = "FEATURES", value_delimiter = ',')]
    features: Vec<String>,
    /// Compiles with all features.
    #[arg(long)]
    all_features: bool,
    /// Compiles without the default features.
    #[arg(long)]
    no_default_features: bool,
    /// The target to compile for.
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
}

#[derive(Debug, Args)]
struct Write {
    #[command(flatten)]
    selection: Selection,
    /// Which findings are known from now on; those of the other stay as they are in the file.
    #[arg(value_enum, default_value = "all")]
    what: What,
    /// The file; default: `machineid-baseline.toml` at the workspace's root.
    #[arg(long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    #[command(flatten)]
    compiled: Compiled,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum What {
    All,
    Scan,
    Fence,
}

impl Write {
    fn run(self) -> Outcome {
        let Self { selection, what, output, compiled } = self;
        let what: &[record::Of] = match what {
            What::All => &[record::Of::Scan, record::Of::Fence],
            What::Scan => &[record::Of::Scan],
            What::Fence => &[record::Of::Fence],
        };
        match record::run(&selection.into(), &compiled.into(), what, output) {
            Ok(()) => Outcome::Clean,
            Err(why) => failed(&why),
        }
    }
}

fn failed(why: &dyn std::fmt::Display) -> Outcome {
    anstream::eprintln!("error: {why}");
    Outcome::NoVerdict
}

impl From<Compiled> for Build {
    fn from(compiled: Compiled) -> Self {
        let Compiled { features, all_features, no_default_features, target } = compiled;
        Self { features, all_features, no_default_features, target }
    }
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "a flag of the command line is one")]
struct Fix {
    #[command(flatten)]
    selection: Selection,
    /// A tool that does something irreversible, and the surface that it acts on: `refund=payments`. May be given several
    /// times, by the tool's name or the path of its function.
    #[arg(long = "surface", value_name = "TOOL=SURFACE", value_parser = Surface::parsed)]
    surfaces: Vec<Surface>,
    /// Accepts the surfaces that `fence` suggests, for tools that act and for the functions below tools that do. Compiles
    /// first.
    #[arg(long)]
    accept_surfaces: bool,
    /// Prints a patch, and writes nothing.
    #[arg(long, conflicts_with_all = ["allow_dirty", "allow_staged", "allow_no_vcs"])]
    diff: bool,
    /// Writes although the working tree has changes that are not committed.
    #[arg(long)]
    allow_dirty: bool,
    /// Writes although changes are staged.
    #[arg(long)]
    allow_staged: bool,
    /// Writes where no git repository is.
    #[arg(long)]
    allow_no_vcs: bool,
}

impl Fix {
    fn mode(&self) -> fix::Mode {
        let allowed = match self {
            Self { diff: true, .. } => return fix::Mode::Diff,
            Self { allow_no_vcs: true, .. } => fix::Allowed::NoVcs,
            Self { allow_dirty: true, .. } => fix::Allowed::Dirty,
            Self { allow_staged: true, .. } => fix::Allowed::Staged,
            _ => fix::Allowed::Clean,
        };
        fix::Mode::Write(allowed)
    }
}

/// Which packages are looked at.
#[derive(Debug, Args)]
struct Selection {
    /// The path of a `Cargo.toml`; default: the one of the current folder, or above it.
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<Utf8PathBuf>,
    /// Only this package; may be given several times.
    #[arg(long = "package", short = 'p', value_name = "NAME")]
    packages: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shown {
    Human,
    Json,
    Sarif,
    Github,
}

fn rule(id: &str) -> Result<Rule, String> {
    let known = || Rule::ALL.map(Rule::id).join(", ");
    Rule::named(id).ok_or_else(|| format!("there is no such rule; the rules are {}", known()))
}

/// Reads the command line. Cargo hands its own first word on: `cargo-machineid machineid scan`.
pub(crate) fn parsed() -> Arguments {
    let mut words: Vec<OsString> = env::args_os().collect();
    if words.get(1).is_some_and(|word| word == "machineid") {
        words.remove(1);
    }
    Arguments::parse_from(words)
}

impl Arguments {
    pub(crate) fn run(self) -> Outcome {
        match self.command {
            Command::Scan(Scan { reported, all }) => {
                let extent = if all { scan::Extent::Everything } else { scan::Extent::Findings };
                reported.with(|wanted, format, baseline| scan::run(wanted, format, extent, baseline))
            }
            Command::Fence(Fence { reported, compiled }) => {
                let build = compiled.into();
                reported.with(|wanted, format, baseline| fence::run(wanted, &build, format, baseline))
            }
            Command::Baseline(write) => write.run(),
            Command::Ci => {
                anstream::print!("{}", include_str!("../workflow.yml"));
                anstream::eprintln!("put it into .github/workflows/machineid.yml");
                Outcome::Clean
            }
            Command::Fix(fix) => {
                let mode = fix.mode();
                let accepted = if fix.accept_surfaces { fix::Accepted::Suggested } else { fix::Accepted::Nothing };
                fix::run(&fix.selection.into(), fix.surfaces, accepted, mode)
            }
            Command::Explain { rule } => {
                anstream::print!("{}", rule.page());
                Outcome::Clean
            }
        }
    }
}

impl From<Selection> for Wanted {
    fn from(selection: Selection) -> Self {
        Self { manifest: selection.manifest_path, packages: selection.packages }
    }
}

impl From<Shown> for Format {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Human => Self::Human,
            Shown::Json => Self::Json,
            Shown::Sarif => Self::Sarif,
            Shown::Github => Self::Github,
        }
    }
}
