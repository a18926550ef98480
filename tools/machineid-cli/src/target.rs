//! Which devices a command is about: an id, a pattern of four parts, or `*`.

use machineid_guard::{DeviceId, Identity};

use crate::outcome::Stop;
use crate::plain::plain;

/// One word of the command line that names devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// This one.
    Device(DeviceId),
    /// Those whose four parts are these.
    Pattern(Box<[Part; 4]>),
    /// All.
    Every,
}

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Any,
    Named(Box<str>),
}

impl Target {
    /// Reads a word of the command line.
    pub(crate) fn read(word: &str) -> Result<Self, Stop> {
        if !word.contains('*') {
            return device(word).map(Self::Device);
        }
        if word.trim() == "*" {
            return Ok(Self::Every);
        }
        if *plain(word) != *word {
            return Err(Stop::bad_input(format!("the pattern {word:?} holds characters that cannot be seen")));
        }
        let mut parts = word.trim().split(':').map(Part::read);
        let mut part = || parts.next().flatten();
        let pattern = [part(), part(), part(), part()];
        let is_whole = parts.next().is_none();
        match pattern {
            [Some(service), Some(env), Some(surface), Some(instance)] if is_whole => {
                Ok(Self::Pattern(Box::new([service, env, surface, instance])))
            }
            _ => Err(Stop::bad_input(format!(
                "the pattern {word:?} is not of the form service:env:surface:instance, where `*` stands for a whole part, \
                 such as openai-agent:prod:payments:*; `*` alone stands for every device"
            ))),
        }
    }

    pub(crate) fn read_all(words: &[String]) -> Result<Vec<Self>, Stop> {
        words.iter().map(|word| Self::read(word)).collect()
    }

    pub(crate) fn matches(&self, device: &DeviceId) -> bool {
        match self {
            Self::Device(named) => named == device,
            Self::Every => true,
            Self::Pattern(parts) => Identity::of(device).is_some_and(|identity| {
                let of_device = [identity.service(), identity.env(), identity.surface(), identity.instance()];
                parts.iter().zip(of_device).all(|(part, text)| part.matches(text))
            }),
        }
    }
}

/// A device's id, where a pattern would make no sense.
pub(crate) fn device(word: &str) -> Result<DeviceId, Stop> {
    if word.contains('*') {
        return Err(Stop::bad_input(format!("{word:?} is a pattern: name the devices one by one")));
    }
    DeviceId::new(word).map_err(|error| Stop::bad_input(format!("the device id {word:?} {}", error.problem())))
}

pub(crate) fn devices(words: &[String]) -> Result<Vec<DeviceId>, Stop> {
    words.iter().map(|word| device(word)).collect()
}

/// As it was typed.
impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Device(device) => device.fmt(f),
            Self::Every => f.write_str("*"),
            Self::Pattern(parts) => f.write_str(&parts.each_ref().map(Part::text).join(":")),
        }
    }
}

impl Part {
    fn read(text: &str) -> Option<Self> {
        match text {
            "*" => Some(Self::Any),
            text if text.trim().is_empty() || text.contains('*') => None,
            text => Some(Self::Named(text.into())),
        }
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Named(name) => **name == *text,
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Any => "*",
            Self::Named(name) => name,
        }
    }
}
