//! The shortest text that a schema accepts.

use serde_json::Value;

use super::demands::Demands;

/// What a text of that format may be. Addresses are of the ranges and names that are set aside for examples.
const FORMATS: [(&str, &str); 13] = [
    ("date", "1970-01-01"),
    ("date-time", "1970-01-01T00:00:00Z"),
    ("duration", "PT0S"),
    ("email", "nobody@example.invalid"),
    ("hostname", "example.invalid"),
    ("ip", "192.0.2.1"),
    ("ipv4", "192.0.2.1"),
    ("ipv6", "2001:db8::1"),
    ("time", "00:00:00Z"),
    ("uri", "https://example.invalid/"),
    ("uri-reference", "https://example.invalid/"),
    ("url", "https://example.invalid/"),
    ("uuid", "00000000-0000-0000-0000-000000000000"),
];

/// Longer than any argument.
const LONGEST: usize = 1 << 16;

pub(super) fn least(demands: &Demands<'_>) -> Option<Value> {
    let length = demands.length("minLength", "maxLength")?;
    let mut formats = demands.said("format").filter_map(Value::as_str);
    let of_format = formats.find_map(|format| FORMATS.iter().find(|(name, _)| *name == format));
    let text = of_format.map_or_else(String::new, |(_, text)| (*text).to_owned());
    let missing = usize::try_from(length).ok()?.saturating_sub(text.len());
    (missing <= LONGEST).then(|| Value::String(text + &"a".repeat(missing)))
}
