//! TLS without anything from the environment: Mozilla's roots, built in, or the ones the builder gives.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::setting::{ConfigError, Problem};

const SETTING: &str = ".root_certificate(…)";

/// Which certificate authorities are trusted.
#[derive(Clone, Debug, Default)]
pub(super) struct Roots {
    chosen: Vec<Vec<u8>>,
}

impl Roots {
    pub(super) fn add(&mut self, certificate: &[u8]) {
        self.chosen.push(certificate.to_vec());
    }

    fn store(&self) -> Result<RootCertStore, ConfigError> {
        if self.chosen.is_empty() {
            return Ok(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect());
        }
        let refused = || ConfigError::new(SETTING, Problem::NotACertificate);
        let mut store = RootCertStore::empty();
        for bytes in &self.chosen {
            let certificate = CertificateDer::from_pem_slice(bytes)
                .unwrap_or_else(|_| CertificateDer::from(bytes.as_slice()).into_owned());
            store.add(certificate).map_err(|_| refused())?;
        }
        Ok(store)
    }
}

pub(super) fn config(roots: &Roots) -> Result<ClientConfig, ConfigError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| ConfigError::new("TLS", Problem::System(std::io::ErrorKind::Unsupported)))?
        .with_root_certificates(roots.store()?)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
