//! What is to be written: for every tool that nobody guards, where it can be shown to be right.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;

use super::carrying::{self, Carrying};
use super::insertion::{Changes, Insertion};
use super::manifest::Dependencies;
use super::root::{self, Tests};
use super::surfaces::Surfaces;
use super::{boundary, coverage, manifest};
use crate::frameworks::{self, Line, Marked, Scene, Tool};
use crate::reading::{Crates, Read};
use crate::report::Spot;
use crate::rules::Rule;
use crate::source::{Condition, File, Function, Missing};
use crate::verdict::{Gates, Guards, Verdict};
use crate::workspace::{Package, TargetKind, Workspace};

/// All that a run would write, and what it would not.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) changes: Changes,
    /// For each file, what it gets.
    pub(super) written: BTreeMap<Utf8PathBuf, BTreeSet<String>>,
    pub(super) left: BTreeSet<Left>,
    /// What comes next, and is no fault of any line.
    pub(super) notes: BTreeSet<&'static str>,
    /// The packages that get something.
    pub(super) packages: BTreeSet<String>,
    /// Names of tools that were seen, guarded or not.
    known: BTreeSet<String>,
}

/// Something that is for a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Left {
    /// `src/tools.rs:12`
    pub(super) place: String,
    pub(super) what: String,
}

/// One crate that is being planned.
#[derive(Clone, Copy)]
struct Of<'a> {
    scene: Scene<'a>,
    root: &'a File,
    workspace: &'a Workspace,
}

/// Plans for the whole workspace.
pub(super) fn plan(workspace: &Workspace, surfaces: &Surfaces) -> Plan {
    let read = Read::all(workspace);
    let crates = Crates::of(&read);
    let gates = crates.gates();
    let mut plan = Plan::default();
    for package in workspace.packages() {
        let of_package = || {
            let targets = crates.all().filter(|(read, _)| std::ptr::eq(read.package, package));
            targets.filter_map(|(read, scene)| {
                let root = root::file(&read.source.modules)?;
                Some((read, Of { scene, root, workspace }))
            })
        };
        let mut needs = Dependencies::default();
        let mut has_new = false;
        for (read, of) in of_package().filter(|(read, _)| read.target.kind.is_of_product()) {
            plan.unread(workspace, &read.source.missing);
            has_new |= plan.target(of, &gates, surfaces, &mut needs);
        }
        if !has_new {
            continue;
        }
        for (_, of) in of_package().filter(|(read, _)| read.target.kind != TargetKind::Example) {
            plan.tests(of, &mut needs);
        }
        plan.packages.insert(package.name.clone());
        plan.manifest(workspace, package, &needs);
    }
    let known = plan.known.clone();
    for unknown in surfaces.unknown(|tool| known.contains(tool)) {
        plan.left.insert(Left {
            place: "--surface".to_owned(),
            what: format!("no tool is called `{unknown}`, and no function of one has that path"),
        });
    }
    plan
}

impl Of<'_> {
    fn guard(&self) -> &str {
        self.scene.package.guard()
    }
}

impl Plan {
    /// One crate. Whether it gets a boundary.
    fn target(&mut self, of: Of<'_>, gates: &Gates, surfaces: &Surfaces, needs: &mut Dependencies) -> bool {
        let Of { scene, root, .. } = of;
        let guard = scene.package.guard();
        let guards = Guards::new(scene.items, guard);
        let mut lines: BTreeSet<Line> = BTreeSet::new();
        let mut guarded: Vec<Tool<'_>> = Vec::new();
        let mut is_changed = false;
        let mut open = self.unguarded(of, guards, gates);
        let below = surfaces.below_tools(scene, &open);
        open.extend(below.into_iter().map(|function| (function, Vec::new())));
        for (function, tools) in open {
            match self.boundary(of, function, &tools, surfaces) {
                Ok(carrying) => {
                    match carrying {
                        Carrying::Said(needed) => {
                            needs.features.extend(needed.feature);
                            lines.extend(needed.line);
                            self.notes.extend(needed.note);
                        }
                        Carrying::Type(_) | Carrying::OwnError => {
                            for own in tools.iter().filter_map(|tool| frameworks::own_errors(scene, tool.framework)) {
                                needs.features.insert(own.feature);
                                self.notes.insert(own.note);
                            }
                        }
                        Carrying::Nothing | Carrying::OnDenied(_) => {}
                    }
                    is_changed = true;
                    guarded.extend(tools);
                }
                Err(why) => self.left(of, function, &tools, &why),
            }
        }
        if !is_changed {
            return false;
        }
        if let Some(insertion) = root::denials(root, guard, &lines) {
            self.insert(of, root, insertion, "how errors of other crates carry a denial");
        }
        for (file, insertion) in coverage::tests(scene, root, guard, &guarded) {
            self.insert(of, file, insertion, "a test that every tool has a boundary");
        }
        true
    }

    /// Files whose tools are not known.
    fn unread(&mut self, workspace: &Workspace, missing: &[Missing]) {
        for Missing { path, why } in missing {
            let place = path.strip_prefix(workspace.root()).unwrap_or(path).to_string();
            self.left.insert(Left { place, what: format!("its tools are not known: {why}") });
        }
    }

    /// The tools that nobody guards, by the function that acts for them.
    fn unguarded<'a>(
        &mut self,
        of: Of<'a>,
        guards: Guards<'a>,
        gates: &Gates,
    ) -> Vec<(&'a Function<'a>, Vec<Tool<'a>>)> {
        let mut found: Vec<(&Function<'_>, Vec<Tool<'_>>)> = Vec::new();
        for tool in frameworks::tools(of.scene) {
            self.known.extend(boundary::known_name(&tool).map(str::to_owned));
            self.known.insert(tool.item());
            let is_exempt =
                of.scene.package.exemptions.iter().any(|it| it.rule == Rule::UnguardedTool && it.item == tool.item());
            if tool.condition == Condition::Test || is_exempt {
                continue;
            }
            match (Verdict::of(&tool, guards, gates), tool.acts) {
                (Verdict::Unguarded, Some(function)) if tool.marked != Marked::Macro => {
                    match found.iter_mut().find(|(other, _)| std::ptr::eq(*other, function)) {
                        Some((_, tools)) => tools.push(tool),
                        None => found.push((function, vec![tool])),
                    }
                }
                (Verdict::Unguarded, _) if tool.marked == Marked::Closure => {
                    let name = shown(&tool);
                    self.left_tool(
                        of,
                        &tool,
                        &format!("a closure takes no attribute: write `guarded!({name}, …)` around it"),
                    );
                }
                (Verdict::Unguarded, _) => self.left_tool(of, &tool, "what a macro writes is not in the source"),
                (Verdict::Undecided(why) | Verdict::Lost(why), _) => self.left_tool(of, &tool, &why),
                (Verdict::Guarded(_) | Verdict::Exempt(_), _) => {}
            }
        }
        found
    }

    fn boundary(
        &mut self,
        of: Of<'_>,
        function: &Function<'_>,
        tools: &[Tool<'_>],
        surfaces: &Surfaces,
    ) -> Result<Carrying, String> {
        let file = &function.module.file.file;
        if let Some(why) = boundary::obstacle(function).or_else(|| not_ours(of.workspace, file)) {
            return Err(why);
        }
        let returned = of.scene.items.returned(function);
        let carrying = carrying::of(of.scene, of.root, &returned)?;
        let on_denied = match &carrying {
            Carrying::OnDenied(how) => Some(*how),
            Carrying::Nothing | Carrying::OwnError | Carrying::Said(_) | Carrying::Type(_) => None,
        };
        let surface = surfaces.of(function, tools)?;
        let attribute = boundary::attribute(of.guard(), tools, function, surface, returned.awaited, on_denied)?;
        if let Carrying::Type(own) = &carrying {
            let path = own.file.clone();
            for insertion in own.insertions.clone() {
                self.changes.insert(&path, &own.text, said(insertion, of.guard()));
            }
            self.note(of, &path, format!("`{}` carries a denial", own.name));
        }
        let names: Vec<&str> = tools.iter().filter_map(boundary::known_name).collect();
        let names = if names.is_empty() { function.name() } else { names.join(", ") };
        self.insert(of, file, boundary::insertion(function, &attribute), &format!("a boundary: {names}"));
        Ok(carrying)
    }

    /// What the crate's own tests need, which call tools that ask now.
    fn tests(&mut self, of: Of<'_>, needs: &mut Dependencies) {
        let tests = if of.scene.kind.is_of_product() { Tests::OfTheCrate } else { Tests::BesideIt };
        if let Some(insertion) = root::in_tests(of.scene, of.root, tests) {
            needs.local = true;
            self.insert(of, of.root, insertion, "an authority for its tests");
        }
    }

    fn manifest(&mut self, workspace: &Workspace, package: &Package, needs: &Dependencies) {
        let path = &package.manifest;
        let text = std::fs::read_to_string(path).unwrap_or_default();
        match manifest::insertions(&text, workspace.root(), needs) {
            Ok(insertions) => {
                for insertion in insertions {
                    self.changes.insert(path, &text, insertion);
                }
                if !needs.features.is_empty() || package.dependency("machineid-guard").is_none() {
                    let features: Vec<&str> = needs.features.iter().copied().collect();
                    let with =
                        if features.is_empty() { String::new() } else { format!(" with {}", features.join(", ")) };
                    let shown = path.strip_prefix(workspace.root()).unwrap_or(path).to_owned();
                    self.written.entry(shown).or_default().insert(format!("the dependency machineid-guard{with}"));
                }
            }
            Err(why) => {
                self.left.insert(Left { place: path.to_string(), what: why });
            }
        }
    }

    fn insert(&mut self, of: Of<'_>, file: &File, insertion: Insertion, what: &str) {
        self.changes.insert(&file.path, &file.text, said(insertion, of.guard()));
        self.note(of, &file.path, what.to_owned());
    }

    fn note(&mut self, of: Of<'_>, path: &Utf8PathBuf, what: String) {
        let shown = path.strip_prefix(of.workspace.root()).unwrap_or(path).to_owned();
        self.written.entry(shown).or_default().insert(what);
    }

    fn left(&mut self, of: Of<'_>, function: &Function<'_>, tools: &[Tool<'_>], why: &str) {
        let file = &function.module.file.file;
        let span = function.ident().span();
        if tools.is_empty() {
            self.left_at(of, file, span, &format!("`{}`", function.path()), why);
        }
        for tool in tools {
            self.left_at(of, file, span, &shown(tool), why);
        }
    }

    fn left_tool(&mut self, of: Of<'_>, tool: &Tool<'_>, why: &str) {
        self.left_at(of, &tool.place.file.file, tool.span, &shown(tool), why);
    }

    fn left_at(&mut self, of: Of<'_>, file: &File, span: proc_macro2::Span, name: &str, why: &str) {
        let text = std::sync::Arc::from(file.text.as_str());
        let spot = Spot::new(of.workspace.root(), &file.path, &text, file.bytes(span));
        self.left.insert(Left { place: format!("{}:{}", spot.path, spot.line), what: format!("{name}: {why}") });
    }
}

fn shown(tool: &Tool<'_>) -> String {
    boundary::known_name(tool).map_or_else(|| tool.item(), |name| format!("{name:?}"))
}

/// What is written names the library; a package may call it something else.
fn said(mut insertion: Insertion, guard: &str) -> Insertion {
    if guard != "machineid_guard" {
        insertion.text = insertion.text.replace("machineid_guard", guard);
    }
    insertion
}

/// Why a file is left alone.
fn not_ours(workspace: &Workspace, file: &File) -> Option<String> {
    let is_inside = match (file.path.canonicalize_utf8(), workspace.root().canonicalize_utf8()) {
        (Ok(path), Ok(root)) => path.starts_with(root),
        _ => false,
    };
    if !is_inside {
        return Some("the file is outside of the workspace".to_owned());
    }
    let head: String = file.text.lines().take(10).collect::<Vec<_>>().join("\n");
    (head.contains("@generated") || head.contains("DO NOT EDIT"))
        .then(|| "the file was made by a program: what makes it has to write the boundary".to_owned())
}
