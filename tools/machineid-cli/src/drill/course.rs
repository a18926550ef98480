//! A drill from its beginning to its end: look, note, stop, watch, restore, look again, report.

use std::pin::Pin;
use std::time::Duration;

use machineid_guard::{Client, DeviceId};

use crate::console::Console;
use crate::devices::selection::{Chosen, MatchesNothing, Selection};
use crate::devices::slots::Slots;
use crate::drill::evidence::Evidence;
use crate::drill::halt::{self, Halt};
use crate::drill::moment::{At, Clock};
use crate::drill::note::{Content, Note};
use crate::drill::observe;
use crate::drill::papers::Papers;
use crate::drill::preflight::Preflight;
use crate::drill::report::{self, Report};
use crate::drill::restore::{self, Restoration};
use crate::drill::switch::{self, Operator};
use crate::drill::tell::tell;
use crate::drill::trail::Trails;
use crate::drill::uncaught::{Panicked, surviving};
use crate::drill::verdict::{self, Verdict};
use crate::drill::wish::{Scope, Wish};
use crate::interruption::asked_to_end;
use crate::outcome::{Outcome, Stop};
use crate::roster::Roster;

/// Longer than an order is under way of which nobody heard any more.
const STRAY_ORDER: Duration = Duration::from_secs(1);

/// Carries it out. Whatever happens from the first stop on, everything is restored, or said not to be.
pub(crate) async fn run(console: &Console, client: &Client, wish: &Wish) -> Result<Outcome, Stop> {
    match prepare(console, client, wish).await {
        // To a script that would be a stop that does not stop.
        Err(Stop::Because(Outcome::NotAsAsked, why)) => Err(Stop::Because(Outcome::Unproven, why)),
        ended => ended,
    }
}

async fn prepare(console: &Console, client: &Client, wish: &Wish) -> Result<Outcome, Stop> {
    let clock = Clock::start();
    let chosen = choose(console, client, wish).await?;
    let mut trails = Trails::open(&wish.audits, clock.started().before(wish.steady.window))?;
    observe::settle(&mut trails).await.map_err(Stop::bad_input)?;
    let preflight = Preflight::look(wish, &chosen, &trails)?;
    let devices = chosen.into_iter().map(|chosen| chosen.device).collect();
    let at = clock.started().to_string().replace(':', "-");
    let name = format!("{}-{}", at.split('.').next().unwrap_or(&at), std::process::id());
    let course = Course { console, client, wish, name, clock, devices, preflight, trails, halts: Vec::new() };
    course.show_plan();
    if !course.preflight.objections.is_empty() {
        let papers = Papers::create(wish.report.as_deref())?;
        return course.end(papers, Vec::new(), None);
    }
    course.warn_of_slots().await;
    wish.consent.obtain(console, &course.question())?;
    course.begin().await
}

async fn choose(console: &Console, client: &Client, wish: &Wish) -> Result<Vec<Chosen>, Stop> {
    let roster = Roster::read(client).await?;
    let Selection { chosen, outcome } = Selection::of(&wish.targets, &Ok(roster), MatchesNothing::IsAnError, console)?;
    if outcome != Outcome::Done {
        return Err(Stop::not_as_asked(
            "a part of the list cannot be read, so a replica may be missing. Nothing was changed",
        ));
    }
    match chosen.iter().find(|chosen| chosen.before.is_none()) {
        Some(Chosen { device, .. }) => {
            Err(Stop::bad_input(format!("there is no device {device}. Nothing was changed")))
        }
        None => Ok(chosen),
    }
}

struct Course<'a> {
    console: &'a Console,
    client: &'a Client,
    wish: &'a Wish,
    name: String,
    clock: Clock,
    devices: Vec<DeviceId>,
    preflight: Preflight,
    trails: Trails,
    halts: Vec<Halt>,
}

/// Ctrl-C, and what else asks a program to end: polled once, it is heard, and no longer ends the program.
type End = Pin<Box<dyn Future<Output = ()>>>;

impl Course<'_> {
    fn show_plan(&self) {
        let Self { console, preflight, .. } = self;
        console.note(&format!("drill {}, because: {}", self.name, self.wish.why.text()));
        for replica in &preflight.replicas {
            console.note(&format!("{}: {} questions allowed", replica.name(), replica.steady));
        }
        for objection in &preflight.objections {
            console.error(objection);
        }
        if !preflight.objections.is_empty() {
            console.error("the drill could prove nothing, so nothing was stopped");
        }
    }

    fn question(&self) -> String {
        let (count, patience) = (self.devices.len(), self.wish.patience);
        let [least, most] = [patience.hold, patience.within.max(patience.hold)].map(humantime::format_duration);
        format!("stop {count} device{} for {least} to {most}?", if count == 1 { "" } else { "s" })
    }

    async fn warn_of_slots(&self) {
        if self.wish.scope == Scope::Organisation {
            return;
        }
        if let Some(warning) = Slots::read(self.client).await.before_revoking() {
            self.console.warning(&warning);
        }
    }

    async fn begin(mut self) -> Result<Outcome, Stop> {
        let papers = Papers::create(self.wish.report.as_deref())?;
        let mut operator = (self.wish.scope == Scope::Organisation).then(Operator::at_the_switch);
        let note = self.note()?;
        self.console.note(&format!("should this program be killed: {}", note.command()));
        let mut end: End = Box::pin(asked_to_end());
        let is_asked_to_end = std::future::poll_fn(|cx| std::task::Poll::Ready(end.as_mut().poll(cx).is_ready())).await;
        let watched =
            if is_asked_to_end { Ok(Err(INTERRUPTED.to_owned())) } else { self.watch(&mut operator, &mut end).await };
        let is_interrupted = matches!(&watched, Ok(Err(why)) if why == INTERRUPTED);

        self.console.note("restoring");
        let restored = surviving(self.restore(&mut operator)).await;
        let (watched, restoration) = match (watched, restored) {
            (Ok(watched), Ok(restoration)) => (watched, restoration),
            (_, restored) => return Err(self.panicked(note, restored.ok())),
        };
        let mut reasons: Vec<String> = watched.err().into_iter().collect();
        let command = note.command();
        if restoration.is_whole() {
            self.forget(note);
        }
        reasons.extend(if restoration.is_whole() && !is_interrupted {
            self.look_again(restoration.begun, &mut end).await.err()
        } else {
            observe::settle(&mut self.trails).await.err()
        });
        let unrestored = (!restoration.is_whole()).then(|| restoration.alarm(self.wish.scope, &command));
        let ended = self.end(papers, reasons, Some(restoration));
        match unrestored {
            None => ended,
            Some(loudest) => Err(Stop::Because(Outcome::NotRestored, loudest)),
        }
    }

    fn note(&self) -> Result<Note, Stop> {
        let path = self.wish.note.clone().unwrap_or_else(|| format!("machineid-drill-{}.json", self.name).into());
        let Wish { scope, who, why, .. } = self.wish;
        Note::write(&path, &Content::new(&self.name, *scope, &self.devices, who, why.text())?)
    }

    /// Stops and watches, until it is over or the program is asked to end.
    async fn watch(&mut self, operator: &mut Option<Operator>, end: &mut End) -> Result<Result<(), String>, Panicked> {
        let watched = surviving(self.stop_and_watch(operator));
        tokio::select! {
            biased;
            () = end => Ok(Err(INTERRUPTED.to_owned())),
            watched = watched => watched,
        }
    }

    async fn stop_and_watch(&mut self, operator: &mut Option<Operator>) -> Result<(), String> {
        let Self { console, client, devices, halts, .. } = self;
        match operator {
            None => halt::revoke(client, devices, halts).await,
            Some(operator) => switch::off(console, client, operator, devices, halts).await?,
        }
        if self.halts.iter().any(|halt| halt.in_force_at.is_none()) {
            // What is half stopped is not watched.
            return Ok(());
        }
        self.console.note("stopped; watching the trails");
        observe::while_stopped(&mut self.trails, &self.preflight, &self.halts, self.wish.patience).await
    }

    async fn restore(&self, operator: &mut Option<Operator>) -> Restoration {
        let Self { console, client, devices, .. } = self;
        if let Some(operator) = operator {
            return switch::on(console, client, operator, devices).await;
        }
        let within = self.wish.patience.restore;
        let restoration = restore::restore(client, devices, within).await;
        let acknowledged = self.halts.iter().filter(|halt| halt.in_force_at.is_some()).count();
        if acknowledged == devices.len() || !restoration.is_whole() {
            return restoration;
        }
        // A revoke may still be under way whose answer was lost.
        tokio::time::sleep(STRAY_ORDER).await;
        restore::restore(client, devices, within).await
    }

    fn forget(&self, note: Note) {
        let command = note.command();
        if let Err(error) = note.remove() {
            self.console.warning(&format!(
                "all is restored, and the note stays, since it cannot be removed ({error}): {command}"
            ));
        }
    }

    async fn look_again(&mut self, restored_at: At, end: &mut End) -> Result<(), String> {
        let within = self.wish.patience.within;
        let again = observe::until_again(&mut self.trails, &self.preflight, &self.halts, restored_at, within);
        tokio::select! {
            biased;
            () = end => Err(INTERRUPTED.to_owned()),
            again = again => again,
        }
    }

    fn panicked(&self, note: Note, restoration: Option<Restoration>) -> Stop {
        match restoration {
            Some(restoration) if restoration.is_whole() => {
                self.forget(note);
                Stop::Because(
                    Outcome::Unproven,
                    "the drill failed inside and proves nothing; all is restored".to_owned(),
                )
            }
            Some(restoration) => {
                Stop::Because(Outcome::NotRestored, restoration.alarm(self.wish.scope, &note.command()))
            }
            None => Stop::Because(
                Outcome::NotRestored,
                format!("NOT RESTORED: the drill failed inside. Run: {}", note.command()),
            ),
        }
    }

    /// Says what came of it.
    fn end(
        self,
        papers: Option<Papers>,
        mut reasons: Vec<String>,
        restoration: Option<Restoration>,
    ) -> Result<Outcome, Stop> {
        let Self { preflight, trails, halts, .. } = &self;
        let until = restoration.as_ref().map(|restoration| restoration.begun);
        let evidence = Evidence::new(trails, &preflight.replicas, halts, preflight.clock_error, until);
        match &restoration {
            None => reasons.extend(preflight.objections.iter().cloned()),
            Some(restoration) => reasons.extend(self.objections(restoration)),
        }
        let verdict = Verdict::of(&evidence.seen(), &mut reasons);
        let (replicas, stop_latency) = report::replicas(&evidence);
        let report = Report {
            drill: self.name.clone(),
            verdict,
            reasons,
            restored: restoration.as_ref().map(Restoration::is_whole),
            who: self.wish.who.clone(),
            why: self.wish.why.text().to_owned(),
            organisation: self.wish.scope == Scope::Organisation,
            begun_at: self.clock.started(),
            ended_at: At::now(),
            version: env!("CARGO_PKG_VERSION"),
            clock_error_ms: report::ms(preflight.clock_error),
            stopped_for_ms: stopped_for(halts, until).map(report::ms),
            stops: halts.clone(),
            replicas,
            stop_latency,
            restores: restoration.map(|restoration| restoration.devices).unwrap_or_default(),
            trails: report::trails(&evidence),
            evidence_for: report::EVIDENCE_FOR,
            no_evidence_for: report::NO_EVIDENCE_FOR,
        };
        tell(self.console, &report, papers, verdict.outcome(halts))
    }

    /// All that speaks against a proof beside what the replicas did.
    fn objections(&self, restoration: &Restoration) -> Vec<String> {
        let mut all = verdict::not_stopped(&self.devices, &self.halts);
        all.extend(self.trails.objections(self.preflight.clock_error));
        all.extend(self.clock.objection());
        all.extend(verdict::disturbances(&self.devices, &self.wish.targets, restoration));
        all
    }
}

/// Why nothing is proven.
const INTERRUPTED: &str = "the drill was interrupted";

/// From the last stop to the first restore.
fn stopped_for(halts: &[Halt], until: Option<At>) -> Option<Duration> {
    let from = halts.iter().filter_map(|halt| halt.in_force_at).max()?;
    until.map(|until| until.since(from))
}
