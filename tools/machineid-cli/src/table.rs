//! Columns that stand under each other.

use std::io;

use crate::console::{Console, Look, Piece};
use crate::plain::plain;

/// Rows of cells, the first of which is the head.
#[derive(Debug)]
pub(crate) struct Table<const COLUMNS: usize> {
    rows: Vec<[(String, Look); COLUMNS]>,
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    pub(crate) fn new(heads: [&str; COLUMNS]) -> Self {
        Self { rows: vec![heads.map(|head| (head.to_owned(), Look::Head))] }
    }

    pub(crate) fn row(&mut self, cells: [(&str, Look); COLUMNS]) {
        // Escaped here, so that the widths are those of what is shown.
        self.rows.push(cells.map(|(text, look)| (plain(text).into_owned(), look)));
    }

    /// As data.
    pub(crate) fn say(&self, console: &Console) -> io::Result<()> {
        self.lines().iter().try_for_each(|line| console.line(&borrowed(line)))
    }

    /// On standard error.
    pub(crate) fn say_aside(&self, console: &Console) {
        for line in self.lines() {
            console.aside(&borrowed(&line));
        }
    }

    fn lines(&self) -> Vec<Vec<(String, Look)>> {
        let width = |column: usize| self.rows.iter().map(|row| row[column].0.chars().count()).max().unwrap_or_default();
        let widths: [usize; COLUMNS] = std::array::from_fn(width);
        let cell = |column: usize, (text, look): &(String, Look)| {
            let is_last = column + 1 == COLUMNS;
            (if is_last { text.clone() } else { format!("{text:<width$}  ", width = widths[column]) }, *look)
        };
        let line = |row: &[_; COLUMNS]| row.iter().enumerate().map(|(column, content)| cell(column, content)).collect();
        self.rows.iter().map(line).collect()
    }
}

fn borrowed(line: &[(String, Look)]) -> Vec<Piece<'_>> {
    line.iter().map(|(text, look)| (text.as_str(), *look)).collect()
}
