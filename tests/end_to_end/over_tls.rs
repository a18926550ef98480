//! An authority that is asked over TLS, and who trusts it.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use machineid_guard::{Client, Guard, GuardBuilder};
use machineid_guard_tests::scripted::{ALLOW, REGISTERED};
use machineid_guard_tests::tls::{Answer, Answers, Certificate, CertificateAuthority, Reception, TlsServer};

use crate::agent::TOOL_SERVER;

/// Patient, so that a busy machine is not taken for a slow authority.
const TIMEOUT: Duration = Duration::from_secs(10);

/// An authority over TLS that allows everybody, and somebody who trusts it.
pub(crate) struct OverTls {
    pub(crate) server: TlsServer,
    pub(crate) trusted: CertificateAuthority,
}

impl OverTls {
    pub(crate) fn speaking(alpn: &[&str]) -> Result<Self, Box<dyn Error>> {
        Self::answering(alpn, Arc::new(|asked| Answer::Json(if asked.validate { ALLOW } else { REGISTERED })))
    }

    pub(crate) fn answering(alpn: &[&str], answers: Answers) -> Result<Self, Box<dyn Error>> {
        let trusted = CertificateAuthority::new()?;
        let server = TlsServer::start(Reception::Serve(trusted.server(Certificate::Good, alpn)?, answers))?;
        Ok(Self { server, trusted })
    }

    pub(crate) fn guard(&self) -> GuardBuilder {
        let builder = Guard::builder().org_key("org_test").device_id(TOOL_SERVER).timeout(TIMEOUT);
        builder.base_url(self.server.base_url()).root_certificate(self.trusted.pem())
    }

    pub(crate) fn client(&self) -> Result<Client, Box<dyn Error>> {
        let builder = Client::builder().org_key("org_test").base_url(self.server.base_url()).timeout(TIMEOUT);
        Ok(builder.root_certificate(self.trusted.pem()).build()?)
    }
}
