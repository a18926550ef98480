//! An organisation, a folder with a trail, and the drill of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use machineid_guard::local::Plan;
use machineid_guard_tests::scripted::{self as wire, Cue, Play, Step};
use serde_json::Value;

use crate::agent::{Agent, Kind};
use crate::organisation::{Answer, Organisation, command};

pub(crate) const DEVICES: [&str; 2] = ["openai-agent:prod:payments:01", "openai-agent:prod:payments:02"];

/// What every drill here has in common.
const COMMON: [&str; 7] = ["drill", "--reason", "the weekly test", "--by", "a tester", "--yes", "--json"];

/// How long it waits, where a test does not say it. What has to be seen is seen in less.
const PATIENCE: [[&str; 2]; 3] = [["--within", "4s"], ["--hold", "300ms"], ["--restore-within", "1s"]];

pub(crate) struct Scene {
    pub(crate) organisation: Organisation,
    pub(crate) folder: PathBuf,
}

impl Scene {
    pub(crate) fn new(name: &str) -> Self {
        Self::on(Plan::Pro, name)
    }

    pub(crate) fn on(plan: Plan, name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("drill-{name}-{}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).expect("a writable folder");
        Self { organisation: Organisation::on(plan, &DEVICES), folder }
    }

    /// A place in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The trail that the drill reads.
    pub(crate) fn trail(&self) -> PathBuf {
        self.path("decisions.jsonl")
    }

    pub(crate) fn agent(&self, device: &str, kind: Kind) -> Agent {
        Agent::start(&self.organisation.authority, device, &self.trail(), kind)
    }

    pub(crate) fn drill(&self, more: &[&str]) -> Command {
        self.drill_at(self.organisation.authority.base_url(), more)
    }

    /// Of another authority.
    pub(crate) fn drill_at(&self, base_url: &str, more: &[&str]) -> Command {
        let mut command = command(base_url, &COMMON);
        command.args(["--note", "note.json", "--audit", "decisions.jsonl"]).args(more).current_dir(&self.folder);
        command.args(PATIENCE.iter().filter(|[option, _]| !more.contains(option)).flatten());
        command
    }

    /// Carries it out.
    #[track_caller]
    pub(crate) fn run(&self, more: &[&str]) -> Answer {
        let answer = Answer::of(&mut self.drill(more));
        if !self.note().exists() {
            return answer;
        }
        assert_eq!(answer.code, 4, "the note is there: {answer:?}");
        answer
    }

    /// One that was killed, or that restored nothing.
    pub(crate) fn recover(&self) -> Answer {
        let mut command = self.organisation.command(&["drill", "--recover", "note.json", "--restore-within", "1s"]);
        Answer::of(command.current_dir(&self.folder))
    }

    pub(crate) fn note(&self) -> PathBuf {
        self.path("note.json")
    }

    /// Whether every device is active, by the authority itself.
    pub(crate) fn is_restored(&self) -> bool {
        self.organisation.devices().iter().all(|device| device.ends_with("active"))
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// Has its standard input piped, for an operator who types.
pub(crate) fn typed(mut command: Command) -> Command {
    command.stdin(Stdio::piped());
    command
}

/// The reasons of a report, as one text.
pub(crate) fn reasons(report: &Value) -> String {
    report["reasons"].as_array().expect("reasons").iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

/// An authority for the drill alone, with one device, that does something when it is asked to revoke it.
pub(crate) fn revoking(on_revoke: impl Fn() -> Vec<Step> + Send + Sync + 'static) -> Play {
    let is_revoked = AtomicBool::new(false);
    Arc::new(move |cue| {
        let Cue::Asked { request, .. } = cue else { return Vec::new() };
        let target = request.target();
        if target.ends_with("/unrevoke") {
            is_revoked.store(false, Ordering::SeqCst);
        }
        if target.ends_with("/revoke") {
            is_revoked.store(true, Ordering::SeqCst);
            return on_revoke();
        }
        let revoked = is_revoked.load(Ordering::SeqCst);
        let state = if revoked { "revoked" } else { "active" };
        let code = if revoked { "DEVICE_REVOKED" } else { "ALLOW" };
        vec![wire::json(&match target.rsplit('/').next() {
            Some("list") => format!(r#"{{"devices":[{{"deviceId":"{}","status":"{state}"}}]}}"#, DEVICES[0]),
            Some("validate") => format!(r#"{{"allowed":{},"code":"{code}"}}"#, !revoked),
            Some("usage") => r#"{"limit":25,"devicesUsed":2}"#.to_owned(),
            _ => r#"{"status":"ok","request_id":"of-the-script"}"#.to_owned(),
        })]
    })
}
