use serde_json::Value;

use crate::decision::{Fault, Token};

/// A call of the [`Client`](crate::Client) that did not end in an acknowledged answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// There was no believable answer.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The authority answered, and refused.
    #[error("the authority refused (HTTP {status}){}", display(error.as_ref()))]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The answer's `error`, such as `device_limit_reached`, where it is fit to print.
        error: Option<Token>,
        /// The whole answer.
        json: Value,
    },
}

fn display(error: Option<&Token>) -> String {
    error.map(|error| format!(": {error}")).unwrap_or_default()
}
