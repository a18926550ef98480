//! Runs the process under test with exactly the MachineID variables that a test names.

use std::error::Error;
use std::ffi::OsStr;
use std::process::{Command, Output};

use machineid_guard::local::LocalAuthority;
use machineid_guard_tests::child::binary;
use serde_json::Value;

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_process_under_test");
pub(crate) const ORG_KEY: &str = "MACHINEID_ORG_KEY";
pub(crate) const ORG_KEY_FILE: &str = "MACHINEID_ORG_KEY_FILE";
pub(crate) const DEVICE_ID: &str = "MACHINEID_DEVICE_ID";
pub(crate) const BASE_URL: &str = "MACHINEID_BASE_URL";

/// The org key of every authority here. No process may ever print it.
pub(crate) const KEY: &str = "org_canary_7f3a";

pub(crate) fn authority() -> std::io::Result<LocalAuthority> {
    LocalAuthority::builder().org_key(KEY).start()
}

#[derive(Debug)]
pub(crate) struct Process(Command);

impl Process {
    pub(crate) fn new(how: &str) -> Self {
        let (binary, _) = binary(BINARY);
        let mut command = Command::new(binary);
        command.arg(how).env_remove(ORG_KEY).env_remove(ORG_KEY_FILE).env_remove(DEVICE_ID).env_remove(BASE_URL);
        command.env_remove("MACHINEID_PROXY");
        Self(command)
    }

    pub(crate) fn with(mut self, variable: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(variable, value);
        self
    }

    pub(crate) fn without(mut self, variable: &str) -> Self {
        self.0.env_remove(variable);
        self
    }

    /// Set up as it should be for this authority.
    pub(crate) fn of(how: &str, authority: &LocalAuthority) -> Self {
        Self::new(how).with(ORG_KEY, authority.org_key()).with(BASE_URL, authority.base_url()).with(DEVICE_ID, "agent")
    }

    /// Runs it to whatever end it comes to.
    pub(crate) fn output(mut self) -> std::io::Result<Output> {
        self.0.output()
    }

    /// Runs it to its end. It may neither panic nor print the key.
    pub(crate) fn run(mut self) -> Result<Value, Box<dyn Error>> {
        let output = self.0.output()?;
        let (stdout, stderr) = (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
        assert!(output.status.success(), "{}: {stderr}", output.status);
        assert!(!stdout.contains("canary") && !stderr.contains("canary"), "the key was printed: {stdout}{stderr}");
        Ok(serde_json::from_str(&stdout)?)
    }
}
