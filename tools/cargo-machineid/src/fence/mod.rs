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
use self::judged::{Judged, Of};
use self::reach::Reached;
use crate::baseline::Baseline;
use crate::catalogue::{self, Effect, Known};
use crate::exempt::Exempt;
use crate::frameworks::{self, Scene, Tool};
use crate::report::{Effects, Format, Outcome, Ran, Report, Subject};
use crate::rules::Rule;
use crate::scan::{Read, is_of_product, verdict};
use crate::source::{Calls, Items};
use crate::verdict::{Gates, Guards, Verdict};
use crate::workspace::{Build, Built, Package, Wanted, Workspace, built};

pub(crate) use self::driver::as_compiler;

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
    let present = built(wanted, build).map_err(|error| error.to_string())?;
    let effects = known(workspace, &present)?;
    let found = found(workspace, wanted, build, &present, &effects)?;
    Ok(Fence::new(workspace, &effects).report(found, ran(build, present)))
}

/// The catalogue's effects, and the user's.
fn known(workspace: &Workspace, built: &Built) -> Result<Vec<Effect>, String> {
    let mut effects = catalogue::effects(&built.crates)?;
    for own in workspace.own_effects() {
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
fn ran(build: &Build, present: Built) -> Ran {
    Ran {
        target: build.target.clone().unwrap_or_else(|| "this machine".to_owned()),
        features_off: present.features_off,
    }
}

struct Fence<'a> {
    workspace: &'a Workspace,
    surfaces: BTreeMap<&'a str, &'a str>,
    exempt: Exempt<'a>,
    effects: Effects,
    findings: Vec<crate::report::Finding>,
}

impl<'a> Fence<'a> {
    fn new(workspace: &'a Workspace, effects: &'a [Effect]) -> Self {
        Self {
            workspace,
            surfaces: effects.iter().map(|effect| (effect.path.as_str(), effect.surface.as_str())).collect(),
            exempt: Exempt::new(workspace, &RULES),
            effects: Effects::default(),
            findings: Vec::new(),
        }
    }

    fn report(mut self, found: BTreeSet<Found>, ran: Ran) -> Report {
        let read: Vec<Read<'_>> = self.workspace.packages().iter().flat_map(Read::targets).collect();
        let parts: Vec<(Items<'_>, Calls)> = read.iter().map(Read::parts).collect();
        let scene = |at: usize| {
            let (items, calls) = &parts[at];
            let Read { package, target, source } = &read[at];
            Scene { items, calls, package, kind: target.kind, files: &source.modules }
        };
        let mut gates = Gates::default();
        for at in (0..read.len()).filter(|at| is_of_product(read[*at].target.kind)) {
            gates.add(scene(at));
        }
        let by_target = by_target(found);
        let mut seen = BTreeSet::new();
        for (at, target) in read.iter().enumerate() {
            let root = target.target.root.canonicalize_utf8().unwrap_or_else(|_| target.target.root.clone());
            let Some(found) = by_target.get(&root) else { continue };
            self.target(scene(at), target.package, &gates, found, &mut seen);
        }
        self.findings.extend(self.exempt.stale());
        self.findings.sort_by(|a, b| (&a.spot.path, a.spot.bytes.start).cmp(&(&b.spot.path, b.spot.bytes.start)));
        let files: usize = read.iter().map(|read| read.source.modules.len()).sum();
        let outcome = if self.findings.is_empty() { Outcome::Clean } else { Outcome::Findings };
        self.effects.ran = ran;
        Report { findings: self.findings, known: 0, files, outcome, of: Subject::Effects(self.effects) }
    }

    /// One target. A place that another target has as well is judged once.
    fn target(
        &mut self,
        scene: Scene<'_>,
        package: &Package,
        gates: &Gates,
        found: &[Found],
        seen: &mut BTreeSet<(Utf8PathBuf, usize, usize, String)>,
    ) {
        let guard = package.dependency("machineid-guard").map_or("machineid_guard", |guard| guard.in_source.as_str());
        let guards = Guards::new(scene.items, guard);
        let tools: Vec<(Tool<'_>, Verdict)> = frameworks::tools(scene)
            .into_iter()
            .map(|tool| {
                let verdict = verdict(guards, gates, &tool);
                (tool, verdict)
            })
            .collect();
        let mut together: BTreeMap<(String, Rule), Vec<Judged<'_>>> = BTreeMap::new();
        for found in found {
            if !seen.insert((found.file.clone(), found.line, found.column, found.path.clone())) {
                continue;
            }
            let Some(judged) = judged::judged(scene, guards, &tools, found.clone()) else {
                self.effects.counts.elsewhere += 1;
                continue;
            };
            let (rule, item) = (shown::rule(&judged), shown::item(&judged, scene));
            let verdict = self.exempted(package, rule, &item, &judged);
            let surface = self.surfaces.get(judged.found.path.as_str()).copied().unwrap_or("effects");
            self.effects.add(shown::line(self.workspace.root(), scene, &judged, &verdict, surface));
            let is_finding = matches!(verdict, Verdict::Unguarded | Verdict::Lost(_) | Verdict::Undecided(_))
                || rule == Rule::EffectAsValue && !matches!(verdict, Verdict::Exempt(_));
            if is_finding && judged.of == Of::Product {
                together.entry((item, rule)).or_default().push(judged);
            }
        }
        for ((item, rule), effects) in together {
            let reached = effects[0]
                .function
                .map_or_else(Reached::default, |function| reach::by(scene, guards, &tools, function));
            let finding =
                shown::finding(self.workspace.root(), scene, guard, &self.surfaces, rule, &item, &effects, &reached);
            self.findings.extend(finding);
        }
    }

    fn exempted(&mut self, package: &Package, rule: Rule, item: &str, judged: &Judged<'_>) -> Verdict {
        let needs_one =
            rule == Rule::EffectAsValue || !matches!(judged.verdict, Verdict::Guarded(_) | Verdict::Exempt(_));
        if needs_one
            && judged.of == Of::Product
            && let Some(reason) = self.exempt.reason(package, rule, item)
        {
            return Verdict::Exempt(reason);
        }
        judged.verdict.clone()
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
