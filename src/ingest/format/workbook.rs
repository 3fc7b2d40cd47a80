//! XLSX: its sheets as tables, each with a header of its own.

use std::{collections::BTreeMap, io::Cursor, io::Read};

use super::{
    Seen, Table,
    header::{Header, choose},
    sheets::{Archive, Portion, SheetCell, SheetRow, Sheets},
};
use crate::{
    domain::ledger::RejectReason,
    ingest::{
        bytes::{InputFile, read_error},
        error::IngestError,
        known::Known,
        rows::{Columns, Fault, Rows},
    },
    limits::{HEADER_ROWS, ROW_BYTES, WHOLE_FILE_BYTES},
};

/// Rows of a workbook.
pub(in crate::ingest) struct Workbook {
    sheets: Sheets,
    ready: std::vec::IntoIter<SheetRow>,
    /// Rows that were looked at to find the header.
    header: Vec<String>,
    /// The sheet that begins after this one, once this one has ended.
    next: Option<(String, bool)>,
    sheet_ended: bool,
    pub(super) from_1904: bool,
    pub(super) seen: Seen,
    /// By column, cells that hold a number too large to be exact.
    pub(super) inexact: BTreeMap<usize, u64>,
}

impl Workbook {
    /// Opens the workbook and reads the header of its first sheet.
    pub(in crate::ingest) fn open(file: &InputFile, known: &Known) -> Result<(Self, Table), IngestError> {
        let (archive, size) = archive(file)?;
        let mut workbook = Self {
            sheets: Sheets::read(archive, size),
            ready: Vec::new().into_iter(),
            header: Vec::new(),
            next: None,
            sheet_ended: true,
            from_1904: false,
            seen: Seen::default(),
            inexact: BTreeMap::new(),
        };
        let table = workbook.next_table(known)?.ok_or(IngestError::Empty)?;
        Ok((workbook, table))
    }

    /// See [`super::RowReader::fill`].
    pub(in crate::ingest) fn fill(&mut self, rows: &mut Rows, columns: &mut Columns) -> Result<(), IngestError> {
        while !rows.is_full() {
            let Some(row) = self.next_row()? else { break };
            let bytes: usize = row.iter().map(|cell| cell.text.len()).sum();
            for cell in &row {
                while cell.column >= columns.names().len() {
                    columns.add(String::new())?;
                }
                rows.cell(cell.column, &cell.text);
                if cell.inexact {
                    *self.inexact.entry(cell.column).or_default() += 1;
                }
            }
            if bytes > ROW_BYTES {
                let raw = row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("\t");
                rows.reject(Fault::new(RejectReason::TooLong, format!("{bytes} > {ROW_BYTES}")), &raw);
            } else if rows.open_is_blank() {
                rows.drop_open();
            } else if row.len() > 1 && rows.open_equals(&self.header) {
                self.seen.headers += 1;
                rows.drop_open();
            } else {
                rows.end(None);
            }
        }
        Ok(())
    }

    /// See [`super::RowReader::next_table`].
    pub(in crate::ingest) fn next_table(&mut self, known: &Known) -> Result<Option<Table>, IngestError> {
        if !self.sheet_ended {
            self.sheets.leave();
        }
        while !self.sheet_ended || self.next.is_none() {
            self.ready = Vec::new().into_iter();
            if self.sheet_ended {
                match self.sheets.next()? {
                    Portion::Sheet { name, from_1904 } => self.next = Some((name, from_1904)),
                    Portion::Rows(_) => {}
                    Portion::End => return Ok(None),
                }
            } else {
                self.next_row()?;
            }
        }
        let Some((sheet, from_1904)) = self.next.take() else { return Ok(None) };
        (self.from_1904, self.sheet_ended) = (from_1904, false);
        (self.seen, self.inexact) = (Seen::default(), BTreeMap::new());
        let mut first = Vec::new();
        while first.len() < HEADER_ROWS {
            match self.next_row()? {
                Some(row) => first.push(row),
                None => break,
            }
        }
        let looked: Vec<Vec<String>> = first.iter().map(|row| texts(row)).collect();
        let Some(Header { row, names, .. }) = choose(&looked, known) else { return Ok(None) };
        self.header.clone_from(&names);
        let rest: Vec<SheetRow> = first.drain(..).skip(row + 1).chain(std::mem::take(&mut self.ready)).collect();
        self.ready = rest.into_iter();
        Ok(Some(Table { sheet: Some(sheet), columns: Columns::new(names)?, rows_above: row as u64 }))
    }

    /// The next row of this sheet.
    fn next_row(&mut self) -> Result<Option<SheetRow>, IngestError> {
        loop {
            if let Some(row) = self.ready.next() {
                return Ok(Some(row));
            }
            if self.sheet_ended {
                return Ok(None);
            }
            match self.sheets.next()? {
                Portion::Rows(rows) => self.ready = rows.into_iter(),
                Portion::Sheet { name, from_1904 } => {
                    self.next = Some((name, from_1904));
                    self.sheet_ended = true;
                }
                Portion::End => self.sheet_ended = true,
            }
        }
    }
}

fn texts(row: &[SheetCell]) -> Vec<String> {
    let mut texts = Vec::new();
    for cell in row {
        texts.resize(texts.len().max(cell.column + 1), String::new());
        cell.text.clone_into(&mut texts[cell.column]);
    }
    texts
}

/// The archive's bytes: the file itself, or its content where it is packed once more.
fn archive(file: &InputFile) -> Result<(Box<dyn Archive>, u64), IngestError> {
    let too_large = IngestError::Limit { what: "size of a workbook in bytes", limit: WHOLE_FILE_BYTES };
    if file.size > WHOLE_FILE_BYTES {
        return Err(too_large);
    }
    if file.is_plain() {
        return Ok((Box::new(file.counted()?), file.size));
    }
    let mut bytes = Vec::new();
    file.unpacked()?.take(WHOLE_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(read_error)?;
    let size = bytes.len() as u64;
    if size > WHOLE_FILE_BYTES { Err(too_large) } else { Ok((Box::new(Cursor::new(bytes)), size)) }
}
