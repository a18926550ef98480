//! Which characters can be seen. Two labels that look alike must be alike, or an operator stops the wrong
//! one.

/// The first character of a text that cannot be seen, if there is one.
pub(crate) fn first_unseen(text: &str) -> Option<char> {
    text.chars().find(|char| !is_visible(*char))
}

/// A space, a graphic character, or a mark that changes the one before it.
fn is_visible(char: char) -> bool {
    char == ' ' || char.is_ascii_graphic() || (is_printable(char) && !is_ignorable(char) && !is_blank(char))
}

/// The standard library's tables: no control, format, separator, private-use or unassigned character.
/// Behind a letter, because a mark that stands alone would be escaped as well.
fn is_printable(char: char) -> bool {
    let text = String::from_iter(['a', char]);
    text.escape_debug().eq(text.chars())
}

/// Unicode's `Default_Ignorable_Code_Point`: shown as nothing by whatever does not know better.
/// From `DerivedCoreProperties.txt`.
fn is_ignorable(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Characters that Unicode counts as graphic, and whose glyph is empty: the blank of Braille, the null
/// note head, the blanks of hieroglyphs, the filler of Khitan.
fn is_blank(char: char) -> bool {
    matches!(char, '\u{2800}' | '\u{1d159}' | '\u{13441}'..='\u{13442}' | '\u{16fe4}') || char.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::{first_unseen, is_visible};

    #[test]
    fn the_labels_of_the_world_are_visible() {
        let labels = [
            "openai-agent:prod:payments:01",
            r#"it's "a" \ label/#$%&*"#,
            "zahlung-münchen-é",
            "cafe\u{301}",
            "भुगतान:उत्पादन",
            "支払い-決済-01",
            "결제:운영",
            "оплата",
            "ödeme-✓-🤖",
            "תשלום",
        ];
        for label in labels {
            assert_eq!(first_unseen(label), None, "{label}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_found() {
        let unseen = [
            '\0',
            '\n',
            '\t',
            '\u{7f}',
            '\u{85}',
            '\u{a0}',
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{1160}',
            '\u{1680}',
            '\u{17b4}',
            '\u{180b}',
            '\u{180e}',
            '\u{180f}',
            '\u{2000}',
            '\u{200b}',
            '\u{200d}',
            '\u{2028}',
            '\u{2029}',
            '\u{202e}',
            '\u{202f}',
            '\u{2060}',
            '\u{2065}',
            '\u{2069}',
            '\u{206f}',
            '\u{2800}',
            '\u{3000}',
            '\u{3164}',
            '\u{e000}',
            '\u{fe00}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{fff0}',
            '\u{fff9}',
            '\u{ffff}',
            '\u{13441}',
            '\u{16fe4}',
            '\u{1bca0}',
            '\u{1d159}',
            '\u{1d173}',
            '\u{e0001}',
            '\u{e0041}',
            '\u{e0100}',
            '\u{e0fff}',
            '\u{f0000}',
            '\u{10ffff}',
            '\u{378}',
        ];
        for char in unseen {
            assert!(!is_visible(char), "U+{:04X}", u32::from(char));
            assert_eq!(first_unseen(&format!("agent{char}01")), Some(char));
        }
    }

    #[test]
    fn of_ascii_and_latin_exactly_the_controls_and_blanks_are_unseen() {
        let unseen: Vec<u32> = ('\0'..='\u{ff}').filter(|char| !is_visible(*char)).map(u32::from).collect();
        let expected: Vec<u32> = (0..0x20).chain(0x7f..=0xa0).chain([0xad]).collect();
        assert_eq!(unseen, expected);
    }
}
