//! A certificate authority of one test, and the certificates that it gives out.

use std::error::Error;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// A certificate authority.
pub struct CertificateAuthority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// What is wrong with a server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Nothing.
    Good,
    /// Its last day is long gone.
    Expired,
    /// Its first day is far away.
    NotYetValid,
    /// It is for another host.
    OtherHost,
}

impl CertificateAuthority {
    /// A new one, which nobody trusts yet.
    ///
    /// # Errors
    /// Where no key can be made.
    pub fn new() -> Result<Self, Box<dyn Error>> {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "test authority");
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate()?;
        let pem = params.self_signed(&key)?.pem();
        Ok(Self { issuer: Issuer::new(params, key), pem })
    }

    /// One whose certificate and key are known.
    ///
    /// # Errors
    /// Where either is not PEM.
    pub fn from_pem(certificate: &str, key: &str) -> Result<Self, Box<dyn Error>> {
        let issuer = Issuer::from_ca_cert_pem(certificate, KeyPair::from_pem(key)?)?;
        Ok(Self { issuer, pem: certificate.to_owned() })
    }

    /// Its key, for a process that is to give out certificates in its name.
    #[must_use]
    pub fn key_pem(&self) -> String {
        self.issuer.key().serialize_pem()
    }

    /// Its certificate, for those who should trust it.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// A server's TLS with a certificate of this authority.
    ///
    /// # Errors
    /// Where no key can be made.
    pub fn server(&self, certificate: Certificate, alpn: &[&str]) -> Result<Arc<ServerConfig>, Box<dyn Error>> {
        let hosts = match certificate {
            Certificate::OtherHost => vec!["elsewhere.test".to_owned()],
            _ => vec!["127.0.0.1".to_owned(), "localhost".to_owned(), "authority.test".to_owned()],
        };
        let mut params = CertificateParams::new(hosts)?;
        match certificate {
            Certificate::Expired => params.not_after = date_time_ymd(2020, 1, 1),
            Certificate::NotYetValid => params.not_before = date_time_ymd(4000, 1, 1),
            Certificate::Good | Certificate::OtherHost => {}
        }
        let key = KeyPair::generate()?;
        let signed = params.signed_by(&key, &self.issuer)?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![signed.der().clone()], key)?;
        config.alpn_protocols = alpn.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
        Ok(Arc::new(config))
    }
}
