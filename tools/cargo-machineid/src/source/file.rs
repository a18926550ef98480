//! One source file, parsed, or why it could not be.

use std::ops::Range;
use std::{fs, io};

use camino::{Utf8Path, Utf8PathBuf};
use proc_macro2::Span;

/// A file of this size was generated, and parsing it would take longer than the rest of a codebase.
const LARGEST: u64 = 4 << 20;

#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: Utf8PathBuf,
    pub(crate) text: String,
    pub(crate) items: syn::File,
    /// What the parser leaves out in front: its positions count from there.
    left_out: usize,
}

/// A file that nothing is known of: its tools are not counted, and that is said.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum Unread {
    #[error("it is {0} bytes long, and files over 4 MiB are not looked at")]
    TooLong(u64),
    #[error("it is not UTF-8")]
    NotText,
    #[error("line {line}: {problem}")]
    NotRust { line: usize, problem: String },
    #[error("{0}")]
    NotThere(String),
}

impl File {
    pub(crate) fn read(path: &Utf8Path) -> Result<Self, Unread> {
        let text = text(path)?;
        let items = syn::parse_file(&text)
            .map_err(|error| Unread::NotRust { line: error.span().start().line, problem: error.to_string() })?;
        let left_out = left_out(&text);
        Ok(Self { path: path.to_owned(), text, items, left_out })
    }

    /// Where the span stands in the text.
    pub(crate) fn bytes(&self, span: Span) -> Range<usize> {
        let range = span.byte_range();
        range.start + self.left_out..range.end + self.left_out
    }
}

/// The byte at a line and a column, as compilers count them: both from 1, the column in characters.
pub(crate) fn byte_at(text: &str, line: usize, column: usize) -> Option<usize> {
    let start = match line.checked_sub(1)? {
        0 => 0,
        before => text.match_indices('\n').nth(before - 1)?.0 + 1,
    };
    let before = text.get(start..)?.chars().take(column.checked_sub(1)?);
    Some(start + before.map(char::len_utf8).sum::<usize>())
}

/// A byte order mark, and a line for the shell.
fn left_out(text: &str) -> usize {
    let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = text.len() - rest.len();
    if !rest.starts_with("#!") || rest[2..].trim_start().starts_with('[') {
        return mark;
    }
    mark + rest.find('\n').unwrap_or(rest.len())
}

fn text(path: &Utf8Path) -> Result<String, Unread> {
    let not_there = |error: io::Error| Unread::NotThere(error.to_string());
    let length = fs::metadata(path).map_err(not_there)?.len();
    if length > LARGEST {
        return Err(Unread::TooLong(length));
    }
    let bytes = fs::read(path).map_err(not_there)?;
    String::from_utf8(bytes).map_err(|_| Unread::NotText)
}
