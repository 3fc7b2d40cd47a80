//! The sheets of a workbook, read one after the other on a thread of their own.
//!
//! The reader borrows the workbook; a thread that owns it hands over bounded portions of rows, so that a sheet never lies in memory as a
//! whole. A panic over a damaged workbook ends that thread only. Invariant: cells have the text that a person sees as the value: whole
//! numbers without `.0`, dates as `YYYY-MM-DD` with the time where there is one.

use std::{
    io::{BufReader, Read, Seek},
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};

use super::parts;
use crate::{
    ingest::error::IngestError,
    limits::{COLUMNS, EXPORT_BYTES, ROW_BYTES},
};

/// Rows that one portion holds.
const PORTION_ROWS: usize = 256;
/// Bytes of cells after which a portion is handed over, however few rows it has.
const PORTION_BYTES: usize = 4 * 1024 * 1024;
/// Portions read ahead.
const PORTIONS: usize = 8;
/// From here on a whole number that a workbook keeps as a number may not be the one that was entered: 2^53.
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;

pub(super) struct SheetCell {
    pub(super) column: usize,
    pub(super) text: String,
    /// Whether digits may have been lost before the file was written.
    pub(super) inexact: bool,
}

pub(super) type SheetRow = Vec<SheetCell>;

/// What the thread hands over.
pub(super) enum Portion {
    /// A sheet with rows begins.
    Sheet { name: String, from_1904: bool },
    /// Rows of it, at least one.
    Rows(Vec<SheetRow>),
    /// No more sheets.
    End,
}

pub(super) trait Archive: Read + Seek + Send {}
impl<T: Read + Seek + Send> Archive for T {}

/// The receiving end.
pub(super) struct Sheets {
    portions: Receiver<Result<Portion, IngestError>>,
    /// Sheets with rows that are done with: the thread reads no more of them.
    done: Arc<AtomicUsize>,
    begun: usize,
    ended: bool,
}

impl Sheets {
    /// Starts reading an archive of `size` bytes.
    pub(super) fn read(archive: Box<dyn Archive>, size: u64) -> Self {
        let (sender, portions) = sync_channel(PORTIONS);
        let done = Arc::new(AtomicUsize::new(0));
        let watched = Arc::clone(&done);
        thread::spawn(move || {
            let outcome =
                read_book(archive, size, &Handed { sender: &sender, done: &watched, bytes: AtomicU64::new(0) });
            // Nobody listens when the export was closed early.
            let _ = sender.send(outcome.map(|()| Portion::End));
        });
        Self { portions, done, begun: 0, ended: false }
    }

    /// What comes next; [`Portion::End`] again and again at the end.
    pub(super) fn next(&mut self) -> Result<Portion, IngestError> {
        if self.ended {
            return Ok(Portion::End);
        }
        // A thread that ends without saying so has panicked.
        let stopped = |_| Err(IngestError::BrokenArchive { detail: "the workbook cannot be read".to_owned() });
        let portion = self.portions.recv().unwrap_or_else(stopped);
        self.ended = matches!(portion, Err(_) | Ok(Portion::End));
        self.begun += usize::from(matches!(portion, Ok(Portion::Sheet { .. })));
        portion
    }

    /// Says that no more rows of the sheet that has begun are wanted.
    pub(super) fn leave(&self) {
        self.done.store(self.begun, Ordering::Relaxed);
    }
}

/// The sending end.
struct Handed<'a> {
    sender: &'a SyncSender<Result<Portion, IngestError>>,
    done: &'a AtomicUsize,
    /// Bytes of cells handed over: a shared string is written once and may stand in every cell.
    bytes: AtomicU64,
}

impl Handed<'_> {
    fn count(&self, bytes: usize) -> Result<(), IngestError> {
        let before = self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        if before > EXPORT_BYTES {
            return Err(IngestError::Limit { what: "size of all cells in bytes", limit: EXPORT_BYTES });
        }
        Ok(())
    }

    /// Whether anybody listens.
    fn send(&self, portion: Portion) -> bool {
        self.sender.send(Ok(portion)).is_ok()
    }
}

fn broken(error: &XlsxError) -> IngestError {
    IngestError::BrokenArchive { detail: error.to_string() }
}

/// Sends the rows of each sheet that has any.
fn read_book(archive: Box<dyn Archive>, size: u64, handed: &Handed<'_>) -> Result<(), IngestError> {
    let mut archive = BufReader::new(archive);
    parts::check(&mut archive, size)?;
    let mut book = Xlsx::new(archive).map_err(|error| match error {
        XlsxError::FileNotFound(_) | XlsxError::RelationshipNotFound => {
            IngestError::UnknownFormat { detail: "a ZIP archive that is no workbook".to_owned() }
        }
        other => broken(&other),
    })?;
    let mut sent = 0;
    for sheet in book.sheet_names() {
        match read_sheet(&mut book, &sheet, sent + 1, handed)? {
            Sent::Nothing => {}
            Sent::Rows => sent += 1,
            Sent::Unheard => break,
        }
    }
    Ok(())
}

/// What became of a sheet.
#[derive(PartialEq, Eq)]
enum Sent {
    Nothing,
    Rows,
    /// Nobody listens any more.
    Unheard,
}

/// Sends the rows of a sheet, the `number`-th that has any, those before a fault included.
fn read_sheet<R: Read + Seek>(
    book: &mut Xlsx<R>,
    sheet: &str,
    number: usize,
    handed: &Handed<'_>,
) -> Result<Sent, IngestError> {
    let from_1904 = book.has_1904_epoch();
    let mut cells = match book.worksheet_cells_reader(sheet) {
        // A chart sheet.
        Err(XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_)) => return Ok(Sent::Nothing),
        other => other.map_err(|error| broken(&error))?,
    };
    let (mut portion, mut row, mut at, mut bytes, mut sent) = (Vec::new(), SheetRow::new(), 0, 0, Sent::Nothing);
    let mut row_bytes = 0;
    loop {
        let next = cells.next_cell();
        let position = next.as_ref().map(|cell| cell.as_ref().map(|cell| cell.get_position()));
        // A fault leaves the open row incomplete: it is not delivered.
        let row_ends = position.as_ref().is_ok_and(|position| position.is_none_or(|(row, _)| row != at));
        if row_ends && !row.is_empty() {
            portion.push(std::mem::take(&mut row));
            bytes += std::mem::take(&mut row_bytes);
        }
        let sheet_ends = !matches!(position, Ok(Some(_)));
        let due = portion.len() >= PORTION_ROWS || bytes >= PORTION_BYTES || sheet_ends;
        if due && !portion.is_empty() {
            let name = sheet.to_owned();
            if sent == Sent::Nothing && !handed.send(Portion::Sheet { name, from_1904 }) {
                return Ok(Sent::Unheard);
            }
            (sent, bytes) = (Sent::Rows, 0);
            if !handed.send(Portion::Rows(std::mem::take(&mut portion))) {
                return Ok(Sent::Unheard);
            }
            if handed.done.load(Ordering::Relaxed) >= number {
                return Ok(sent);
            }
        }
        let Some(cell) = next.map_err(|error| broken(&error))? else { return Ok(sent) };
        let (row_at, column) = cell.get_position();
        at = row_at;
        let column = column as usize;
        let text = cell_text(cell.get_value());
        let inexact = matches!(cell.get_value(), DataRef::Float(number) if number.abs() >= EXACT_BELOW);
        // Far beyond any export; who receives it reports columns that are merely too many, and a row that is too long.
        if !text.is_empty() && column <= COLUMNS && row_bytes <= ROW_BYTES {
            row_bytes += text.len();
            handed.count(text.len())?;
            row.push(SheetCell { column, text, inexact });
        }
    }
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
