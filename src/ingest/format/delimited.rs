//! CSV and TSV: rows out of decoded text.
//!
//! A broken quote costs one line, not the rest of the file: reading goes on at the line after the one in which the row began.
//! Invariant: never more than [`LOOKAHEAD_BYTES`] in memory for one row; every line that is not blank and no header is a row.

use memchr::memchr;

use super::{
    Seen, Table,
    dialect::{Beginning, CR_ROWS_ONLY, recognise},
    quoting::{CellSpan, Dialect, Scan, scan},
};
use crate::{
    domain::ledger::RejectReason,
    ingest::{
        bytes::Window,
        error::IngestError,
        known::Known,
        rows::{Columns, Fault, Rows},
    },
    limits::{REJECT_RAW_CHARS, ROW_BYTES},
};

/// How far a row is followed: beyond [`ROW_BYTES`], so that a too long row is told from a quote that never closes.
const LOOKAHEAD_BYTES: usize = 4 * ROW_BYTES;
/// Bytes of a rejected row that are looked at: what the ledger keeps has at most four bytes a character.
const RAW_BYTES: usize = 4 * REJECT_RAW_CHARS;
const BOM: &[u8] = "\u{feff}".as_bytes();

/// Rows of delimited text.
pub(in crate::ingest) struct Delimited {
    window: Window,
    dialect: Dialect,
    header: Vec<String>,
    cells: Vec<CellSpan>,
    unescaped: String,
    pub(super) seen: Seen,
}

/// What stands at the beginning of the window.
enum Next {
    End,
    Row(usize),
    /// A fault that costs that many bytes.
    Fault(RejectReason, usize),
    /// A line that goes on beyond the window.
    Endless,
}

impl Delimited {
    /// Recognises the separator and reads the header.
    pub(in crate::ingest) fn open(mut window: Window, known: &Known) -> Result<(Self, Table), IngestError> {
        window.grow()?;
        let Beginning { dialect, header, length } = recognise(window.bytes(), window.ended(), known)?;
        window.consume(length);
        let columns = Columns::new(header.names.clone())?;
        let table = Table { sheet: None, columns, rows_above: header.row as u64 };
        let reader = Self {
            window,
            dialect,
            header: header.names,
            cells: Vec::new(),
            unescaped: String::new(),
            seen: Seen::default(),
        };
        Ok((reader, table))
    }

    pub(in crate::ingest) const fn delimiter(&self) -> u8 {
        self.dialect.delimiter
    }

    /// See [`super::RowReader::fill`].
    pub(in crate::ingest) fn fill(&mut self, rows: &mut Rows) -> Result<(), IngestError> {
        while !rows.is_full() {
            match self.next()? {
                Next::End => break,
                Next::Row(length) => {
                    self.push(length, rows);
                    self.window.consume(length);
                }
                Next::Fault(reason, length) => {
                    self.push_broken(reason, length, rows);
                    self.window.consume(length);
                }
                Next::Endless => {
                    let detail = format!("> {ROW_BYTES}");
                    rows.reject(Fault::new(RejectReason::TooLong, detail), &self.raw(usize::MAX));
                    self.skip_line()?;
                }
            }
        }
        Ok(())
    }

    /// Looks at the next row, reading on as far as needed.
    fn next(&mut self) -> Result<Next, IngestError> {
        loop {
            self.skip_blank();
            let (bytes, ended) = (self.window.bytes(), self.window.ended());
            if bytes.is_empty() && ended {
                return Ok(Next::End);
            }
            match scan(bytes, self.dialect, ended, &mut self.cells) {
                Scan::Row(length) => return Ok(Next::Row(self.without_bare_cr(length))),
                Scan::Broken => match line_length(bytes, self.dialect, ended) {
                    Some(length) => return Ok(Next::Fault(RejectReason::BrokenQuoting, length)),
                    None if bytes.len() >= LOOKAHEAD_BYTES => return Ok(Next::Endless),
                    None => self.window.grow()?,
                },
                Scan::Unfinished if bytes.len() >= LOOKAHEAD_BYTES => {
                    return Ok(match line_length(bytes, self.dialect, ended) {
                        Some(length) => Next::Fault(RejectReason::BrokenQuoting, length),
                        None => Next::Endless,
                    });
                }
                Scan::Unfinished => self.window.grow()?,
            }
        }
    }

    /// Where lines end in different ways: a row of the wrong width that has the right one up to a bare carriage return ends there.
    fn without_bare_cr(&mut self, length: usize) -> usize {
        if self.cells.len() <= self.header.len() || memchr(b'\r', &self.window.bytes()[..length]).is_none() {
            return length;
        }
        let (bare, mut cells) = (Dialect { bare_cr: true, ..self.dialect }, Vec::new());
        match scan(&self.window.bytes()[..length], bare, true, &mut cells) {
            Scan::Row(shorter) if cells.len() == self.header.len() => {
                self.cells = cells;
                shorter
            }
            _ => length,
        }
    }

    /// Blank lines are no rows, and where files were joined, a byte order mark is no text.
    fn skip_blank(&mut self) {
        loop {
            let bytes = self.window.bytes();
            let blank = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\r')).count();
            match bytes.get(blank) {
                Some(b'\n') => self.window.consume(blank + 1),
                None if self.window.ended() => return self.window.consume(blank),
                _ if bytes.starts_with(BOM) => {
                    self.seen.boms += 1;
                    self.window.consume(BOM.len());
                }
                _ => return,
            }
        }
    }

    fn push(&mut self, length: usize, rows: &mut Rows) {
        let Ok(text) = std::str::from_utf8(&self.window.bytes()[..length]) else {
            return rows.reject(Fault::new(RejectReason::InvalidEncoding, ""), self.raw(length).trim_end());
        };
        if length > ROW_BYTES {
            return rows.reject(Fault::new(RejectReason::TooLong, format!("{length} > {ROW_BYTES}")), text);
        }
        let width = self.header.len();
        let mut beyond = false;
        for (column, cell) in self.cells.iter().enumerate() {
            let content = &text[cell.range.clone()];
            if column >= width {
                beyond |= !content.trim().is_empty();
            } else if cell.doubled {
                self.unescaped.clear();
                unescape(content, &mut self.unescaped);
                rows.cell(column, &self.unescaped);
            } else {
                rows.cell(column, content);
            }
        }
        if !beyond && rows.open_is_blank() {
            return rows.drop_open();
        }
        if width > 1 && rows.open_equals(&self.header) {
            self.seen.headers += 1;
            return rows.drop_open();
        }
        if beyond || self.cells.len() < width {
            let detail = format!("{} ≠ {width}", self.cells.len());
            return rows.reject_cut(Fault::new(RejectReason::ColumnCount, detail), text.trim_end_matches(['\r', '\n']));
        }
        rows.end(None);
    }

    /// A line whose quotes do not close. Where it has as many separators as the header, its cells are kept for repair.
    fn push_broken(&self, reason: RejectReason, length: usize, rows: &mut Rows) {
        let raw = self.raw(length);
        let raw = raw.trim_end_matches(['\r', '\n']);
        let cells: Vec<&str> = raw.split(char::from(self.dialect.delimiter)).collect();
        if length <= RAW_BYTES && cells.len() == self.header.len() {
            cells.into_iter().enumerate().for_each(|(column, cell)| rows.cell(column, cell));
        }
        rows.reject_cut(Fault::new(reason, ""), raw);
    }

    /// The beginning of a row that is rejected, for people.
    fn raw(&self, length: usize) -> String {
        let bytes = self.window.bytes();
        String::from_utf8_lossy(&bytes[..length.min(bytes.len()).min(RAW_BYTES)]).into_owned()
    }

    fn skip_line(&mut self) -> Result<(), IngestError> {
        loop {
            if let Some(length) = line_length(self.window.bytes(), self.dialect, self.window.ended()) {
                self.window.consume(length);
                return Ok(());
            }
            self.window.consume(self.window.bytes().len());
            self.window.grow()?;
        }
    }
}

/// Bytes of the first line with its line break; `None` when it goes on beyond the window.
fn line_length(bytes: &[u8], dialect: Dialect, ended: bool) -> Option<usize> {
    let end = if dialect.bare_cr { CR_ROWS_ONLY } else { b'\n' };
    memchr(end, bytes).map(|end| end + 1).or(ended.then_some(bytes.len()))
}

fn unescape(doubled: &str, text: &mut String) {
    let mut rest = doubled;
    while let Some(at) = rest.find("\"\"") {
        text.push_str(&rest[..=at]);
        rest = &rest[at + 2..];
    }
    text.push_str(rest);
}
