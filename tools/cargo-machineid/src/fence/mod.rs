//! `cargo machineid fence`: the effects that nobody asks for right before them.
//!
//! Only the compiler knows what `.send()` is. So clippy is asked, with settings of our own, and each place that it names is
//! judged here by the source.

mod compiled;
mod control;
mod driver;
mod judged;
mod reach;
mod settings;
mod shown;

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use self::compiled::Found;
use self::judged::{Judged, Of, Taken};
use self::shown::Shown;
use crate::baseline::Baseline;
use crate::catalogue::{self, Effect, Known};
use crate::exempt::Exempt;
use crate::frameworks::{self, Scene, Tool};
use crate::reading::{Crates, Read};
use crate::report::{Effects, Format, Outcome, Ran, Report, Subject};
use crate::rules::Rule;
use crate::verdict::{Gates, Guards, Verdict};
use crate::workspace::{Build, Built, Package, Wanted, Workspace, built};

pub(crate) use self::driver::as_compiler;
pub(crate) use self::shown::Suggested;

/// The rules that a run is about.
pub(crate) const RULES: [Rule; 2] = [Rule::UnguardedEffect, Rule::EffectAsValue];

/// Compiles, judges, and shows what was found.
pub(crate) fn run(wanted: &Wanted, build: &Build, format: Format, baseline: Option<&Baseline>) -> Outcome {
    let reported = Workspace::find(wanted).map_err(|error| error.to_string()).and_then(|workspace| {
        let report = report(&workspace, wanted, build)?;
        Ok(match baseline {
            Some(baseline) => baseline.applied(workspace.root(), &RULES, report),
            None => report,
        })
    });
    match reported {
        Ok(report) => report.shown(format),
        Err(why) => {
            anstream::eprintln!("error: {why}\n\nNO VERDICT: nothing is known of the effects");
            Outcome::NoVerdict
        }
    }
}

/// All effects of a workspace, or why nothing is known of them.
pub(crate) fn report(workspace: &Workspace, wanted: &Wanted, build: &Build) -> Result<Report, String> {
    looked(workspace, wanted, build).map(|seen| seen.report)
}

/// The functions that act for tools without asking, each with its surfaces.
pub(crate) fn suggested(workspace: &Workspace, wanted: &Wanted) -> Result<Vec<Suggested>, String> {
    looked(workspace, wanted, &Build::default()).map(|seen| seen.suggested)
}

/// What a run saw.
struct Seen {
    report: Report,
    suggested: Vec<Suggested>,
}

fn looked(workspace: &Workspace, wanted: &Wanted, build: &Build) -> Result<Seen, String> {
    let present = built(wanted, build).map_err(|error| error.to_string())?;
    let in_other_versions = catalogue::in_other_versions(&present.crates)?;
    let effects = known(workspace, &present)?;
    let found = found(workspace, wanted, build, &present, &effects)?;
    let surfaces = effects.iter().map(|effect| (effect.path.as_str(), effect.surface.as_str())).collect();
    let made = canonical(&present.target_directory);
    Ok(Fence::new(workspace, &made, &surfaces).seen(found, ran(build, present, in_other_versions)))
}

/// The catalogue's effects, and the user's.
fn known(workspace: &Workspace, present: &Built) -> Result<Vec<Effect>, String> {
    let mut effects = catalogue::effects(&present.crates)?;
    for own in workspace.own_effects() {
        // Clippy says nothing of a crate that is not there, be it misspelled.
        let name = own.path.split("::").next().unwrap_or_default();
        if !present.has(name) {
            return Err(format!("no crate of this build is called `{name}`, which `{}` begins with", own.path));
        }
        effects.retain(|effect| effect.path != own.path);
        effects.push(Effect { path: own.path.clone(), surface: own.surface.clone(), known: Known::Always });
    }
    Ok(effects)
}

fn found(
    workspace: &Workspace,
    wanted: &Wanted,
    build: &Build,
    present: &Built,
    effects: &[Effect],
) -> Result<BTreeSet<Found>, String> {
    let root = workspace.root();
    let folder = present.target_directory.join("machineid");
    let driver = driver::find(root)?;
    let not_written =
        |error| format!("{folder} cannot be written to, and the settings for clippy belong there: {error}");
    let settings = settings::written(&folder, effects).map_err(not_written)?;
    control::run(root, &folder, &driver, &settings, effects).map_err(|error| error.to_string())?;
    let said = compiled::run(root, &driver, &settings, &arguments(wanted, build)).map_err(|error| error.to_string())?;
    let is_fault = |path: &&String| effects.iter().any(|effect| effect.path == **path && effect.known == Known::Always);
    let faults: Vec<&str> = said.unresolved.iter().filter(is_fault).map(String::as_str).collect();
    if !faults.is_empty() {
        return Err(format!(
            "`{}` leads to no function of a crate that is there, so its calls would go unseen: correct it in \
             `metadata.machineid.effect`, or tell us where it is of the catalogue",
            faults.join("`, `")
        ));
    }
    Ok(said.found)
}

/// The user's own selection, with all targets.
fn arguments(wanted: &Wanted, build: &Build) -> Vec<String> {
    let mut arguments = vec!["--all-targets".to_owned()];
    if let Some(manifest) = &wanted.manifest {
        let absolute = manifest.canonicalize_utf8().unwrap_or_else(|_| manifest.clone());
        arguments.extend(["--manifest-path".to_owned(), absolute.into_string()]);
    }
    match wanted.packages.as_slice() {
        [] => arguments.push("--workspace".to_owned()),
        packages => arguments.extend(packages.iter().flat_map(|name| ["--package".to_owned(), name.clone()])),
    }
    arguments.extend(build.arguments());
    arguments
}

/// What was built, and what was not.
fn ran(build: &Build, present: Built, in_other_versions: Vec<String>) -> Ran {
    Ran {
        target: build.target.clone().unwrap_or_else(|| "this machine".to_owned()),
        features_off: present.features_off,
        in_other_versions,
    }
}

struct Fence<'a> {
    workspace: &'a Workspace,
    /// Where builds write.
    made: &'a Utf8Path,
    surfaces: &'a BTreeMap<&'a str, &'a str>,
    exempt: Exempt<'a>,
    effects: Effects,
    findings: Vec<crate::report::Finding>,
    suggested: Vec<Suggested>,
}

impl<'a> Fence<'a> {
    fn new(workspace: &'a Workspace, made: &'a Utf8Path, surfaces: &'a BTreeMap<&'a str, &'a str>) -> Self {
        Self {
            workspace,
            made,
            surfaces,
            exempt: Exempt::new(workspace, &RULES),
            effects: Effects::default(),
            findings: Vec::new(),
            suggested: Vec::new(),
        }
    }

    fn seen(mut self, found: BTreeSet<Found>, ran: Ran) -> Seen {
        let read = Read::all(self.workspace);
        let crates = Crates::of(&read);
        let gates = crates.gates();
        let by_target = by_target(found);
        let mut seen = BTreeSet::new();
        for (read, scene) in crates.all() {
            if let Some(found) = by_target.get(&canonical(&read.target.root)) {
                self.target(scene, &gates, found, &mut seen);
            }
        }
        self.findings.extend(self.exempt.stale());
        self.findings.sort_by(|a, b| (&a.spot.path, a.spot.bytes.start).cmp(&(&b.spot.path, b.spot.bytes.start)));
        let files: usize = read.iter().map(|read| read.source.modules.len()).sum();
        let outcome = if self.findings.is_empty() { Outcome::Clean } else { Outcome::Findings };
        self.effects.ran = ran;
        let of = Subject::Effects(self.effects);
        Seen { report: Report { findings: self.findings, known: 0, files, outcome, of }, suggested: self.suggested }
    }

    /// One target. A place that another target has as well is judged once.
    fn target(
        &mut self,
        scene: Scene<'_>,
        gates: &Gates,
        found: &[Found],
        seen: &mut BTreeSet<(Utf8PathBuf, usize, usize, String)>,
    ) {
        let package = scene.package;
        let guards = Guards::new(scene.items, package.guard());
        let tools: Vec<(Tool<'_>, Verdict)> = frameworks::tools(scene)
            .into_iter()
            .map(|tool| {
                let verdict = Verdict::of(&tool, guards, gates);
                (tool, verdict)
            })
            .collect();
        let shown = Shown { root: self.workspace.root(), made: self.made, scene, surfaces: self.surfaces };
        let mut together: BTreeMap<(String, Rule), Vec<Judged<'_>>> = BTreeMap::new();
        for found in found {
            if !seen.insert((found.file.clone(), found.line, found.column, found.path.clone())) {
                continue;
            }
            let Some(judged) = judged::judged(scene, guards, &tools, found.clone()) else {
                self.elsewhere(shown, found);
                continue;
            };
            let verdict = self.exempted(package, &judged);
            self.effects.listed.push(shown.line(&judged, &verdict));
            self.count(&judged, &verdict);
            let is_asked_for = match judged.taken {
                Taken::Called => matches!(verdict, Verdict::Guarded(_) | Verdict::Exempt(_)),
                Taken::AsValue => matches!(verdict, Verdict::Exempt(_)),
            };
            if !is_asked_for && judged.of == Of::Product {
                together.entry((judged.item(), judged.rule())).or_default().push(judged);
            }
        }
        for effects in together.into_values() {
            let operations = effects.iter().map(|effect| effect.found.path.as_str()).collect();
            let [first, ..] = effects.as_slice() else { continue };
            let reached = first.function.map(|function| reach::by(scene, guards, &tools, function)).unwrap_or_default();
            self.findings.push(shown.finding(first, &operations, &reached));
            // What no tool comes to is no matter of an operator's.
            if !reached.tools.is_empty() {
                self.suggested.extend(shown.suggested(first, &operations));
            }
        }
    }

    /// An effect in a file that is no module of the source.
    fn elsewhere(&mut self, shown: Shown<'_>, found: &Found) {
        if !shown.scene.kind.is_of_product() {
            self.effects.counts.of_tests_and_examples += 1;
            return;
        }
        self.effects.counts.elsewhere += 1;
        let item = shown.item_elsewhere(found);
        if self.exempt.reason(shown.scene.package, Rule::UnguardedEffect, &item).is_none() {
            self.findings.push(shown.elsewhere(&item, found));
        }
    }

    fn count(&mut self, judged: &Judged<'_>, verdict: &Verdict) {
        let counts = &mut self.effects.counts;
        if judged.of == Of::TestsAndExamples {
            counts.of_tests_and_examples += 1;
            return;
        }
        counts.all += 1;
        match (judged.taken, verdict) {
            (_, Verdict::Exempt(_)) => counts.exempt += 1,
            (Taken::AsValue, _) => counts.as_values += 1,
            (Taken::Called, Verdict::Guarded(_)) => counts.guarded += 1,
            (Taken::Called, _) => counts.unguarded += 1,
        }
    }

    /// What the manifest exempts: an effect that nobody asks for, or any that is taken as a value.
    fn exempted(&mut self, package: &Package, judged: &Judged<'_>) -> Verdict {
        let is_guarded = matches!(judged.verdict, Verdict::Guarded(_) | Verdict::Exempt(_));
        let needs_one = judged.of == Of::Product && (judged.taken == Taken::AsValue || !is_guarded);
        let reason = needs_one.then(|| self.exempt.reason(package, judged.rule(), &judged.item())).flatten();
        reason.map_or_else(|| judged.verdict.clone(), Verdict::Exempt)
    }
}

fn by_target(found: BTreeSet<Found>) -> BTreeMap<Utf8PathBuf, Vec<Found>> {
    let mut by_target: BTreeMap<Utf8PathBuf, Vec<Found>> = BTreeMap::new();
    for found in found {
        let root = canonical(&found.target);
        by_target.entry(root).or_default().push(found);
    }
    by_target
}

fn canonical(path: &Utf8Path) -> Utf8PathBuf {
    path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned())
}
