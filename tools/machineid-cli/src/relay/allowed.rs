//! Which devices an agent may ask for.

use machineid_guard::DeviceId;

use crate::outcome::Stop;
use crate::target::Target;

/// Ids and patterns, of which one has to match.
#[derive(Clone, Debug)]
pub(super) struct Allowed(Vec<Target>);

impl Allowed {
    pub(super) fn read<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, Stop> {
        Ok(Self(words.into_iter().map(|word| Target::read(&whole(word))).collect::<Result<_, _>>()?))
    }

    pub(super) fn contains(&self, device: &DeviceId) -> bool {
        self.0.iter().any(|target| target.matches(device))
    }
}

/// `openai-agent:prod:*` is `openai-agent:prod:*:*`: a `*` at the end stands for all parts that are left.
fn whole(word: &str) -> String {
    let left = 4usize.saturating_sub(word.split(':').count());
    if word.ends_with(":*") { word.to_owned() + &":*".repeat(left) } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(pattern: &str, device: &str) -> bool {
        Allowed::read([pattern]).unwrap().contains(&DeviceId::new(device).unwrap())
    }

    #[test]
    fn a_star_stands_for_whole_parts_and_at_the_end_for_all_that_are_left() {
        let device = "openai-agent:prod:payments:01";
        for pattern in
            ["openai-agent:prod:*", "openai-agent:*", "openai-agent:prod:payments:*", "*:*:payments:01", "*", device]
        {
            assert!(allows(pattern, device), "{pattern}");
        }
        for pattern in ["openai-agent:test:*", "openai-agent:*:email:*", "prod:*", "openai-agent:prod:payments:02"] {
            assert!(!allows(pattern, device), "{pattern}");
        }
        for device in
            ["openai-agent:prod", "openai-agent:prod:payments:01:x", "openai-agent:prod2:payments:01", "agent-01"]
        {
            assert!(!allows("openai-agent:prod:*", device), "{device}");
        }
    }

    #[test]
    fn a_pattern_that_is_none_is_refused() {
        for pattern in ["", "openai*", "openai-agent:pr*:*", "a:b:c:d:*", "a::*", "**"] {
            assert!(Allowed::read([pattern]).is_err(), "{pattern}");
        }
    }
}
