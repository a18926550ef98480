//! Text of others, for a terminal: what it could steer is shown as an escape.

use std::borrow::Cow;

/// The text with everything that is no graphic character and no space as `\u{…}`.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_graphic) {
        return Cow::Borrowed(text);
    }
    let shown = |char: char| if is_graphic(char) { char.to_string() } else { char.escape_unicode().to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

/// The same for JSON, in which such letters stand in texts alone, and are escaped as texts have it.
pub(crate) fn json(text: &str) -> String {
    let mut units = [0; 2];
    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        if char == '\n' || is_graphic(char) {
            shown.push(char);
        } else {
            shown.extend(char.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    shown
}

/// By the standard library's tables: no control, format, separator, private-use or unassigned character. Behind a letter,
/// since a mark that stands alone would be escaped as well.
fn is_graphic(char: char) -> bool {
    let text = String::from_iter(['a', char]);
    char == ' ' || char.is_ascii_graphic() || (!char.is_ascii() && text.escape_debug().eq(text.chars()))
}
