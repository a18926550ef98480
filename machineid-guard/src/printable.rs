//! Text that is safe in a log line, on a terminal and in a model's prompt: short, and printable ASCII.
//!
//! No line break forges a line in it, no escape sequence moves a cursor, no bidirectional character makes
//! it read differently from what it says.

/// The longest text, in bytes. A UUID has 36, the known codes have under 32.
pub(crate) const LONGEST: usize = 128;

/// Whether a text from outside can be believed as it is: 1 to 128 bytes of printable ASCII.
pub(crate) fn is_fit(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST && text.chars().all(is_printable)
}

/// A text that has to be shown whatever it is. Each unfit character is written as `\u{…}`, and so is a
/// backslash that would begin such a thing, so that different texts stay different; what does not fit into
/// 128 bytes is cut off.
pub(crate) fn escaped(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text.chars();
    while let Some(char) = rest.next() {
        let looks_like_ours = char == '\\' && rest.as_str().starts_with("u{");
        let written: String =
            if is_printable(char) && !looks_like_ours { char.into() } else { char.escape_unicode().collect() };
        if shown.len() + written.len() > LONGEST {
            break;
        }
        shown.push_str(&written);
    }
    shown
}

fn is_printable(char: char) -> bool {
    matches!(char, ' '..='~')
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, escaped, is_fit};

    #[test]
    fn what_is_fit_stays_as_it_is() {
        for text in ["refund", "a b-c_d:e/1", r"C:\users\u", "~ !\"'"] {
            assert!(is_fit(text));
            assert_eq!(escaped(text), text);
        }
        assert_eq!(escaped(""), "");
    }

    #[test]
    fn what_is_not_is_written_out_and_stays_different() {
        let names = ["a\nb", r"a\u{a}b", r"a\u{5c}u{a}b", "a\rb", "a\u{202e}b", "a\u{1b}b", "a\u{7f}b", "ab", "aéb"];
        let shown: Vec<String> = names.iter().map(|name| escaped(name)).collect();
        assert_eq!(shown[..3], [r"a\u{a}b", r"a\u{5c}u{a}b", r"a\u{5c}u{5c}u{a}b"]);
        assert!(shown.iter().all(|name| is_fit(name)), "{shown:?}");
        let different: std::collections::BTreeSet<_> = shown.iter().collect();
        assert_eq!(different.len(), names.len(), "{shown:?}");
    }

    #[test]
    fn what_is_long_is_cut_at_a_whole_character_and_not_kept() {
        for (text, length) in [("x".repeat(1 << 20), LONGEST), ("\u{202e}".repeat(1 << 20), 8 * 16)] {
            let shown = escaped(&text);
            assert_eq!(shown.len(), length);
            assert!(is_fit(&shown) && shown.capacity() <= 2 * LONGEST);
        }
        assert_eq!(escaped(&format!("{}\n", "x".repeat(125))), "x".repeat(125), "no half of an escape");
    }
}
