//! One question to whatever listens.

use std::time::Duration;

use machineid_guard::{Client, ClientError, Decision, DeviceId, Verdict};
use tokio::runtime::{Builder, Runtime};

pub const ASKED: &str = "openai-agent:prod:payments:01";

/// Asks one server, each time as a client that has no connection yet.
pub struct Asker {
    runtime: Runtime,
    device: DeviceId,
    base_url: String,
    root: Option<String>,
}

impl Asker {
    pub fn plain(base_url: &str) -> Self {
        Self::new(base_url, None)
    }

    pub fn over_tls(base_url: &str, root: &str) -> Self {
        Self::new(base_url, Some(root.to_owned()))
    }

    fn new(base_url: &str, root: Option<String>) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let device = DeviceId::new(ASKED).expect("it is a device id");
        Self { runtime, device, base_url: base_url.to_owned(), root }
    }

    pub fn ask(&self) -> Result<Decision, ClientError> {
        let mut builder = Client::builder().org_key("org_answers").base_url(&self.base_url);
        // All bytes are there at once, so only an answer that promises more than it holds takes time.
        builder = builder.timeout(Duration::from_secs(2));
        if let Some(root) = &self.root {
            builder = builder.root_certificate(root);
        }
        let client = builder.build().expect("a complete configuration");
        self.runtime.block_on(client.validate(&self.device))
    }

    pub fn is_yes(&self) -> bool {
        self.ask().is_ok_and(|decision| decision.verdict() == Verdict::Allowed)
    }
}
