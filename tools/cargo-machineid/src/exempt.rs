//! What manifests exempt, and exemptions that exempt nothing any more.

use std::collections::HashSet;
use std::sync::Arc;

use crate::report::{Finding, Spot};
use crate::rules::Rule;
use crate::workspace::{Package, Workspace};

/// The exemptions of a workspace, during one run.
#[derive(Debug)]
pub(crate) struct Exempt<'a> {
    workspace: &'a Workspace,
    /// The rules that the run knows about: it can say of no other exemption that it is stale.
    rules: &'static [Rule],
    /// Those that exempted something: package, rule and item.
    used: HashSet<(String, Rule, String)>,
}

impl<'a> Exempt<'a> {
    pub(crate) fn new(workspace: &'a Workspace, rules: &'static [Rule]) -> Self {
        Self { workspace, rules, used: HashSet::new() }
    }

    /// The reason for which the item is exempt.
    pub(crate) fn reason(&mut self, package: &Package, rule: Rule, item: &str) -> Option<String> {
        let exemption = package.exemptions.iter().find(|it| it.rule == rule && it.item == item)?;
        self.used.insert((package.name.clone(), rule, item.to_owned()));
        Some(exemption.reason.clone())
    }

    /// Exemptions of what is guarded, or not there any more.
    pub(crate) fn stale(&self) -> Vec<Finding> {
        self.workspace.packages().iter().flat_map(|package| self.stale_of(package)).collect()
    }

    fn stale_of(&self, package: &Package) -> Vec<Finding> {
        let text: Arc<str> = Arc::from(std::fs::read_to_string(&package.manifest).unwrap_or_default());
        let of_this_run = package.exemptions.iter().filter(|it| self.rules.contains(&it.rule));
        let unused = of_this_run.filter(|it| !self.used.contains(&(package.name.clone(), it.rule, it.item.clone())));
        unused
            .map(|exemption| {
                let start = text.find(&format!("{:?}", exemption.item)).unwrap_or_default();
                let bytes = start..start + exemption.item.len() + 2;
                let what = match exemption.rule {
                    Rule::UnguardedTool => "no tool",
                    _ => "has no effect",
                };
                Finding {
                    rule: Rule::StaleExemption,
                    message: format!("{} exempts `{}`, which is guarded or {what}", package.name, exemption.item),
                    label: "nothing is exempt by this".to_owned(),
                    help: vec!["remove it, so that the next of this name is not exempt unseen".to_owned()],
                    package: package.name.clone(),
                    item: exemption.item.clone(),
                    operation: None,
                    content: None,
                    spot: Spot::new(self.workspace.root(), &package.manifest, &text, bytes),
                }
            })
            .collect()
    }
}
