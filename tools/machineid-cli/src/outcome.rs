//! How a run ended, for the shell.

use std::io;
use std::process::ExitCode;

use machineid_guard::{ClientError, Fault};

/// The exit status. docs/operate.md has the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is as it was asked for.
    Done,
    /// Something was refused, or is not as it was asked for.
    NotAsAsked,
    /// The command line, the environment or a file is wrong. Nothing was changed.
    BadInput,
    /// A drill observed too little to say that the stop stops.
    Unproven,
    /// A drill stopped devices that are not active again.
    NotRestored,
    /// The authority did not answer, or not as an authority does, or does not take the key.
    AuthorityFailed,
}

impl Outcome {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::NotAsAsked => 1,
            Self::BadInput => 2,
            Self::Unproven => 3,
            Self::NotRestored => 4,
            Self::AuthorityFailed => 5,
        })
    }

    /// Of an order that was not acknowledged. A refusal is about the device, but where it is about the caller or the
    /// authority's own state.
    pub(crate) fn of(error: &ClientError) -> Self {
        match error {
            ClientError::Refused { status: 401 | 429 | 500.., .. } | ClientError::Fault(_) => Self::AuthorityFailed,
            _ => Self::NotAsAsked,
        }
    }

    /// This is how it ended, whether or not somebody read what was said of it.
    pub(crate) fn after(self, said: io::Result<()>) -> Result<Self, Stop> {
        match said.map_err(Stop::from) {
            Ok(()) | Err(Stop::NobodyReads) => Ok(self),
            Err(Stop::Because(other, why)) => Err(Stop::Because(self.or_worse(other), why)),
        }
    }

    /// The one of two that an operator has to hear of first.
    pub(crate) fn or_worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotRestored, _) | (_, Self::NotRestored) => Self::NotRestored,
            (Self::AuthorityFailed, _) | (_, Self::AuthorityFailed) => Self::AuthorityFailed,
            (Self::BadInput, _) | (_, Self::BadInput) => Self::BadInput,
            (Self::NotAsAsked, _) | (_, Self::NotAsAsked) => Self::NotAsAsked,
            (Self::Unproven, _) | (_, Self::Unproven) => Self::Unproven,
            (Self::Done, Self::Done) => Self::Done,
        }
    }
}

/// Why a run goes no further.
#[derive(Debug)]
pub(crate) enum Stop {
    /// With this sentence.
    Because(Outcome, String),
    /// Whoever reads the output has gone away, as `head` does.
    NobodyReads,
}

impl Stop {
    pub(crate) fn bad_input(why: impl Into<String>) -> Self {
        Self::Because(Outcome::BadInput, why.into())
    }

    pub(crate) fn not_as_asked(why: impl Into<String>) -> Self {
        Self::Because(Outcome::NotAsAsked, why.into())
    }

    pub(crate) fn authority_failed(why: impl Into<String>) -> Self {
        Self::Because(Outcome::AuthorityFailed, why.into())
    }
}

/// Of an answer that was needed to go on.
impl From<ClientError> for Stop {
    fn from(error: ClientError) -> Self {
        Self::authority_failed(why(&error))
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::NobodyReads,
            _ => Self::not_as_asked(format!("the output cannot be written: {error}")),
        }
    }
}

/// In a sentence, with what to do.
pub(crate) fn why(error: &ClientError) -> String {
    match error {
        ClientError::Refused { status: 401, .. } | ClientError::Fault(Fault::KeyRejected) => {
            format!("{error}: look at the key, and at whose authority it is")
        }
        ClientError::Fault(Fault::Unreachable | Fault::Timeout | Fault::TlsFailed) => {
            format!("{error}: look at the network, MACHINEID_BASE_URL and MACHINEID_PROXY")
        }
        _ => error.to_string(),
    }
}
