//! A Python with the official SDK, in a virtual environment below cargo's target folder.

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// The newest release that the local authority is compared with.
const SDK: &str = "machineid-io==0.1.6";
/// Imports what was installed, and says so only for the right version.
const HAS_THE_SDK: &str = "import machineid, importlib.metadata as m; assert m.version('machineid-io') == '0.1.6'";
const REQUIRED: &str = "MACHINEID_REQUIRE_PYTHON_SDK";

/// The interpreter of the virtual environment.
#[derive(Debug)]
pub(crate) struct Python(PathBuf);

/// Both tests want the same environment; one makes it.
static INSTALLING: Mutex<()> = Mutex::new(());

impl Python {
    /// `None` where Python or the SDK cannot be had; the reason is on stderr then.
    pub(crate) fn with_the_sdk() -> Result<Option<Self>, Box<dyn Error>> {
        let _alone = INSTALLING.lock();
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-sdk-0.1.6");
        let python = Self(home.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" }));
        match python.install(&home) {
            Ok(()) => Ok(Some(python)),
            Err(reason) if std::env::var_os(REQUIRED).is_some() => {
                Err(format!("{REQUIRED} is set and {SDK} cannot be had: {reason}").into())
            }
            Err(reason) => {
                // Not `eprintln!`, which the test harness keeps to itself when a test passes.
                writeln!(std::io::stderr(), "SKIPPED, {SDK} cannot be had: {reason}")?;
                Ok(None)
            }
        }
    }

    /// A command that runs a script of this folder.
    pub(crate) fn script(&self, name: &str) -> Command {
        let mut command = Command::new(&self.0);
        command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("python_sdk").join(name));
        // A proxy for the internet has no way to this machine's loopback address.
        command.env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1").env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    fn install(&self, home: &Path) -> Result<(), String> {
        if run(Command::new(&self.0).args(["-c", HAS_THE_SDK])).is_ok() {
            return Ok(());
        }
        let make = |python: &str| run(Command::new(python).args(["-m", "venv", "--clear"]).arg(home));
        make("python3").or_else(|first| make("python").map_err(|_| first))?;
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", SDK];
        run(Command::new(&self.0).args(install))?;
        run(Command::new(&self.0).args(["-c", HAS_THE_SDK]))
    }
}

/// Runs to the end; the error is what the command said last.
fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let last = said.trim_end().lines().next_back().unwrap_or("no reason given").to_owned();
    Err(format!("{}: {last}", command.get_program().display()))
}
