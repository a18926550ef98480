//! `cargo machineid scan`: the tools of a workspace, each with a verdict.

mod shown;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use camino::Utf8PathBuf;

use self::shown::{finding, line};
use crate::baseline::Baseline;
use crate::exempt::Exempt;
use crate::frameworks::{self, Called, Framework, InUse, Scene, Tool};
use crate::reading::{Crates, Read};
use crate::report::{Counts, Finding, Format, Listed, Outcome, Report, Spot, Subject, Tools};
use crate::rules::Rule;
use crate::source::{Condition, Missing};
use crate::verdict::{Gates, Guards, Verdict};
use crate::workspace::{Package, Target, Wanted, Workspace};

/// The rules that a scan is about.
pub(crate) const RULES: [Rule; 5] =
    [Rule::UnguardedTool, Rule::UndecidedTool, Rule::DuplicateToolName, Rule::StaleExemption, Rule::UnreadFile];

/// Which tools are listed beside the findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Findings,
    Everything,
}

/// Scans, and shows what was found.
pub(crate) fn run(wanted: &Wanted, format: Format, extent: Extent, baseline: Option<&Baseline>) -> Outcome {
    let workspace = match Workspace::find(wanted) {
        Ok(workspace) => workspace,
        Err(error) => {
            anstream::eprintln!("error: {error}");
            return Outcome::NoVerdict;
        }
    };
    let mut report = report(&workspace);
    if let Some(baseline) = baseline {
        report = baseline.applied(workspace.root(), &RULES, report);
    }
    if let (Format::Human, Extent::Findings, Subject::Tools(tools)) = (format, extent, &mut report.of) {
        tools.listed.clear();
    }
    report.shown(format)
}

/// All tools of a workspace.
pub(crate) fn report(workspace: &Workspace) -> Report {
    Scan::new(workspace).report()
}

struct Scan<'a> {
    workspace: &'a Workspace,
    findings: Vec<Finding>,
    tools: Vec<Listed>,
    counts: Counts,
    /// Places that were seen: a file may belong to several targets.
    seen: HashSet<(Utf8PathBuf, usize, Called)>,
    files: HashSet<Utf8PathBuf>,
    frameworks: BTreeSet<InUse>,
    exempt: Exempt<'a>,
    texts: HashMap<Utf8PathBuf, Arc<str>>,
    /// By package and name: where tools of that name are.
    names: BTreeMap<(String, String), Vec<(String, Spot)>>,
}

impl<'a> Scan<'a> {
    fn new(workspace: &'a Workspace) -> Self {
        Self {
            workspace,
            findings: Vec::new(),
            tools: Vec::new(),
            counts: Counts::default(),
            seen: HashSet::new(),
            files: HashSet::new(),
            frameworks: BTreeSet::new(),
            exempt: Exempt::new(workspace, &[Rule::UnguardedTool]),
            texts: HashMap::new(),
            names: BTreeMap::new(),
        }
    }

    fn report(mut self) -> Report {
        let read = Read::all(self.workspace);
        let crates = Crates::of(&read);
        let gates = crates.gates();
        for (read, scene) in crates.all() {
            self.target(read, scene, &gates);
        }
        self.findings.extend(self.exempt.stale());
        self.same_names();
        self.findings.sort_by(|a, b| (&a.spot.path, a.spot.bytes.start).cmp(&(&b.spot.path, b.spot.bytes.start)));
        self.tools.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Report {
            outcome: self.outcome(),
            findings: self.findings,
            known: 0,
            files: self.files.len(),
            of: Subject::Tools(Tools { listed: self.tools, counts: self.counts, frameworks: self.frameworks }),
        }
    }

    fn outcome(&self) -> Outcome {
        if self.findings.iter().any(|finding| finding.rule == Rule::UnreadFile) {
            return Outcome::NoVerdict;
        }
        if self.findings.is_empty() { Outcome::Clean } else { Outcome::Findings }
    }

    fn target(&mut self, read: &Read<'_>, scene: Scene<'_>, gates: &Gates) {
        let Read { package, target, source } = read;
        for missing in &source.missing {
            self.missing(package, target, missing);
        }
        self.files.extend(source.modules.iter().map(|module| module.file.path.clone()));
        self.frameworks.extend(frameworks::in_use(scene));
        let guards = Guards::new(scene.items, package.guard());
        for tool in frameworks::tools(scene) {
            self.tool(package, target, guards, gates, &tool);
        }
    }

    fn missing(&mut self, package: &Package, target: &Target, missing: &Missing) {
        // What a test has and cannot be read hides no tool of the product.
        let spot = Spot::new(self.workspace.root(), &missing.path, &Arc::from(""), 0..0);
        let is_known = self.findings.iter().any(|it| it.rule == Rule::UnreadFile && it.spot.path == spot.path);
        if target.kind.is_of_product() && !is_known {
            self.findings.push(Finding {
                rule: Rule::UnreadFile,
                message: format!("the tools in {} are not known: {}", spot.path, missing.why),
                label: String::new(),
                help: vec![
                    "a file that the build makes, or that only another platform has, is not in the source".to_owned(),
                ],
                package: package.name.clone(),
                item: spot.path.to_string(),
                operation: None,
                content: None,
                spot,
            });
        }
    }

    fn tool(&mut self, package: &Package, target: &Target, guards: Guards<'_>, gates: &Gates, tool: &Tool<'_>) {
        let file = &tool.place.file.file;
        let bytes = file.bytes(tool.span);
        if !self.seen.insert((file.path.clone(), bytes.start, tool.name.clone())) {
            return;
        }
        let text = Arc::clone(self.texts.entry(file.path.clone()).or_insert_with(|| Arc::from(file.text.as_str())));
        let spot = Spot::new(self.workspace.root(), &file.path, &text, bytes);
        let verdict = self.exempted(package, tool, Verdict::of(tool, guards, gates));
        let is_of_product = target.kind.is_of_product() && tool.condition != Condition::Test;
        self.tools.push(line(package, target, tool, &verdict, &spot));
        if !is_of_product {
            self.counts.of_tests_and_examples += 1;
            return;
        }
        self.count(&verdict);
        // Several methods of one route are called alike.
        if let Called::Text(name) = &tool.name
            && tool.framework != Framework::Axum
        {
            // A tool that has several entrances is one tool.
            let of = tool.owner();
            let places = self.names.entry((package.name.clone(), name.clone())).or_default();
            if !places.iter().any(|(other, _)| *other == of) {
                places.push((of, spot.clone()));
            }
        }
        self.findings.extend(finding(package, tool, &verdict, spot, guards.guard()));
    }

    /// What the manifest exempts.
    fn exempted(&mut self, package: &Package, tool: &Tool<'_>, verdict: Verdict) -> Verdict {
        if matches!(verdict, Verdict::Guarded(_)) {
            return verdict;
        }
        self.exempt.reason(package, Rule::UnguardedTool, &tool.item()).map_or(verdict, Verdict::Exempt)
    }

    fn count(&mut self, verdict: &Verdict) {
        self.counts.tools += 1;
        match verdict {
            Verdict::Guarded(_) => self.counts.guarded += 1,
            Verdict::Exempt(_) => self.counts.exempt += 1,
            Verdict::Unguarded | Verdict::Lost(_) => self.counts.unguarded += 1,
            Verdict::Undecided(_) => self.counts.undecided += 1,
        }
    }

    fn same_names(&mut self) {
        for ((package, name), spots) in &self.names {
            let [_, (_, second), ..] = spots.as_slice() else { continue };
            let places: Vec<String> = spots.iter().map(|(_, spot)| format!("{}:{}", spot.path, spot.line)).collect();
            self.findings.push(Finding {
                rule: Rule::DuplicateToolName,
                message: format!("{} tools of {package} are called {name:?}: {}", spots.len(), places.join(", ")),
                label: "one of them".to_owned(),
                help: vec!["give each a name of its own, or say in tests which module is meant".to_owned()],
                package: package.clone(),
                item: name.clone(),
                operation: None,
                content: None,
                spot: second.clone(),
            });
        }
    }
}
