//! A drill from its beginning to its end: look, note, stop, watch, restore, look again, report.

use std::pin::Pin;
use std::time::Duration;

use machineid_guard::{Client, DeviceId};

use crate::console::{Console, Format, Look};
use crate::devices::selection::{Chosen, MatchesNothing, Selection};
use crate::devices::slots::Slots;
use crate::drill::evidence::{Evidence, Verdict};
use crate::drill::halt::{self, Halt};
use crate::drill::markdown;
use crate::drill::moment::{At, Clock};
use crate::drill::note::{Content, Note};
use crate::drill::observe;
use crate::drill::papers::Papers;
use crate::drill::preflight::Preflight;
use crate::drill::report::{self, Report};
use crate::drill::restore::{self, Restoration};
use crate::drill::switch::{self, Operator};
use crate::drill::trail::Trails;
use crate::drill::uncaught::{Panicked, surviving};
use crate::drill::wish::{Scope, Wish};
use crate::interruption::asked_to_end;
use crate::outcome::{Outcome, Stop};
use crate::roster::{Roster, State};

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
    let count = course.devices.len();
    wish.consent.obtain(console, &format!("stop {count} device{}?", if count == 1 { "" } else { "s" }))?;
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
        if restoration.is_whole() && !is_interrupted {
            reasons.extend(self.look_again(restoration.begun, &mut end).await.err());
        }
        let unrestored = (!restoration.is_whole()).then(|| not_restored(&restoration, self.wish.scope, &command));
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
                Stop::Because(Outcome::NotRestored, not_restored(&restoration, self.wish.scope, &note.command()))
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
        let verdict = self.judge(&evidence, restoration.as_ref(), &mut reasons);
        let (replicas, stop_latency) = report::replicas(&evidence);
        let worst = halts.iter().fold(Outcome::Done, |worst, halt| worst.or_worse(halt.worst));
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
            clock_error_ms: preflight.clock_error.as_secs_f64() * 1000.0,
            stops: halts.clone(),
            replicas,
            stop_latency,
            restores: restoration.map(|restoration| restoration.devices).unwrap_or_default(),
            trails: report::trails(&evidence),
            evidence_for: report::EVIDENCE_FOR,
            no_evidence_for: report::NO_EVIDENCE_FOR,
        };
        let outcome = match verdict {
            Verdict::Proven => Outcome::Done,
            Verdict::Disproved => Outcome::NotAsAsked,
            Verdict::Unproven if worst == Outcome::AuthorityFailed => worst,
            Verdict::Unproven => Outcome::Unproven,
        };
        self.say(&report, papers, outcome)
    }

    fn judge(&self, evidence: &Evidence<'_>, restoration: Option<&Restoration>, reasons: &mut Vec<String>) -> Verdict {
        let Some(restoration) = restoration else {
            reasons.extend(self.preflight.objections.iter().cloned());
            return Verdict::Unproven;
        };
        let seen = evidence.seen();
        reasons.extend(self.halts.iter().filter_map(halt_objection));
        reasons.extend(seen.iter().filter_map(|seen| seen.objection()));
        reasons.extend(self.trails.objections(self.preflight.clock_error));
        reasons.extend(self.clock.objection());
        reasons.extend(self.disturbances(restoration));
        if self.halts.len() < self.devices.len() && reasons.is_empty() {
            reasons.push("not everything was stopped".to_owned());
        }
        let leaks: Vec<String> = seen.iter().filter_map(|seen| seen.leak()).collect();
        if !leaks.is_empty() {
            reasons.splice(0..0, leaks);
            return Verdict::Disproved;
        }
        if reasons.is_empty() { Verdict::Proven } else { Verdict::Unproven }
    }

    /// Devices that did not stay revoked until the drill restored them.
    fn disturbances(&self, restoration: &Restoration) -> Vec<String> {
        let found = restoration.found.iter().flatten();
        let changed = self.devices.iter().zip(found).filter(|(_, state)| **state != Some(State::Revoked));
        let disturbance = |(device, state): (&DeviceId, &Option<State>)| {
            let state = state.map_or("not listed", State::word);
            format!(
                "{device} was {state} before the drill restored it: somebody else changed it, or the revoke was not followed"
            )
        };
        changed.map(disturbance).collect()
    }

    fn say(&self, report: &Report, papers: Option<Papers>, outcome: Outcome) -> Result<Outcome, Stop> {
        let page = self.console.page(&markdown::page(report));
        let document = self.console.text_of(report)? + "\n";
        let filed = papers.map_or(Ok(()), |papers| papers.write(&page, &document));
        let said = match self.console.format() {
            Format::Json => self.console.document(report),
            Format::Text => page.lines().try_for_each(|line| self.console.line(&[(line, Look::Plain)])),
        };
        self.sum_up(report);
        match filed.map_err(Stop::from).and(said.map_err(Stop::from)) {
            Ok(()) | Err(Stop::NobodyReads) => Ok(outcome),
            // Without its report a proof is none.
            Err(Stop::Because(_, why)) if outcome == Outcome::Done => Err(Stop::Because(Outcome::Unproven, why)),
            Err(Stop::Because(_, why)) => Err(Stop::Because(outcome, why)),
        }
    }

    fn sum_up(&self, report: &Report) {
        match report.verdict {
            Verdict::Proven => {
                self.console.note("proven: every replica was denied after the stop, and none was allowed")
            }
            Verdict::Disproved => {
                report.reasons.iter().for_each(|reason| self.console.error(&format!("disproved: {reason}")))
            }
            Verdict::Unproven => {
                report.reasons.iter().for_each(|reason| self.console.error(&format!("unproven: {reason}")))
            }
        }
    }
}

/// Why nothing is proven.
const INTERRUPTED: &str = "the drill was interrupted";

fn halt_objection(halt: &Halt) -> Option<String> {
    let device = &halt.id;
    match (&halt.error, &halt.answer) {
        (Some(error), _) => Some(format!("the revoke of {device} was not acknowledged: {error}")),
        (None, None) => Some(format!("the authority did not say whether {device} was stopped")),
        (None, Some(answer)) if answer.allowed => Some(format!("the authority itself allowed {device} after the stop")),
        (None, Some(_)) => None,
    }
}

fn not_restored(restoration: &Restoration, scope: Scope, command: &str) -> String {
    let why = |error: Option<&String>| error.map(|error| format!(" ({error})")).unwrap_or_default();
    let missing = restoration.missing().map(|device| format!("{}{}", device.id, why(device.error.as_ref())));
    let missing = missing.collect::<Vec<_>>().join(", ");
    let first = if scope == Scope::Organisation {
        "Switch the organisation on in the service's console, and run"
    } else {
        "Run"
    };
    format!("NOT RESTORED, and stopped for all that is known: {missing}. {first}: {command}")
}
