//! An organisation with a local authority, and the program that its operator runs.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use machineid_guard::local::{LocalAuthority, Plan};
use machineid_guard_tests::scripted::{Play, Scripted};
use serde_json::Value;

/// The organisation's key, which no answer may show.
pub(crate) const KEY: &str = "org_canary_5f\"1c\\07";

/// What the program answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// An authority with these devices.
pub(crate) struct Organisation {
    pub(crate) authority: LocalAuthority,
}

impl Organisation {
    /// On the plan with 25 devices.
    pub(crate) fn of(devices: &[&str]) -> Self {
        Self::on(Plan::Pro, devices)
    }

    pub(crate) fn on(plan: Plan, devices: &[&str]) -> Self {
        let authority = LocalAuthority::builder().org_key(KEY).plan(plan).start().expect("a port");
        let organisation = Self { authority };
        if !devices.is_empty() {
            assert_eq!(organisation.run(&[&["devices", "register"], devices].concat()).code, 0);
            organisation.authority.clear_requests();
        }
        organisation
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        command(self.authority.base_url(), arguments)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        Answer::of(&mut self.command(arguments))
    }

    /// The data, where all went well.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let answer = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(answer.code, 0, "{answer:?}");
        answer.json()
    }

    /// Each device of the authority as `id state`.
    pub(crate) fn devices(&self) -> Vec<String> {
        let devices = self.authority.devices();
        devices.iter().map(|device| format!("{} {:?}", device.id(), device.state()).to_lowercase()).collect()
    }

    /// How many requests changed something, or were to.
    pub(crate) fn orders(&self) -> usize {
        use machineid_guard::local::Endpoint::{Register, Remove, Revoke, Unrevoke};

        let requests = self.authority.requests();
        requests.iter().filter(|request| [Register, Remove, Revoke, Unrevoke].contains(&request.endpoint())).count()
    }
}

/// An authority that says what it is told to.
pub(crate) fn scripted(play: Play) -> Scripted {
    Scripted::start(play).expect("a port")
}

/// The program, with the key and the address in its environment and nothing else that it obeys.
pub(crate) fn command(base_url: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_machineid"));
    for variable in ["MACHINEID_ORG_KEY_FILE", "MACHINEID_PROXY", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command.args(arguments).env("MACHINEID_ORG_KEY", KEY).env("MACHINEID_BASE_URL", base_url).stdin(Stdio::null());
    command
}

impl Answer {
    /// Runs it. Whatever it says, the key is not in it.
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::read(&command.output().expect("the program runs"))
    }

    /// Runs it with this on its standard input.
    #[track_caller]
    pub(crate) fn with_input(command: &mut Command, input: &str) -> Self {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        // It may end before it has read everything.
        drop(child.stdin.take().expect("piped").write_all(input.as_bytes()));
        Self::read(&child.wait_with_output().expect("it ends"))
    }

    #[track_caller]
    fn read(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let answer = Self {
            code: output.status.code().expect("no signal"),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        for said in [&answer.out, &answer.err] {
            assert_shows_no_key(said);
            assert!(!said.contains("panicked"), "{said}");
        }
        answer
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Neither as it is nor as JSON has it.
#[track_caller]
pub(crate) fn assert_shows_no_key(said: &str) {
    assert!(!said.contains(KEY) && !said.contains(r#"org_canary_5f\"1c\\07"#), "the key is in {said}");
}
