//! The authority in a process of its own: this binary again, told to serve.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use machineid_guard::local::{LocalAuthority, Plan};
use machineid_guard_tests::tls::{Answer, Certificate, CertificateAuthority, Reception, TlsServer};

use crate::arms::{Address, Wire};

pub(crate) const SERVE: &str = "--serve-authority";

pub(crate) struct AuthorityProcess {
    child: Child,
    plain: Address,
    tls: Address,
}

impl AuthorityProcess {
    pub(crate) fn start() -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let mut child =
            command.arg(SERVE).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("this binary runs again");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut address = || {
            let line = lines.next().expect("the child says where it listens");
            let address: serde_json::Value = serde_json::from_str(&line).unwrap();
            let text = |key: &str| address[key].as_str().unwrap().to_owned();
            Address { base_url: text("base_url"), certificate: text("certificate") }
        };
        let (plain, tls) = (address(), address());
        Self { child, plain, tls }
    }

    pub(crate) fn address(&self, wire: Wire) -> &Address {
        match wire {
            Wire::Plain => &self.plain,
            Wire::Tls => &self.tls,
        }
    }
}

impl Drop for AuthorityProcess {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Serves until its parent is gone.
pub(crate) fn serve() {
    let plain = LocalAuthority::builder().org_key("org_local").plan(Plan::Max).start().unwrap();
    let ca = CertificateAuthority::new().unwrap();
    let config = ca.server(Certificate::Good, &["h2"]).unwrap();
    let answers = Arc::new(|asked: &machineid_guard_tests::tls::Asked| {
        let allowed = r#"{"allowed":true,"code":"ALLOW","request_id":"a794d2e2-5050-40df-be56-4d3f9a196166"}"#;
        Answer::Json(if asked.validate { allowed } else { r#"{"status":"ok"}"# })
    });
    let tls = TlsServer::start(Reception::Serve(config, answers)).unwrap();
    say(plain.base_url(), "");
    say(&tls.base_url(), ca.pem());
    // The hand-written client does not register.
    let device = machineid_guard::DeviceId::new(crate::arms::DEVICE).unwrap();
    let client = machineid_guard::Client::builder().org_key("org_local").base_url(plain.base_url()).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(client.register(&device)).unwrap();
    std::io::stdin().read_to_end(&mut Vec::new()).ok();
}

fn say(base_url: &str, certificate: &str) {
    let mut out = std::io::stdout();
    let line = serde_json::json!({ "base_url": base_url, "certificate": certificate });
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}
