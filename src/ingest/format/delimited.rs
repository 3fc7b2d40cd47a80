//! CSV and TSV: rows out of decoded text.
//!
//! A broken quote costs one line, not the rest of the file: reading goes on at the line after the one in which the row began.
//! Invariant: never more than [`LOOKAHEAD_BYTES`] in memory for one row.

use memchr::memchr;

use super::quoting::{CellSpan, Scan, scan};
use crate::{
    domain::ledger::RejectReason,
    ingest::{
        bytes::Window,
        error::IngestError,
        rows::{Columns, Fault, Rows},
    },
    limits::{REJECT_RAW_CHARS, ROW_BYTES},
};

/// How far a row is followed: beyond [`ROW_BYTES`], so that a too long row is told from a quote that never closes.
const LOOKAHEAD_BYTES: usize = 4 * ROW_BYTES;
/// Bytes of a rejected row that are looked at: what the ledger keeps has at most four bytes a character.
const RAW_BYTES: usize = 4 * REJECT_RAW_CHARS;
/// Separators, the likelier first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Rows of delimited text.
pub(in crate::ingest) struct Delimited {
    window: Window,
    delimiter: u8,
    width: usize,
    cells: Vec<CellSpan>,
    unescaped: String,
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
    /// Reads the header.
    pub(in crate::ingest) fn open(mut window: Window) -> Result<(Self, Columns), IngestError> {
        window.grow()?;
        let delimiter = sniff_delimiter(window.bytes());
        let mut reader = Self { window, delimiter, width: 0, cells: Vec::new(), unescaped: String::new() };
        let header = match reader.next()? {
            Next::Row(length) => reader.header(length)?,
            Next::End => return Err(IngestError::Empty),
            Next::Fault(..) | Next::Endless => {
                return Err(IngestError::UnknownFormat { detail: "the header row cannot be read".to_owned() });
            }
        };
        reader.width = header.len();
        Ok((reader, Columns::new(header)?))
    }

    pub(in crate::ingest) const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// See [`super::RowReader::fill`].
    pub(in crate::ingest) fn fill(&mut self, rows: &mut Rows, _: &mut Columns) -> Result<(), IngestError> {
        while !rows.is_full() {
            match self.next()? {
                Next::End => break,
                Next::Row(length) => {
                    self.push(length, rows);
                    self.window.consume(length);
                }
                Next::Fault(reason, length) => {
                    rows.reject(Fault::new(reason, ""), self.raw(length).trim_end_matches(['\r', '\n']));
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
            match scan(bytes, self.delimiter, ended, &mut self.cells) {
                Scan::Row(length) => return Ok(Next::Row(length)),
                Scan::Broken => match line_length(bytes, ended) {
                    Some(length) => return Ok(Next::Fault(RejectReason::BrokenQuoting, length)),
                    None if bytes.len() >= LOOKAHEAD_BYTES => return Ok(Next::Endless),
                    None => self.window.grow()?,
                },
                Scan::Unfinished if bytes.len() >= LOOKAHEAD_BYTES => {
                    return Ok(match line_length(bytes, ended) {
                        Some(length) => Next::Fault(RejectReason::BrokenQuoting, length),
                        None => Next::Endless,
                    });
                }
                Scan::Unfinished => self.window.grow()?,
            }
        }
    }

    /// Blank lines are not rows.
    fn skip_blank(&mut self) {
        loop {
            let bytes = self.window.bytes();
            let blank = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\r')).count();
            match bytes.get(blank) {
                Some(b'\n') => self.window.consume(blank + 1),
                None if self.window.ended() => return self.window.consume(blank),
                _ => return,
            }
        }
    }

    fn header(&mut self, length: usize) -> Result<Vec<String>, IngestError> {
        let names = std::str::from_utf8(&self.window.bytes()[..length]).map_err(|_| IngestError::UnknownEncoding)?;
        let name =
            |cell: &CellSpan| names[cell.range.clone()].replace("\"\"", "\"").trim_matches('\u{feff}').to_owned();
        let header = self.cells.iter().map(name).collect();
        self.window.consume(length);
        Ok(header)
    }

    fn push(&mut self, length: usize, rows: &mut Rows) {
        let Ok(text) = std::str::from_utf8(&self.window.bytes()[..length]) else {
            return rows.reject(Fault::new(RejectReason::InvalidEncoding, ""), self.raw(length).trim_end());
        };
        if length > ROW_BYTES {
            return rows.reject(Fault::new(RejectReason::TooLong, format!("{length} > {ROW_BYTES}")), text);
        }
        let ragged = self.cells.len() != self.width;
        for (column, cell) in self.cells.iter().enumerate() {
            let content = &text[cell.range.clone()];
            if cell.doubled {
                self.unescaped.clear();
                unescape(content, &mut self.unescaped);
                rows.cell(column, &self.unescaped);
            } else {
                rows.cell(column, content);
            }
        }
        if ragged {
            let detail = format!("{} ≠ {}", self.cells.len(), self.width);
            return rows.reject(Fault::new(RejectReason::ColumnCount, detail), text.trim_end_matches(['\r', '\n']));
        }
        rows.end(None);
    }

    /// The beginning of a row that is rejected, for people.
    fn raw(&self, length: usize) -> String {
        let bytes = self.window.bytes();
        String::from_utf8_lossy(&bytes[..length.min(bytes.len()).min(RAW_BYTES)]).into_owned()
    }

    fn skip_line(&mut self) -> Result<(), IngestError> {
        loop {
            if let Some(length) = line_length(self.window.bytes(), self.window.ended()) {
                self.window.consume(length);
                return Ok(());
            }
            self.window.consume(self.window.bytes().len());
            self.window.grow()?;
        }
    }
}

/// Bytes of the first line with its line break; `None` when it goes on beyond the window.
fn line_length(bytes: &[u8], ended: bool) -> Option<usize> {
    memchr(b'\n', bytes).map(|end| end + 1).or(ended.then_some(bytes.len()))
}

fn unescape(doubled: &str, text: &mut String) {
    let mut rest = doubled;
    while let Some(at) = rest.find("\"\"") {
        text.push_str(&rest[..=at]);
        rest = &rest[at + 2..];
    }
    text.push_str(rest);
}

/// The separator that cuts the header row into the most cells.
fn sniff_delimiter(bytes: &[u8]) -> u8 {
    let begin = bytes.iter().position(|byte| !matches!(byte, b'\r' | b'\n' | b' ')).unwrap_or(0);
    let mut cells = Vec::new();
    let mut best = (0, DELIMITERS[0]);
    for delimiter in DELIMITERS {
        if matches!(scan(&bytes[begin..], delimiter, true, &mut cells), Scan::Row(_)) && cells.len() > best.0 {
            best = (cells.len(), delimiter);
        }
    }
    best.1
}
