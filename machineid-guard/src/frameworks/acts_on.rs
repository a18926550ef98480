/// What a tool acts on, as [`Gate::surfaces`](super::Gate::surfaces) says of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ActsOn {
    /// The guard's own device is asked for.
    Own,
    /// The device of this surface is asked for.
    Surface(&'static str),
    /// There is no such tool: it is denied with a [`Reason::Configuration`](crate::Reason::Configuration) that
    /// names it, and nobody is asked.
    Unknown,
}

impl From<&'static str> for ActsOn {
    fn from(surface: &'static str) -> Self {
        Self::Surface(surface)
    }
}

/// `None` is the guard's own device.
impl From<Option<&'static str>> for ActsOn {
    fn from(surface: Option<&'static str>) -> Self {
        surface.map_or(Self::Own, Self::Surface)
    }
}
