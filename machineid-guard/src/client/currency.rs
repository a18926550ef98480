//! Whether an answer says of itself that it was kept somewhere on the way.

use reqwest::header::{AGE, HeaderMap, HeaderValue, WARNING};

/// What the head says about where the answer was made.
#[derive(Clone, Copy, Debug)]
pub(super) enum Currency {
    /// Nothing but that it was made now.
    Current,
    /// That it was made earlier, and kept.
    Old,
}

impl Currency {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        // A list, a sign or words are no age, and nobody adds one to an answer that was made just now.
        let ages: Vec<&[u8]> = headers.get_all(AGE).iter().map(HeaderValue::as_bytes).collect();
        let made_now = match ages.as_slice() {
            [] => true,
            [age] => !age.is_empty() && age.iter().all(|digit| *digit == b'0'),
            _ => false,
        };
        let mut warnings =
            headers.get_all(WARNING).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
        if made_now && !warnings.any(is_of_cache) { Self::Current } else { Self::Old }
    }
}

/// Whether a warning is one of the four that say that the answer was kept: stale, revalidation failed,
/// disconnected, heuristic expiration. A comma within a warning's text may make this look at a part of
/// it, which can lead to a denial only.
fn is_of_cache(warning: &[u8]) -> bool {
    let code = warning.trim_ascii_start().split(u8::is_ascii_whitespace).next();
    matches!(code, Some(b"110" | b"111" | b"112" | b"113"))
}
