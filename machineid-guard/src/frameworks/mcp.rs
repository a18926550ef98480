//! What the adapters for servers of the Model Context Protocol share, whatever they are written with.

/// The JSON-RPC code of a denial that had to become a protocol error, from the range that is free for servers.
pub(super) const DENIED: i32 = -32043;

/// The key under which a result's `_meta` holds the denial, for clients that are programs.
pub const DENIED_META: &str = "machineid.io/denied";

/// What a request of a client wants that is asked for, as far as a gate has to know.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entrance<'a> {
    /// To have this tool run.
    Tool(&'a str),
    /// Something of this name or URI.
    Of(&'a str),
    /// Something of which only the method is known.
    Method,
}

impl Entrance<'_> {
    /// What its boundary is called.
    pub(super) fn boundary(self, method: &str) -> String {
        match self {
            Self::Tool(name) => name.to_owned(),
            Self::Of(what) => format!("{method} {what}"),
            Self::Method => method.to_owned(),
        }
    }
}
