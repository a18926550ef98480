//! The catalogue: one row per fault. It drives the tests, and `FAULTS.md` is written from it.

use std::time::Duration;

use machineid_guard::{Fault, Reason};
use machineid_guard_tests::scripted::Play;
use machineid_guard_tests::tls::{CertificateAuthority, Reception};
use machineid_guard_tests::wire_faults;

pub use machineid_guard_tests::wire_faults::Expected;

use crate::{TestResult, clocks, environment, names, network, one_retry, proxy, status, tls, trailers};

/// One fault.
pub struct Row {
    pub fault: String,
    pub injection: Injection,
    pub expected: Expected,
    pub patience: Patience,
}

/// How a fault comes about.
pub enum Injection {
    /// The authority, over plain HTTP, plays this.
    Play(Play),
    /// The authority, over TLS, receives its connections like this.
    Tls(TlsReception),
    /// The row has a test of its own.
    Own(OwnTest),
}

/// Injects the fault of a row, and asserts what the row says.
pub type OwnTest = fn(&Row) -> TestResult;

/// Makes a reception. The first authority is the one that the guard trusts.
pub type TlsReception = fn(&CertificateAuthority) -> Result<Reception, Box<dyn std::error::Error>>;

/// The guard's timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Longer than any machine is slow, so that no other fault looks like a timeout.
    Long,
    /// Short, because the row waits for it.
    Short,
}

impl Patience {
    pub fn timeout(self) -> Duration {
        match self {
            Self::Long => Duration::from_secs(10),
            Self::Short => Duration::from_millis(1500),
        }
    }
}

impl Row {
    pub fn new(fault: impl Into<String>, injection: Injection, expected: Expected) -> Self {
        let patience = match expected {
            Expected::Denied(Reason::Fault(Fault::Timeout)) => Patience::Short,
            _ => Patience::Long,
        };
        Self { fault: fault.into(), injection, expected, patience }
    }
}

/// One that is played on the wire.
impl From<wire_faults::Row> for Row {
    fn from(row: wire_faults::Row) -> Self {
        Self::new(row.fault, Injection::Play(row.play), row.expected)
    }
}

/// The sections of the catalogue, in the order of the document.
pub fn sections() -> Vec<(&'static str, Vec<Row>)> {
    vec![
        ("No connection, no answer, half an answer", network::rows()),
        ("Names", names::rows()),
        (
            "Bytes that are not HTTP, or HTTP that is not believed",
            wire_faults::framing().into_iter().map(Row::from).collect(),
        ),
        ("After the body", trailers::rows()),
        ("Status and redirects", status::rows()),
        ("Shared connections", one_retry::rows()),
        ("TLS", tls::rows()),
        ("A proxy", proxy::rows()),
        ("The body", wire_faults::body().into_iter().map(Row::from).collect()),
        ("The clocks", clocks::rows()),
        ("The environment", environment::rows()),
    ]
}
