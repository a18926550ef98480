use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::printable;

/// A boundary's name: written in the source, or made while the program runs.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Name(Cow<'static, str>);

impl Name {
    /// The name that the source gives: its author can write there what they like.
    pub(super) const fn of_source(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// A name that came about while the program runs: it may come from the model, or from a server that
    /// offers tools. It goes into logs and back to the model, and so is never taken as it is.
    pub(crate) fn of_run(name: &str) -> Self {
        Self(Cow::Owned(printable::escaped(name)))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
