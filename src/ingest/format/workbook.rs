//! XLSX: the first sheet that has rows; its first row is the header.
//!
//! The sheet is read on a thread of its own, which hands over bounded portions of rows: the reader borrows the workbook, and so
//! a sheet never lies in memory as a whole. Invariant: cells have the text that a person sees as the value: whole numbers
//! without `.0`, dates as `YYYY-MM-DD` with the time where there is one.

use std::{
    collections::BTreeMap,
    io::{BufReader, Cursor, Read, Seek},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};

use super::zip_directory;
use crate::{
    domain::ledger::RejectReason,
    ingest::{
        bytes::{InputFile, read_error},
        error::IngestError,
        rows::{Columns, Fault, Rows},
    },
    limits::{COLUMNS, DECOMPRESSION_RATIO, EXPORT_BYTES, ROW_BYTES, WHOLE_FILE_BYTES},
};

/// Rows that one portion holds.
const PORTION_ROWS: usize = 256;
/// Portions read ahead.
const PORTIONS: usize = 8;
/// Unpacked bytes below which the ratio is not judged.
const RATIO_FLOOR_BYTES: u64 = 16 * 1024 * 1024;

/// From here on a whole number that a workbook keeps as a number may not be the one that was entered: 2^53.
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;

struct SheetCell {
    column: usize,
    text: String,
    /// Whether digits may have been lost before the file was written.
    inexact: bool,
}

type SheetRow = Vec<SheetCell>;
/// Some rows; none at the end.
type Portion = Result<Vec<SheetRow>, IngestError>;

/// Rows of a workbook.
pub(in crate::ingest) struct Workbook {
    portions: Receiver<Portion>,
    ready: std::vec::IntoIter<SheetRow>,
    ended: bool,
    /// By column, cells that hold a number too large to be exact.
    pub(super) inexact: BTreeMap<usize, u64>,
}

trait Archive: Read + Seek + Send {}
impl<T: Read + Seek + Send> Archive for T {}

impl Workbook {
    /// Opens the workbook and reads the header.
    pub(in crate::ingest) fn open(file: &InputFile) -> Result<(Self, Columns), IngestError> {
        let (archive, size) = archive(file)?;
        let (sender, portions) = sync_channel(PORTIONS);
        // Opening happens there too, so that a panic over a damaged workbook ends that thread only.
        thread::spawn(move || {
            // Nobody listens when the export was closed early.
            let _ = sender.send(read_book(archive, size, &sender).map(|()| Vec::new()));
        });
        let mut workbook = Self { portions, ready: Vec::new().into_iter(), ended: false, inexact: BTreeMap::new() };
        let header = workbook.next_row()?.ok_or(IngestError::Empty)?;
        Ok((workbook, columns(header)?))
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
            } else {
                rows.end(None);
            }
        }
        Ok(())
    }

    fn next_row(&mut self) -> Result<Option<SheetRow>, IngestError> {
        loop {
            if let Some(row) = self.ready.next() {
                return Ok(Some(row));
            }
            if self.ended {
                return Ok(None);
            }
            // A thread that ends without saying so has panicked.
            let stopped = |_| Err(IngestError::BrokenArchive { detail: "the workbook cannot be read".to_owned() });
            let portion = self.portions.recv().unwrap_or_else(stopped);
            self.ended = portion.as_ref().map_or(true, Vec::is_empty);
            self.ready = portion?.into_iter();
        }
    }
}

/// The archive's bytes: the file itself, or its content when it is gzip as well.
fn archive(file: &InputFile) -> Result<(Box<dyn Archive>, u64), IngestError> {
    let too_large = IngestError::Limit { what: "size of a workbook in bytes", limit: WHOLE_FILE_BYTES };
    if file.size > WHOLE_FILE_BYTES {
        return Err(too_large);
    }
    if !file.gzip {
        return Ok((Box::new(file.counted()?), file.size));
    }
    let mut bytes = Vec::new();
    file.unpacked()?.take(WHOLE_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(read_error)?;
    let size = bytes.len() as u64;
    if size > WHOLE_FILE_BYTES { Err(too_large) } else { Ok((Box::new(Cursor::new(bytes)), size)) }
}

/// Refuses what would unpack to too much. The shared strings are held in memory as a whole.
fn check_sizes(archive: &mut (impl Read + Seek), size: u64) -> Result<(), IngestError> {
    let entries = zip_directory::entries(archive, size).map_err(read_error)?;
    let unpacked: u64 = entries.iter().map(|entry| entry.unpacked).sum();
    if unpacked > EXPORT_BYTES {
        return Err(IngestError::Limit { what: "unpacked size in bytes", limit: EXPORT_BYTES });
    }
    if unpacked > RATIO_FLOOR_BYTES && unpacked / size.max(1) > DECOMPRESSION_RATIO {
        return Err(IngestError::Limit { what: "unpacked bytes per packed byte", limit: DECOMPRESSION_RATIO });
    }
    if entries.iter().any(|entry| entry.name.ends_with("sharedStrings.xml") && entry.unpacked > WHOLE_FILE_BYTES) {
        return Err(IngestError::Limit { what: "size of a workbook's strings in bytes", limit: WHOLE_FILE_BYTES });
    }
    Ok(())
}

fn broken(error: &XlsxError) -> IngestError {
    IngestError::BrokenArchive { detail: error.to_string() }
}

/// Sends the rows of the first sheet that has any.
fn read_book(archive: Box<dyn Archive>, size: u64, sender: &SyncSender<Portion>) -> Result<(), IngestError> {
    let mut archive = BufReader::new(archive);
    check_sizes(&mut archive, size)?;
    let mut book = Xlsx::new(archive).map_err(|error| match error {
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => {
            IngestError::UnknownFormat { detail: "a ZIP archive that is no workbook".to_owned() }
        }
        other => broken(&other),
    })?;
    for sheet in book.sheet_names() {
        if read_sheet(&mut book, &sheet, sender)? {
            break;
        }
    }
    Ok(())
}

/// Sends the rows of a sheet, those before a fault included; false when it has none.
fn read_sheet<R: Read + Seek>(
    book: &mut Xlsx<R>,
    sheet: &str,
    sender: &SyncSender<Portion>,
) -> Result<bool, IngestError> {
    let mut cells = match book.worksheet_cells_reader(sheet) {
        // A chart sheet.
        Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => return Ok(false),
        other => other.map_err(|error| broken(&error))?,
    };
    let (mut portion, mut row, mut at, mut any) = (Vec::new(), SheetRow::new(), 0, false);
    loop {
        let next = cells.next_cell();
        let position = next.as_ref().map(|cell| cell.as_ref().map(|cell| cell.get_position()));
        // A fault leaves the open row incomplete: it is not delivered.
        let row_ends = position.as_ref().is_ok_and(|position| position.is_none_or(|(row, _)| row != at));
        if row_ends && !row.is_empty() {
            portion.push(std::mem::take(&mut row));
            any = true;
        }
        let sheet_ends = !matches!(position, Ok(Some(_)));
        let due = portion.len() >= PORTION_ROWS || (sheet_ends && !portion.is_empty());
        if due && sender.send(Ok(std::mem::take(&mut portion))).is_err() {
            return Ok(true);
        }
        let Some(cell) = next.map_err(|error| broken(&error))? else { return Ok(any) };
        let (row_at, column) = cell.get_position();
        at = row_at;
        let column = column as usize;
        let text = cell_text(cell.get_value());
        let inexact = matches!(cell.get_value(), DataRef::Float(number) if number.abs() >= EXACT_BELOW);
        // Far beyond any export; `fill` reports columns that are merely too many.
        if !text.is_empty() && column <= COLUMNS {
            row.push(SheetCell { column, text, inexact });
        }
    }
}

fn columns(header: SheetRow) -> Result<Columns, IngestError> {
    let mut names = Vec::new();
    for cell in header {
        names.resize(names.len().max(cell.column + 1), String::new());
        names[cell.column] = cell.text;
    }
    Columns::new(names)
}

fn cell_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // The shortest text that reads back the same, never with an exponent.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(date) => date_text(date),
        DataRef::Error(error) => error.to_string(),
    }
}

fn date_text(date: &ExcelDateTime) -> String {
    if date.is_duration() || date.as_f64() < 1.0 {
        return date.as_f64().to_string();
    }
    // Rounded to the millisecond, far above the error of Excel's day fractions: a second that was entered comes back.
    let (year, month, day, hour, minute, sec, _) = date.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, sec) == (0, 0, 0) { day } else { format!("{day} {hour:02}:{minute:02}:{sec:02}") }
}
