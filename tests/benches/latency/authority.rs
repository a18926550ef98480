//! The authority in a process of its own: this binary again, told to serve.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use machineid_guard::local::{LocalAuthority, Plan};
use machineid_guard_tests::tls::{Answer, Certificate, CertificateAuthority, Reception, TlsServer};

use crate::arms::{Address, Wire};

pub(crate) const SERVE: &str = "--serve-authority";

pub(crate) struct AuthorityProcess {
    child: Child,
    plain: Address,
    tls: Address,
    tls_http1: Address,
    tls_far: Address,
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
        let (plain, tls, tls_http1, tls_far) = (address(), address(), address(), address());
        Self { child, plain, tls, tls_http1, tls_far }
    }

    pub(crate) fn address(&self, wire: Wire) -> &Address {
        match wire {
            Wire::Plain => &self.plain,
            Wire::Tls => &self.tls,
            Wire::TlsHttp1 => &self.tls_http1,
            Wire::TlsFar => &self.tls_far,
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
    let server = |alpn: &str, distance: Duration| {
        let answers = Arc::new(move |asked: &machineid_guard_tests::tls::Asked| {
            let allowed = r#"{"allowed":true,"code":"ALLOW","request_id":"a794d2e2-5050-40df-be56-4d3f9a196166"}"#;
            let json = if asked.validate { allowed } else { r#"{"status":"ok"}"# };
            if distance.is_zero() { Answer::Json(json) } else { Answer::JsonAfter(distance, json) }
        });
        TlsServer::start(Reception::Serve(ca.server(Certificate::Good, &[alpn]).unwrap(), answers)).unwrap()
    };
    let (tls, tls_http1) = (server("h2", Duration::ZERO), server("http/1.1", Duration::ZERO));
    let tls_far = server("h2", Duration::from_millis(20));
    say(plain.base_url(), "");
    for server in [&tls, &tls_http1, &tls_far] {
        say(&server.base_url(), ca.pem());
    }
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
