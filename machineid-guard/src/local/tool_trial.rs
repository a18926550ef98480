//! What one tool did while the organisation was disabled, and what is wrong with it.

use crate::boundary::BoundaryKind;
use crate::decision::Verdict;
use crate::printable;
use crate::told::Observation;

use super::Request;
use super::answer::ORG_DISABLED;
use super::refused_arguments::says_that_arguments_were_refused;

/// How often the framework listed a name up to here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    Once,
    Again,
}

/// One call of one tool.
pub(super) struct ToolTrial {
    pub(super) tool: String,
    pub(super) listed: Listed,
    /// What its guard decided, in order.
    pub(super) observed: Vec<Observation>,
    /// What the authority was asked.
    pub(super) validates: Vec<Request>,
    /// How often it acted.
    pub(super) effects: usize,
    pub(super) answer: String,
}

impl ToolTrial {
    /// One line for the report, on a tool that is not proven to be stopped.
    pub(super) fn fault(&self) -> Option<String> {
        let (tool, answer) = (printable::escaped(&self.tool), printable::escaped(&self.answer));
        if self.was_not_reached() {
            return Some(format!(
                "{tool}: NOT REACHED: nobody was asked, and its arguments were refused: {answer:?}; call it with ones \
                 that it takes"
            ));
        }
        let faults = self.faults();
        (!faults.is_empty()).then(|| format!("{tool}: NOT STOPPED: {}; it answered {answer:?}", faults.join("; ")))
    }

    /// Whether the arguments were refused before anything was asked. It proves nothing, and is no hole either.
    pub(super) fn was_not_reached(&self) -> bool {
        let nothing_happened = self.observed.is_empty() && self.validates.is_empty() && self.effects == 0;
        nothing_happened && self.listed == Listed::Once && says_that_arguments_were_refused(&self.answer)
    }

    fn faults(&self) -> Vec<String> {
        let effects = (self.effects != 0).then(|| format!("it acted (its effects moved by {})", self.effects));
        let silent = (!self.answer.contains(ORG_DISABLED))
            .then(|| format!("its answer does not say that it was denied (`{ORG_DISABLED}`)"));
        let again = (self.listed == Listed::Again)
            .then(|| "it is listed more than once, and the framework can call one of them only".to_owned());
        [self.asking_fault(), effects, silent, self.leak(), again].into_iter().flatten().collect()
    }

    /// A model that knows the device's id can name it to whoever it talks to.
    fn leak(&self) -> Option<String> {
        let mut devices = self.observed.iter().filter_map(|observation| observation.device_id());
        devices.any(|device| shows(&self.answer, device.as_str())).then(|| {
            "its answer shows the model the device's id, which is for the log: give it `denied.agent_message()`, for \
             anyhow by `denials! { anyhow::Error => |denied| anyhow!(denied.agent_message()) }` at the crate's root, for \
             others likewise or by `on_denied`; of a protocol error take the `message`"
                .to_owned()
        })
    }

    /// What is wrong with how it asked.
    fn asking_fault(&self) -> Option<String> {
        let Some(first) = self.observed.first() else { return Some(self.unseen()) };
        let boundary = first.boundary();
        if !stands_before_a_body(boundary.kind()) {
            return Some(format!("it ran, and was only asked at `{boundary}` inside of it"));
        }
        if boundary.name() != self.tool && boundary.name() != printable::escaped(&self.tool) {
            let edit = format!("`name = {:?}`", self.tool);
            return Some(format!("it asked as `{}`, which is not its name ({edit} on its boundary)", boundary.name()));
        }
        self.observed.iter().find_map(|observation| self.not_by_the_switch(observation))
    }

    /// A decision other than the one that the authority sent because of the disabled organisation.
    fn not_by_the_switch(&self, observation: &Observation) -> Option<String> {
        if observation.verdict() == Verdict::Allowed {
            return Some(format!("`{}` was allowed", observation.boundary()));
        }
        let was_sent = self.validates.iter().any(|sent| {
            sent.code() == ORG_DISABLED && observation.request_id().is_some_and(|id| id == sent.request_id())
        });
        let code = observation.code().unwrap_or("no code");
        (!was_sent).then(|| format!("it was denied for another reason ({code}), and not by the authority"))
    }

    fn unseen(&self) -> String {
        if self.validates.is_empty() {
            return "nobody was asked".to_owned();
        }
        "the authority was asked, and not by a guard of `LocalAuthority::guard()`, so its name could not be seen"
            .to_owned()
    }
}

/// Whether a boundary of this kind asks before the tool's function did anything.
fn stands_before_a_body(kind: BoundaryKind) -> bool {
    matches!(kind, BoundaryKind::ToolCall | BoundaryKind::SideEffect | BoundaryKind::Resume)
}

/// As it is, or as a string in JSON or in `Debug` holds it.
fn shows(answer: &str, id: &str) -> bool {
    let json = serde_json::Value::from(id).to_string();
    let debug = format!("{id:?}");
    [id, json.trim_matches('"'), debug.trim_matches('"')].into_iter().any(|form| answer.contains(form))
}
