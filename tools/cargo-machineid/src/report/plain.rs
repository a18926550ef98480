//! Text of others, for a terminal: what it could steer is shown as an escape.

use std::borrow::Cow;
use std::io::{self, Write};

/// The text with every control, and everything that turns the direction of writing or is not to be seen, as `\u{…}`.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let escaped =
        |letter: char| if is_unseen(letter) { letter.escape_unicode().to_string() } else { letter.to_string() };
    Cow::Owned(text.chars().map(escaped).collect())
}

/// JSON, in which such letters stand in texts alone, and are escaped as texts have it.
pub(super) fn json(value: &serde_json::Value, out: &mut impl Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    let mut units = [0; 2];
    for letter in text.chars() {
        if letter != '\n' && is_unseen(letter) {
            for unit in letter.encode_utf16(&mut units) {
                write!(out, "\\u{unit:04x}")?;
            }
        } else {
            write!(out, "{letter}")?;
        }
    }
    writeln!(out)
}

fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
