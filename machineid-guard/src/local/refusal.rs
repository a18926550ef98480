/// Why a request never reached the rules.
#[derive(Clone, Copy, Debug)]
pub(super) enum Refusal {
    /// Sent to another server's name.
    ForeignHost,
    /// Sent by a page of another server.
    ForeignOrigin,
    UnknownPath,
    WrongMethod,
    OrgKey,
    BodyTooLarge,
    /// Holds the sentence for the answer's `message`.
    Invalid(&'static str),
}
