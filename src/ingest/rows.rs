//! Rows as they stand in the file: cells by column, before anything is known of their meaning.
//!
//! One batch lies in one string with ranges into it, so that reading a row allocates nothing.
//! Invariant: every row that begins is ended with [`Rows::end`] or [`Rows::reject`].

use std::{collections::HashMap, ops::Range};

use super::error::IngestError;
use crate::{
    domain::ledger::RejectReason,
    limits::{COLUMNS, IMPORT_BATCH_ROWS, REJECT_RAW_CHARS},
};

/// Bytes of text after which a batch is full, however few rows it has: long rows must not add up.
const BATCH_BYTES: usize = 16 * 1024 * 1024;

/// Why a row cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) reason: RejectReason,
    /// The column at fault, where one is.
    pub(super) column: Option<String>,
    /// The column and the value, or the numbers that do not agree.
    pub(super) detail: String,
}

impl Fault {
    pub(super) fn new(reason: RejectReason, detail: impl Into<String>) -> Self {
        Self { reason, column: None, detail: detail.into() }
    }
}

/// A batch of rows.
#[derive(Debug, Default)]
pub(super) struct Rows {
    text: String,
    cells: Vec<Cell>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Cell {
    column: usize,
    range: Range<usize>,
}

#[derive(Debug)]
struct Row {
    cells: Range<usize>,
    /// The row as it stood, where cells joined by tabs would not show it.
    raw: Option<Range<usize>>,
    fault: Option<Fault>,
}

/// One row of a batch.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowView<'a> {
    batch: &'a Rows,
    row: &'a Row,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= IMPORT_BATCH_ROWS || self.text.len() >= BATCH_BYTES
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.rows.clear();
    }

    pub(super) fn get(&self, index: usize) -> RowView<'_> {
        RowView { batch: self, row: &self.rows[index] }
    }

    /// Adds a cell to the open row.
    pub(super) fn cell(&mut self, column: usize, text: &str) {
        self.cell_with(column, |buffer| buffer.push_str(text));
    }

    /// Adds a cell that `write` writes. An empty one is an absent one.
    pub(super) fn cell_with(&mut self, column: usize, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        if self.text.len() > start {
            self.cells.push(Cell { column, range: start..self.text.len() });
        }
    }

    /// Ends the open row. `raw` is its text in the file, where that is not its cells joined by tabs.
    pub(super) fn end(&mut self, raw: Option<&str>) {
        self.close(raw, None);
    }

    /// Ends the open row as one that cannot be read; its cells are left out.
    pub(super) fn reject(&mut self, fault: Fault, raw: &str) {
        self.drop_open();
        self.reject_cut(fault, raw);
    }

    /// Ends the open row as one that cannot be read though it could be cut into cells.
    pub(super) fn reject_cut(&mut self, fault: Fault, raw: &str) {
        self.close(Some(cut(raw)), Some(fault));
    }

    /// Takes the open row back.
    pub(super) fn drop_open(&mut self) {
        let first = self.first_open_cell();
        if let Some(cell) = self.cells.get(first) {
            self.text.truncate(cell.range.start);
            self.cells.truncate(first);
        }
    }

    /// Whether no cell of the open row says anything.
    pub(super) fn open_is_blank(&self) -> bool {
        self.cells[self.first_open_cell()..].iter().all(|cell| self.text[cell.range.clone()].trim().is_empty())
    }

    /// Whether the cells of the open row are these.
    pub(super) fn open_equals(&self, names: &[String]) -> bool {
        let cells = &self.cells[self.first_open_cell()..];
        // Nearly every row differs in its first cell already.
        if cells
            .first()
            .is_none_or(|cell| names.get(cell.column).is_none_or(|name| self.text[cell.range.clone()] != *name))
        {
            return false;
        }
        let named = names.iter().enumerate().filter(|(_, name)| !name.is_empty());
        named.clone().count() == cells.len()
            && cells
                .iter()
                .zip(named)
                .all(|(cell, (column, name))| cell.column == column && self.text[cell.range.clone()] == *name)
    }

    fn close(&mut self, raw: Option<&str>, fault: Option<Fault>) {
        let raw = raw.map(|raw| {
            let start = self.text.len();
            self.text.push_str(raw);
            start..self.text.len()
        });
        self.rows.push(Row { cells: self.first_open_cell()..self.cells.len(), raw, fault });
    }

    fn first_open_cell(&self) -> usize {
        self.rows.last().map_or(0, |row| row.cells.end)
    }
}

impl<'a> RowView<'a> {
    /// Why the row cannot be read, if so.
    pub(super) fn fault(self) -> Option<&'a Fault> {
        self.row.fault.as_ref()
    }

    /// The cells that hold something, by column.
    pub(super) fn cells(self) -> impl Iterator<Item = (usize, &'a str)> {
        self.batch.cells[self.row.cells.clone()].iter().map(|cell| (cell.column, &self.batch.text[cell.range.clone()]))
    }

    /// The cells in the order of the columns, without empty ones at the end.
    pub(super) fn by_column(self) -> Vec<String> {
        let mut cells = Vec::new();
        for (column, text) in self.cells() {
            cells.resize(cells.len().max(column + 1), String::new());
            text.clone_into(&mut cells[column]);
        }
        cells
    }

    /// The row as it stood in the file, for the ledger.
    pub(super) fn raw(self) -> String {
        if let Some(raw) = &self.row.raw {
            return cut(&self.batch.text[raw.clone()]).to_owned();
        }
        let mut joined = String::new();
        let mut at = 0;
        for (column, text) in self.cells() {
            joined.extend(std::iter::repeat_n('\t', column.saturating_sub(at)));
            joined.push_str(text);
            at = column;
        }
        cut(&joined).to_owned()
    }
}

/// The beginning of a text, as much as the ledger keeps.
pub(super) fn cut(text: &str) -> &str {
    text.char_indices().nth(REJECT_RAW_CHARS).map_or(text, |(end, _)| &text[..end])
}

/// The columns of a file, in the order in which they appear.
#[derive(Debug, Default)]
pub(super) struct Columns {
    names: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Columns {
    /// The columns of a header row. Two may share a name.
    pub(super) fn new(names: Vec<String>) -> Result<Self, IngestError> {
        let mut columns = Self::default();
        for name in names {
            columns.add(name)?;
        }
        Ok(columns)
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Adds a column.
    pub(super) fn add(&mut self, name: String) -> Result<usize, IngestError> {
        if self.names.len() >= COLUMNS {
            return Err(IngestError::Limit { what: "number of columns", limit: COLUMNS as u64 });
        }
        self.by_name.entry(name.clone()).or_insert(self.names.len());
        self.names.push(name);
        Ok(self.names.len() - 1)
    }

    /// The column of that name, new ones added; `expected` is where it likely is.
    pub(super) fn find_or_add(&mut self, name: &str, expected: usize) -> Result<usize, IngestError> {
        if self.names.get(expected).is_some_and(|known| known == name) {
            return Ok(expected);
        }
        match self.by_name.get(name) {
            Some(column) => Ok(*column),
            None => self.add(name.to_owned()),
        }
    }
}
