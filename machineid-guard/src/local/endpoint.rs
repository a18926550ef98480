//! The endpoints of the wire contract.

/// What a request asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Endpoint {
    /// `POST /api/v1/devices/register`
    Register,
    /// `POST /api/v1/devices/validate`
    Validate,
    /// `GET /api/v1/devices/list`
    ListDevices,
    /// `GET /api/v1/usage`
    Usage,
    /// `POST /api/v1/devices/revoke`
    Revoke,
    /// `POST /api/v1/devices/unrevoke`
    Unrevoke,
    /// `POST /api/v1/devices/remove`
    Remove,
    /// Any other path. The path itself is not kept, in case somebody put a key into it.
    Unknown,
}

impl Endpoint {
    pub(super) fn of_path(path: &str) -> Self {
        match path {
            "/api/v1/devices/register" => Self::Register,
            "/api/v1/devices/validate" => Self::Validate,
            "/api/v1/devices/list" => Self::ListDevices,
            "/api/v1/devices/revoke" => Self::Revoke,
            "/api/v1/devices/unrevoke" => Self::Unrevoke,
            "/api/v1/devices/remove" => Self::Remove,
            "/api/v1/usage" => Self::Usage,
            _ => Self::Unknown,
        }
    }

    /// The only method that the endpoint answers to.
    pub(super) const fn method(self) -> &'static str {
        match self {
            Self::ListDevices | Self::Usage => "GET",
            _ => "POST",
        }
    }

    /// The endpoint's name as the wire's `handler` carries it.
    pub(super) const fn handler(self) -> &'static str {
        match self {
            Self::Register => "devices/register",
            Self::Validate => "devices/validate",
            Self::ListDevices => "devices/list",
            Self::Usage => "usage",
            Self::Revoke => "devices/revoke",
            Self::Unrevoke => "devices/unrevoke",
            Self::Remove => "devices/remove",
            Self::Unknown => "unknown",
        }
    }
}
