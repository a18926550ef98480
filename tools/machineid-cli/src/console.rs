//! All that this program says: data on standard output, everything else on standard error, and never the key.

use std::io::{self, Write};

use clap::builder::styling::{AnsiColor, Effects, Style};
use serde::Serialize;

use crate::plain::{self, plain};

/// How data is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For a person.
    Text,
    /// For a program.
    Json,
}

/// How a piece of text looks where there are colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Head,
    Good,
    Bad,
    Uncertain,
}

impl Look {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Head => Style::new().effects(Effects::BOLD),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Bad => AnsiColor::Red.on_default().effects(Effects::BOLD),
            Self::Uncertain => AnsiColor::Yellow.on_default(),
        }
    }
}

/// A piece of text, which may come from anywhere: what a terminal would obey is escaped when it is written.
pub(crate) type Piece<'a> = (&'a str, Look);

/// The shortest text that is taken for a key when it is looked for in what is said. A shorter one would be found in words.
const SHORTEST_HIDDEN: usize = 8;

/// Where the program speaks.
#[derive(Debug)]
pub(crate) struct Console {
    format: Format,
    /// Keys. Whatever an authority puts into an answer, and somebody into the command line, they are not shown.
    hidden: Vec<String>,
}

impl Console {
    pub(crate) fn new(format: Format) -> Self {
        Self { format, hidden: Vec::new() }
    }

    pub(crate) fn hide(&mut self, key: Option<String>) {
        self.hidden.extend(key.filter(|key| key.len() >= SHORTEST_HIDDEN));
    }

    pub(crate) fn speak(&mut self, format: Format) {
        self.format = format;
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// A line of data.
    pub(crate) fn line(&self, pieces: &[Piece<'_>]) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        writeln!(out, "{}", self.styled(pieces))?;
        out.flush()
    }

    /// All of the data, as one JSON document.
    pub(crate) fn document(&self, document: &impl Serialize) -> io::Result<()> {
        Self::put(&self.text_of(document)?)
    }

    /// The same, for a file.
    pub(crate) fn text_of(&self, document: &impl Serialize) -> io::Result<String> {
        Ok(self.without_key(&plain::json(&serde_json::to_string_pretty(document)?)))
    }

    /// A page of several lines, as it may be shown.
    pub(crate) fn page(&self, text: &str) -> String {
        self.without_key(&text.lines().map(|line| plain(line) + "\n").collect::<String>())
    }

    /// A line of data, as JSON.
    pub(crate) fn json_line(&self, value: &impl Serialize) -> io::Result<()> {
        Self::put(&self.without_key(&plain::json(&serde_json::to_string(value)?)))
    }

    fn put(text: &str) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        writeln!(out, "{text}")?;
        out.flush()
    }

    /// What is neither data nor alarming.
    pub(crate) fn note(&self, text: &str) {
        self.aside(&[(text, Look::Plain)]);
    }

    pub(crate) fn warning(&self, text: &str) {
        self.aside(&[("warning: ", Look::Uncertain), (text, Look::Plain)]);
    }

    pub(crate) fn error(&self, text: &str) {
        self.aside(&[("error: ", Look::Bad), (text, Look::Plain)]);
    }

    /// A line on standard error. Where nobody reads that, there is nobody to tell.
    pub(crate) fn aside(&self, pieces: &[Piece<'_>]) {
        drop(writeln!(anstream::stderr(), "{}", self.styled(pieces)));
    }

    /// A question on standard error, after which the cursor stays.
    pub(crate) fn question(&self, text: &str) -> io::Result<()> {
        write!(anstream::stderr(), "{} ", self.styled(&[(text, Look::Head)]))
    }

    fn styled(&self, pieces: &[Piece<'_>]) -> String {
        let styled = |(text, look): &Piece<'_>| {
            let (style, text) = (look.style(), plain(text));
            format!("{style}{text}{style:#}")
        };
        self.without_key(&pieces.iter().map(styled).collect::<String>())
    }

    fn without_key(&self, text: &str) -> String {
        self.hidden.iter().fold(text.to_owned(), |text, key| {
            // In a text of JSON a key with a quotation mark looks another way.
            let quoted = serde_json::Value::from(key.as_str()).to_string();
            text.replace(key, "(the key)").replace(&quoted[1..quoted.len() - 1], "(the key)")
        })
    }
}
