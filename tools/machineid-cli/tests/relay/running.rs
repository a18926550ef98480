//! A relay that runs, and all that it said.

use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use machineid_guard::{Guard, GuardBuilder};

/// The organisation's key, which only the relay has.
pub(crate) const KEY: &str = "org_canary_5f17c0d2e4";
pub(crate) const DEVICE: &str = "openai-agent:prod:tool-server:01";
pub(crate) const PATTERN: &str = "openai-agent:prod:*";

/// A folder that goes when the test does.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("mid-relay-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).expect("a new folder");
        fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("it is ours");
        Self(path)
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A file with these permissions.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>, mode: u32) -> PathBuf {
        let path = self.join(name);
        fs::write(&path, content).expect("it is ours");
        fs::set_permissions(&path, Permissions::from_mode(mode)).expect("it is ours");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A relay. It is killed when it is dropped, and may not have shown the key.
#[derive(Debug)]
pub(crate) struct Relay {
    child: Child,
    base_url: String,
    pub(crate) folder: Folder,
}

/// One crowd after the other: this process has about a thousand descriptors.
pub(crate) fn crowd() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    // A test that failed has ended all the same.
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The program, with the key and the authority's address in its environment.
pub(crate) fn command(authority: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_machineid"));
    for variable in ["MACHINEID_ORG_KEY_FILE", "MACHINEID_PROXY", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command.arg("relay").args(arguments).env("MACHINEID_ORG_KEY", KEY).env("MACHINEID_BASE_URL", authority);
    command.stdin(Stdio::null());
    command
}

impl Relay {
    /// On a socket, for the devices of [`PATTERN`].
    pub(crate) fn of(authority: &str) -> Self {
        Self::with(authority, &[])
    }

    /// The same with more arguments.
    pub(crate) fn with(authority: &str, more: &[&str]) -> Self {
        let folder = Folder::new();
        let socket = folder.join("relay.sock");
        let socket = socket.to_str().expect("a plain path");
        let arguments = [&["--socket", socket, "--allow", PATTERN], more].concat();
        Self::start(folder, &mut command(authority, &arguments))
    }

    /// Returns when it listens.
    pub(crate) fn start(folder: Folder, command: &mut Command) -> Self {
        let stderr = File::create(folder.join("stderr")).expect("it is ours");
        let mut child = command.stdout(Stdio::piped()).stderr(stderr).spawn().expect("the program runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let relay = Self { child, base_url: line.trim().to_owned(), folder };
        assert!(!relay.base_url.is_empty(), "it did not start: {}", relay.said());
        relay
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    pub(crate) fn socket(&self) -> &Path {
        Path::new(self.base_url.strip_prefix("unix:").expect("a socket"))
    }

    /// A guard that asks it, and has no key.
    pub(crate) fn guard(&self) -> GuardBuilder {
        Guard::builder().device_id(DEVICE).base_url(&self.base_url).timeout(Duration::from_secs(10))
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What stands on its standard error so far.
    pub(crate) fn said(&self) -> String {
        let mut said = String::new();
        File::open(self.folder.join("stderr")).and_then(|mut file| file.read_to_string(&mut said)).expect("it is ours");
        said
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let asked = Command::new("kill").arg(self.id().to_string()).status().expect("kill runs");
        assert!(asked.success());
        self.child.wait().expect("it ends")
    }

    /// As the system does that has no memory left.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        if !std::thread::panicking() {
            let said = self.said();
            assert!(!said.contains(KEY) && !said.contains("panicked"), "{said}");
        }
    }
}
