//! An agent in a process of its own: this binary again, with one test that works until its standard input ends.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use machineid_guard::local::LocalAuthority;
use machineid_guard::{AuditFile, Client, Denied, DeviceId, GuardBuilder, guarded_tool};

const KIND: &str = "DRILL_AGENT";
const TRAIL: &str = "DRILL_TRAIL";

/// Longer than an agent takes to begin.
const HANG: Duration = Duration::from_secs(30);

/// Between two questions.
const PACE: Duration = Duration::from_millis(5);

/// What it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Asks before each piece of work.
    Honest,
    /// Has the key, and restores itself when it is denied.
    Leaking,
    /// Does its work all the same when it is denied, and writes that into the trail.
    WithoutBoundary,
    /// Asks once.
    Idle,
    /// Asks often enough, and then no more.
    Stale,
    /// Has work under way that is asked about while it runs.
    InFlight,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Honest, Self::Leaking, Self::WithoutBoundary, Self::Idle, Self::Stale, Self::InFlight];

    fn questions(self) -> usize {
        match self {
            Self::Idle => 1,
            Self::Stale => 10,
            _ => usize::MAX,
        }
    }
}

/// One that runs. It ends in good order when this is dropped.
pub(crate) struct Agent(Child);

impl Agent {
    /// Comes back when its trail says that it works.
    pub(crate) fn start(authority: &LocalAuthority, device: &str, trail: &Path, kind: Kind) -> Self {
        let before = allowed(trail, device);
        let mut command = Command::new(std::env::current_exe().expect("this binary"));
        command
            .args(["agent::agent", "--exact", "--ignored"])
            .envs([(KIND, format!("{kind:?}").as_str()), (TRAIL, trail.to_str().expect("a path"))])
            .envs([("MACHINEID_ORG_KEY", authority.org_key()), ("MACHINEID_BASE_URL", authority.base_url())])
            .env("MACHINEID_DEVICE_ID", device)
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        let agent = Self(command.spawn().expect("an agent"));
        let begun = Instant::now();
        while allowed(trail, device) < before + kind.questions().min(10) {
            assert!(begun.elapsed() < HANG, "the agent does not begin");
            thread::sleep(PACE);
        }
        agent
    }

    /// Without a word.
    pub(crate) fn kill(mut self) {
        self.0.kill().expect("it runs");
        self.0.wait().expect("it ends");
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        drop(self.0.wait());
    }
}

/// How many questions about the device were allowed.
fn allowed(trail: &Path, device: &str) -> usize {
    let text = std::fs::read_to_string(trail).unwrap_or_default();
    text.lines().filter(|line| line.contains(r#""allowed":true"#) && line.contains(device)).count()
}

#[guarded_tool]
fn refund() -> Result<(), Denied> {
    Ok(())
}

#[guarded_tool(recheck = "20ms")]
async fn long_refund() -> Result<(), Denied> {
    tokio::time::sleep(HANG).await;
    Ok(())
}

#[test]
#[ignore = "a process of its own, that other tests start"]
fn agent() {
    let Ok(name) = std::env::var(KIND) else { return };
    let kind = Kind::ALL.into_iter().find(|kind| format!("{kind:?}") == name).expect("a kind");
    let trail = std::env::var(TRAIL).expect("a trail");
    let audit = AuditFile::append(&trail).expect("a file");
    let guard = GuardBuilder::from_env().unwrap().on_decision(audit.recorder()).build().unwrap();
    let is_over = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&is_over);
    thread::spawn(move || {
        drop(std::io::stdin().read_to_end(&mut Vec::new()));
        over.store(true, Ordering::SeqCst);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    if kind == Kind::InFlight {
        runtime.spawn(guard.clone().scope(long_refund()));
    }
    let mut questions = 0;
    while !is_over.load(Ordering::SeqCst) {
        if questions < kind.questions() {
            questions += 1;
            let denied = guard.enter(refund).is_err();
            work_on(kind, denied, &runtime, Path::new(&trail));
        }
        thread::sleep(PACE);
    }
    runtime.shutdown_background();
    drop((guard, audit));
}

fn work_on(kind: Kind, denied: bool, runtime: &tokio::runtime::Runtime, trail: &Path) {
    match kind {
        Kind::Leaking if denied => {
            let device = DeviceId::new(std::env::var("MACHINEID_DEVICE_ID").unwrap()).unwrap();
            runtime.block_on(Client::from_env().unwrap().restore(&device)).unwrap();
        }
        Kind::WithoutBoundary if denied => {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
            let line = format!("{{\"at_ms\":{now},\"event\":\"effect\",\"name\":\"refund\"}}\n");
            File::options().append(true).open(trail).unwrap().write_all(line.as_bytes()).unwrap();
        }
        _ => {}
    }
}
