//! Rejected rows as a file that people repair and import again.
//!
//! It carries, before the columns of the export, what was wrong with each row. Read back, those are left out, and every other cell is
//! what the export said: a cell that a spreadsheet would run or change is written with an apostrophe in front, and read without it.

use super::{
    error::IngestError,
    format::push_object,
    rows::{Columns, RowView, Rows},
};
use crate::domain::ledger::{Import, Reject, Table};

/// The columns before those of the export. Their names and their order tell such a file from an export.
const OWN: [&str; 7] = ["row", "reason", "column", "detail", "hint", "source", "raw"];
/// The column with the source.
const SOURCE: usize = 5;
/// The column with the row as it stood.
const RAW: usize = 6;
/// Digits from which spreadsheets round a number or write it with an exponent.
const LONG_NUMBER_DIGITS: usize = 12;

/// Writes the rejected rows of one import.
#[derive(Debug, Clone)]
pub struct RejectsCsv {
    source: String,
    tables: Vec<Table>,
    /// The columns of all tables, each name as often as the table has it that has it most.
    columns: Vec<String>,
    chinese: bool,
}

impl RejectsCsv {
    /// For an import; hints are in Chinese or English.
    #[must_use]
    pub fn new(import: &Import, chinese: bool) -> Self {
        let mut columns: Vec<String> = Vec::new();
        for table in &import.tables {
            for (at, name) in table.columns.iter().enumerate() {
                let before = table.columns[..at].iter().filter(|other| *other == name).count();
                if nth(&columns, name, before).is_none() {
                    columns.push(name.clone());
                }
            }
        }
        Self { source: import.source.clone(), tables: import.tables.clone(), columns, chinese }
    }

    /// The header, with a byte order mark for spreadsheets.
    #[must_use]
    pub fn head(&self) -> Vec<u8> {
        let names = OWN.into_iter().map(str::to_owned).chain(self.columns.iter().map(|name| escape(name)));
        let mut bytes = "\u{feff}".as_bytes().to_vec();
        bytes.extend(csv_lines([names.collect::<Vec<_>>()]));
        bytes
    }

    /// These rows.
    #[must_use]
    pub fn lines(&self, rejects: &[Reject]) -> Vec<u8> {
        csv_lines(rejects.iter().map(|reject| self.line(reject)))
    }

    fn line(&self, reject: &Reject) -> Vec<String> {
        let table = self.tables.iter().rev().find(|table| table.rows_before < reject.row);
        let before = table.map_or(0, |table| table.rows_before);
        let at = match table.and_then(|table| table.sheet.as_deref()).filter(|_| self.tables.len() > 1) {
            Some(sheet) => format!("{sheet} {}", reject.row - before),
            None => reject.row.to_string(),
        };
        let hint = reject.reason.hint();
        let own = [
            at,
            reject.reason.name().to_owned(),
            reject.column.clone().unwrap_or_default(),
            reject.detail.clone(),
            if self.chinese { hint.zh } else { hint.en },
            self.source.clone(),
            reject.raw.clone(),
        ];
        let mut cells = vec![String::new(); self.columns.len()];
        for (at, cell) in reject.cells.iter().enumerate() {
            let name = table.and_then(|table| table.columns.get(at));
            let before = |name: &String| {
                table.map_or(0, |table| table.columns[..at].iter().filter(|other| *other == name).count())
            };
            if let Some(place) = name.and_then(|name| nth(&self.columns, name, before(name))) {
                cells[place] = escape(cell);
            }
        }
        own.into_iter().map(|cell| escape(&cell)).chain(cells).collect()
    }
}

/// The place of the `number`-th column of that name, from 0.
fn nth(columns: &[String], name: &str, number: usize) -> Option<usize> {
    columns.iter().enumerate().filter(|(_, column)| *column == name).nth(number).map(|(at, _)| at)
}

fn csv_lines(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Writing to a vector cannot fail.
        drop(writer.write_record(row));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that a spreadsheet would run as a formula or read as another number gets an apostrophe in front, and so does one that begins
/// with an apostrophe: [`unescape`] gives back every cell.
fn escape(cell: &str) -> String {
    let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'']);
    let digits = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let changes = digits && (cell.len() >= LONG_NUMBER_DIGITS || (cell.len() > 1 && cell.starts_with('0')));
    if begins || changes { format!("'{cell}") } else { cell.to_owned() }
}

fn unescape(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

/// Reads such a file as the export that it came from.
#[derive(Debug)]
pub(super) struct Repair {
    /// The source of its first row.
    pub(super) source: Option<String>,
}

impl Repair {
    /// Whether the columns are those of such a file.
    pub(super) fn is_one(columns: &[String]) -> bool {
        columns.len() >= OWN.len() && columns.iter().zip(OWN).all(|(column, own)| column.trim() == own)
    }

    /// The columns of the export.
    pub(super) fn columns(columns: &Columns) -> Result<Columns, IngestError> {
        Columns::new(columns.names()[OWN.len()..].iter().map(|name| unescape(name).to_owned()).collect())
    }

    /// The rows of the export. A row of which nothing is there but how it stood is read from that, where it is a JSON object.
    pub(super) fn rows(&mut self, read: &Rows, columns: &mut Columns) -> Result<Rows, IngestError> {
        let mut rows = Rows::default();
        for row in (0..read.len()).map(|index| read.get(index)) {
            if let Some(fault) = row.fault() {
                rows.reject(fault.clone(), &row.raw());
                continue;
            }
            if self.source.is_none() {
                self.source = own_cell(row, SOURCE).map(str::to_owned);
            }
            let mut any = false;
            for (column, text) in row.cells().filter(|(column, _)| *column >= OWN.len()) {
                any |= !text.trim().is_empty();
                rows.cell(column - OWN.len(), unescape(text));
            }
            let raw = own_cell(row, RAW).map(unescape).filter(|raw| !any && raw.trim_start().starts_with('{'));
            if let Some(raw) = raw {
                // What is no object even now has no cells and is rejected as such.
                if push_object(raw, &mut rows, columns)?.is_err() {
                    rows.drop_open();
                }
            }
            rows.end(None);
        }
        Ok(rows)
    }
}

fn own_cell(row: RowView<'_>, column: usize) -> Option<&str> {
    row.cells().find(|(at, _)| *at == column).map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_neither_run_nor_change_and_come_back() {
        for cell in ["=1+1", "+86", "-差", "@SUM(A1)", "\t=1", "\r=1", "\n", "007", "123456789012", "'x", "''"] {
            assert_eq!((escape(cell), unescape(&escape(cell))), (format!("'{cell}"), cell));
        }
        for cell in ["", "0", "5", "66666", "1.5", "a=b", " =1", "好"] {
            assert_eq!((escape(cell).as_str(), unescape(cell)), (cell, cell));
        }
    }
}
