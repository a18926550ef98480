//! A request's path, as its handler reads it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Decoded once, as routers decode a path's parameters. `None` where it cannot be: an encoding that is not
/// two hexadecimal digits, or text that is not UTF-8.
pub(super) fn decoded(path: &str) -> Option<Cow<'_, str>> {
    let is_encoding =
        |rest: &str| matches!(rest.as_bytes(), [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    if !path.split('%').skip(1).all(is_encoding) {
        return None;
    }
    percent_decode_str(path).decode_utf8().ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_path_is_decoded_once_and_one_that_cannot_be_has_no_name() {
        let read = [
            ("/tools/refund", "/tools/refund"),
            ("/tools/%72efund", "/tools/refund"),
            ("/tools/%72%65%66%75%6E%64", "/tools/refund"),
            ("/tools/%2572efund", "/tools/%72efund"),
            ("/tools%2Frefund", "/tools/refund"),
            ("/tools/r%C3%BCckerstattung", "/tools/rückerstattung"),
            ("/tools/a+b", "/tools/a+b"),
        ];
        for (path, expected) in read {
            assert_eq!(decoded(path).as_deref(), Some(expected), "{path}");
        }
        for path in
            ["/tools/%", "/tools/%7", "/tools/%zzrefund", "/tools/%%72efund", "/tools/%ff", "/tools/%C3", "/%7\u{fc}"]
        {
            assert_eq!(decoded(path), None, "{path}");
        }
    }
}
