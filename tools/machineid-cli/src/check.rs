//! `machineid check`: which surfaces of a program an operator can stop right now, before somebody needs it.

use std::collections::BTreeMap;

use machineid_guard::{Client, DeviceId, Identity};
use serde::Serialize;

use crate::console::{Console, Format, Look};
use crate::outcome::{Outcome, Stop};
use crate::roster::{Roster, State};
use crate::snapshot::Surfaces;
use crate::table::Table;
use crate::target;

/// Where the program's surfaces are looked for.
#[derive(Debug)]
pub(crate) struct Program {
    /// The devices of its replicas, `MACHINEID_DEVICE_ID` of each. None: any device with the surface's name.
    pub(crate) replicas: Vec<DeviceId>,
    /// What the program maps by `.surface("payments", "my-payments-device")`.
    pub(crate) mapped: Mapped,
}

/// Surfaces that have a device of another form.
#[derive(Debug, Default)]
pub(crate) struct Mapped(BTreeMap<String, DeviceId>);

impl Mapped {
    /// Reads `payments=my-payments-device`.
    pub(crate) fn read(words: &[String]) -> Result<Self, Stop> {
        let pair = |word: &String| match word.split_once('=') {
            Some((surface, device)) if !surface.is_empty() => Ok((surface.to_owned(), target::device(device)?)),
            _ => Err(Stop::bad_input(format!("--surface {word:?} is not of the form surface=device"))),
        };
        Ok(Self(words.iter().map(pair).collect::<Result<_, _>>()?))
    }
}

/// What a revoke of a surface's devices would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    /// All of them are revoked already.
    Stopped,
    Stoppable,
    /// The list does not say.
    Unknown,
    /// A device that the program asks for is not registered, or none is known.
    StopsNothing,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    surfaces: Vec<Row<'a>>,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    /// `None` is the program's own device.
    surface: Option<&'a str>,
    boundaries: usize,
    devices: Vec<Standing>,
    verdict: Verdict,
}

/// A device, and whether it is there.
#[derive(Debug, Serialize)]
struct Standing {
    id: DeviceId,
    /// `None` where it is not registered.
    state: Option<State>,
}

/// Compares the surfaces with the list.
pub(crate) async fn run(
    console: &Console,
    client: &Client,
    surfaces: &Surfaces,
    program: &Program,
) -> Result<Outcome, Stop> {
    program.refuse_what_is_not_in(surfaces)?;
    let roster = Roster::read(client).await?;
    let checked = surfaces.iter().map(|(surface, boundaries)| {
        let devices = program.standings(surface.as_deref(), &roster)?;
        let verdict = Verdict::of(surface.as_deref(), &devices);
        Ok(Row { surface: surface.as_deref(), boundaries: *boundaries, devices, verdict })
    });
    let document = Document { surfaces: checked.collect::<Result<_, Stop>>()? };
    let said = match console.format() {
        Format::Json => console.document(&document),
        Format::Text => document.table().say(console),
    };
    if let Some(gap) = roster.gap() {
        console.warning(&gap);
    }
    if program.replicas.is_empty() {
        console.note(
            "note: any device whose third part is the surface was taken for it, of whatever service and environment: \
             --device with the MACHINEID_DEVICE_ID of each replica asks about this program",
        );
    }
    document.sum_up(console).after(said)
}

impl Program {
    /// A misspelt surface would be looked up nowhere.
    fn refuse_what_is_not_in(&self, surfaces: &Surfaces) -> Result<(), Stop> {
        match self.mapped.0.keys().find(|surface| !surfaces.contains_key(&Some((*surface).clone()))) {
            Some(surface) => {
                Err(Stop::bad_input(format!("--surface {surface:?}: no boundary of the snapshot names it")))
            }
            None => Ok(()),
        }
    }

    /// The devices that the boundaries of a surface ask for.
    fn standings(&self, surface: Option<&str>, roster: &Roster) -> Result<Vec<Standing>, Stop> {
        let mut ids: Vec<DeviceId> = match surface {
            None => self.replicas.clone(),
            Some(surface) => match self.mapped.0.get(surface) {
                Some(device) => vec![device.clone()],
                None if self.replicas.is_empty() => named_alike(surface, roster),
                None => self.replicas.iter().map(|replica| of_replica(replica, surface)).collect::<Result<_, _>>()?,
            },
        };
        ids.dedup();
        Ok(ids.into_iter().map(|id| Standing { state: roster.state(&id), id }).collect())
    }
}

fn named_alike(surface: &str, roster: &Roster) -> Vec<DeviceId> {
    let is_of_it = |id: &&DeviceId| Identity::of(id).is_some_and(|identity| identity.surface() == surface);
    roster.devices().keys().filter(is_of_it).cloned().collect()
}

fn of_replica(replica: &DeviceId, surface: &str) -> Result<DeviceId, Stop> {
    let identity = Identity::of(replica).ok_or_else(|| {
        Stop::bad_input(format!(
            "--device {replica} is not of the form service:env:surface:instance, so it has no device for the surface \
             {surface:?}: say which one stands for it, --surface {surface}=<device>"
        ))
    })?;
    identity
        .device_for(surface)
        .map_err(|error| Stop::bad_input(format!("the snapshot's surface {surface:?} {}", error.problem())))
}

impl Verdict {
    fn of(surface: Option<&str>, devices: &[Standing]) -> Self {
        let of_device = |standing: &Standing| match standing.state {
            Some(State::Active) => Self::Stoppable,
            Some(State::Revoked) => Self::Stopped,
            Some(State::Unknown) => Self::Unknown,
            None => Self::StopsNothing,
        };
        // Which device is the program's own is not in the snapshot.
        let without = if surface.is_none() { Self::Unknown } else { Self::StopsNothing };
        devices.iter().map(of_device).max().unwrap_or(without)
    }

    const fn shown(self) -> (&'static str, Look) {
        match self {
            Self::Stopped => ("is stopped", Look::Bad),
            Self::Stoppable => ("can be stopped", Look::Good),
            Self::Unknown => ("unknown", Look::Uncertain),
            Self::StopsNothing => ("a revoke would stop nothing", Look::Bad),
        }
    }
}

impl Document<'_> {
    fn table(&self) -> Table<4> {
        let mut table = Table::new(["SURFACE", "BOUNDARIES", "DEVICE", "VERDICT"]);
        for Row { surface, boundaries, devices, verdict } in &self.surfaces {
            let head = [(surface.unwrap_or("(own)"), Look::Plain), (&boundaries.to_string(), Look::Plain)];
            for standing in devices {
                let verdict = Verdict::of(*surface, std::slice::from_ref(standing)).shown();
                table.row([head[0], head[1], (standing.id.as_str(), Look::Plain), verdict]);
            }
            if devices.is_empty() {
                table.row([head[0], head[1], ("-", Look::Plain), verdict.shown()]);
            }
        }
        table
    }

    fn sum_up(&self, console: &Console) -> Outcome {
        let named = |verdict| {
            let of_verdict = self.surfaces.iter().filter(move |surface| surface.verdict == verdict);
            of_verdict.map(|surface| surface.surface.unwrap_or("(own)")).collect::<Vec<_>>()
        };
        let (nothing, unknown) = (named(Verdict::StopsNothing), named(Verdict::Unknown));
        if !nothing.is_empty() {
            console.error(&format!("a revoke would stop nothing of, or not all of: {}", nothing.join(", ")));
        }
        if !unknown.is_empty() {
            console.error(&format!("not known whether it can be stopped: {}", unknown.join(", ")));
        }
        if nothing.is_empty() && unknown.is_empty() { Outcome::Done } else { Outcome::NotAsAsked }
    }
}
