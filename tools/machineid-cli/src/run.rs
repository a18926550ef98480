//! From the command line to the command, and to how it ended.

use clap::{CommandFactory, Parser};
use machineid_guard::Client;

use crate::arguments::{Arguments, Changed, Command, Connected, Devices, Drill, Filter};
use crate::check::{Mapped, Program};
use crate::connection::{self, Connection, KeySource};
use crate::consent::Consent;
use crate::console::{Console, Format};
use crate::devices::change::{Reason, Wish};
use crate::devices::order::Order;
use crate::devices::selection::MatchesNothing;
use crate::outcome::{Outcome, Stop};
use crate::target::{self, Target};
use crate::{check, devices, drill, pages, relay, snapshot, usage, watch};

/// Runs what the command line says.
pub(crate) fn run() -> Outcome {
    let mut console = Console::new(Format::Text);
    console.hide(connection::key_of_environment());
    let command = match Arguments::try_parse() {
        Ok(arguments) => arguments.command,
        Err(said) => return answer(&console, &said),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(command.run(&mut console)),
        Err(error) => Err(Stop::not_as_asked(format!("the system gives no runtime: {error}"))),
    };
    match ended {
        Ok(outcome) => outcome,
        Err(Stop::NobodyReads) => Outcome::Done,
        Err(Stop::Because(outcome, why)) => {
            console.error(&why);
            outcome
        }
    }
}

/// Help and version, which were asked for, or what is wrong with the command line.
fn answer(console: &Console, said: &clap::Error) -> Outcome {
    if !said.use_stderr() {
        // Whoever reads the output may have gone away.
        drop(said.print());
        return Outcome::Done;
    }
    // It shows the words that it does not understand. Line by line, since the console escapes what ends one.
    for line in said.render().to_string().trim_end().lines() {
        console.note(line);
    }
    Outcome::BadInput
}

impl Command {
    async fn run(self, console: &mut Console) -> Result<Outcome, Stop> {
        match self {
            Self::Devices(devices) => devices.run(console).await,
            Self::Usage(connected) => {
                let client = connected.open(console)?;
                usage::run(console, &client).await
            }
            Self::Watch { filter, interval, connected } => {
                let (targets, nothing) = filter.read()?;
                let client = connected.open(console)?;
                watch::run(console, &client, &targets, nothing, interval).await
            }
            Self::Check { snapshot, replicas, mapped, connected } => {
                let program = Program { replicas: target::devices(&replicas)?, mapped: Mapped::read(&mapped)? };
                let client = connected.open(console)?;
                check::run(console, &client, &snapshot::read(&snapshot)?, &program).await
            }
            Self::Drill(drill) => drill.run(console).await,
            Self::Relay(relay) => relay::run(std::mem::replace(console, Console::new(Format::Text)), relay).await,
            Self::Completions { shell } => pages::completions(Arguments::command(), shell),
            Self::Man { command } => pages::man(Arguments::command(), &command),
        }
    }
}

impl Devices {
    async fn run(self, console: &mut Console) -> Result<Outcome, Stop> {
        match self {
            Self::List { filter, connected } => {
                let (targets, nothing) = filter.read()?;
                let client = connected.open(console)?;
                devices::list::run(console, &client, &targets, nothing).await
            }
            Self::Register { devices, connected } => {
                let devices = target::devices(&devices)?;
                let client = connected.open(console)?;
                devices::register::run(console, &client, &devices).await
            }
            Self::Validate { devices, connected } => {
                let devices = target::devices(&devices)?;
                let client = connected.open(console)?;
                devices::validate::run(console, &client, &devices).await
            }
            Self::Revoke { reason, changed } => changed.run(console, Order::Revoke, Some(Reason::read(&reason)?)).await,
            Self::Restore(changed) => changed.run(console, Order::Restore, None).await,
            Self::Remove(changed) => changed.run(console, Order::Remove, None).await,
        }
    }
}

impl Drill {
    async fn run(mut self, console: &mut Console) -> Result<Outcome, Stop> {
        if let Some(note) = self.recover.take() {
            let within = self.restore_within;
            let client = self.connected.open(console)?;
            return drill::recover(console, &client, &note, within).await;
        }
        let named = self.by.take().or_else(|| std::env::var("USER").ok());
        let who = named.filter(|name| !name.trim().is_empty());
        let wish = drill::Wish {
            scope: if self.org { drill::Scope::Organisation } else { drill::Scope::Devices },
            targets: Target::read_all(&self.devices)?,
            audits: self.audits,
            who: who.ok_or_else(|| Stop::bad_input("who carries the drill out? --by says it, for the report"))?,
            why: Reason::read(self.reason.as_deref().unwrap_or_default())?,
            consent: if self.yes { Consent::Given } else { Consent::ToBeAsked },
            steady: drill::Steady { questions: self.steady as usize, window: self.window },
            patience: drill::Patience { hold: self.hold, within: self.within, restore: self.restore_within },
            clock_error: self.clock_error,
            gone: self.gone,
            note: self.note,
            report: self.report,
        };
        let client = self.connected.open(console)?;
        drill::run(console, &client, &wish).await
    }
}

impl Changed {
    async fn run(self, console: &mut Console, order: Order, reason: Option<Reason>) -> Result<Outcome, Stop> {
        let wish = Wish {
            order,
            reason,
            targets: Target::read_all(&self.devices)?,
            nothing: nothing(self.allow_empty),
            consent: if self.yes { Consent::Given } else { Consent::ToBeAsked },
        };
        let client = self.connected.open(console)?;
        devices::change::run(console, &client, &wish).await
    }
}

impl Filter {
    fn read(&self) -> Result<(Vec<Target>, MatchesNothing), Stop> {
        Ok((Target::read_all(&self.devices)?, nothing(self.allow_empty)))
    }
}

fn nothing(allow_empty: bool) -> MatchesNothing {
    if allow_empty { MatchesNothing::IsFine } else { MatchesNothing::IsAnError }
}

impl Connected {
    /// Reads the key. From here on the console knows what not to show.
    fn open(self, console: &mut Console) -> Result<Client, Stop> {
        let format = if self.json { Format::Json } else { Format::Text };
        let Connection { client, key, .. } = Connection::new(&KeySource::of(&self.keyed), self.keyed.timeout, None)?;
        console.speak(format);
        console.hide(key);
        Ok(client)
    }
}
