//! One server that plays bytes, the client that asks it, and the oracle that says what they mean.

use machineid_guard_tests::played::Played;
use machineid_guard_tests::tls::CertificateAuthority;

use crate::TestResult;
use crate::ask::{ASKED, Asker};
use crate::tally::Tally;
use crate::{http1_oracle, http2_oracle};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

pub struct Trial {
    server: Played,
    asker: Asker,
    pub tally: Tally,
    oracle: fn(&[u8], &str) -> bool,
}

impl Trial {
    pub fn http1() -> Outcome<Self> {
        let server = Played::http1()?;
        let asker = Asker::plain(server.base_url());
        Ok(Self { server, asker, tally: Tally::default(), oracle: http1_oracle::is_yes })
    }

    pub fn http2() -> Outcome<Self> {
        Self::over_tls(Played::http2)
    }

    /// With a server that says nothing of its own before the bytes.
    pub fn raw_http2() -> Outcome<Self> {
        Self::over_tls(Played::raw_http2)
    }

    fn over_tls(start: fn(&CertificateAuthority) -> Outcome<Played>) -> Outcome<Self> {
        let trusted = CertificateAuthority::new()?;
        let server = start(&trusted)?;
        let asker = Asker::over_tls(server.base_url(), trusted.pem());
        Ok(Self { server, asker, tally: Tally::default(), oracle: http2_oracle::is_yes })
    }

    /// Whether the oracle takes these bytes for a yes.
    pub fn means_yes(&self, bytes: &[u8]) -> bool {
        (self.oracle)(bytes, ASKED)
    }

    /// Whether the client takes them for one.
    pub fn said(&mut self, bytes: &[u8]) -> bool {
        self.server.play(bytes);
        let client_says_yes = self.asker.is_yes();
        self.tally.count(bytes, client_says_yes, self.means_yes(bytes));
        client_says_yes
    }

    /// A yes and a no in each of the ways that both can be written in.
    pub fn understands<const WAYS: usize>(&mut self, yes: &[Vec<u8>; WAYS], no: &[Vec<u8>; WAYS]) -> TestResult {
        for (yes, no) in yes.iter().zip(no) {
            assert!(self.said(yes), "{}", yes.escape_ascii());
            assert!(self.means_yes(yes), "{}", yes.escape_ascii());
            self.server.play(no);
            assert!(self.asker.ask()?.code().is_some_and(|code| code == "DEVICE_REVOKED"), "{}", no.escape_ascii());
        }
        Ok(())
    }

    /// Answers that are at most a yes by the oracle's word too.
    pub fn tries(&mut self, answers: impl IntoIterator<Item = Vec<u8>>) {
        for bytes in answers {
            self.said(&bytes);
        }
    }

    /// Answers that somebody thought of, and that look like a yes.
    pub fn refuses(&mut self, liars: &[Vec<u8>]) {
        for bytes in liars {
            assert!(!self.means_yes(bytes), "{}", bytes.escape_ascii());
            self.said(bytes);
        }
    }
}
