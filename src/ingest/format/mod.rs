//! What kind of file it is, and its rows.
//!
//! Must not know what a column means. Invariant: what is in the file decides, its name only where the content leaves it open.

mod delimited;
mod dialect;
mod elements;
mod header;
mod json;
mod object;
mod parts;
mod quoting;
mod shape;
mod sheets;
mod walk;
mod workbook;

pub(super) use self::object::push_object;
use self::{
    delimited::Delimited,
    json::Json,
    shape::{Found, Shape, json_shape, shown},
    workbook::Workbook,
};
use super::{
    bytes::{
        InputFile, Window,
        archive::is_zip,
        encoding::{Detected, TextEncoding, detect},
    },
    error::IngestError,
    known::Known,
    rows::{Columns, Rows},
};

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Cells separated by commas (or `;` or `|`).
    Csv,
    /// Cells separated by tabs.
    Tsv,
    /// An Excel workbook.
    Xlsx,
    /// JSON with arrays of objects.
    Json,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// The name used in API and command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
        }
    }
}

/// The rows of one file, whatever its format.
pub(super) enum RowReader {
    Delimited(Box<Delimited>),
    Json(Box<Json>),
    Workbook(Box<Workbook>),
}

/// A table of a file: the file itself, or one sheet of a workbook.
pub(super) struct Table {
    /// Name of the sheet; none where the file is one table.
    pub(super) sheet: Option<String>,
    pub(super) columns: Columns,
    /// Rows above the header that are not blank.
    pub(super) rows_above: u64,
}

/// What was passed over without being a row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// Byte order marks inside the text.
    pub(super) boms: u64,
    /// Rows that repeat the header.
    pub(super) headers: u64,
    /// Whether the text ends within a document.
    pub(super) torn: bool,
}

/// A file that has been recognised, positioned before its first table.
pub(super) struct Opened {
    pub(super) reader: RowReader,
    /// The first table.
    pub(super) table: Table,
    pub(super) format: Format,
    /// None for a workbook.
    pub(super) encoding: Option<Detected>,
    pub(super) delimiter: Option<char>,
    /// Where in a JSON document the rows are.
    pub(super) path: Option<String>,
    /// Other places in it that hold texts too.
    pub(super) other_paths: Vec<String>,
}

impl RowReader {
    /// Reads rows until the batch is full or the table ends; new keys of JSON objects are added to the columns.
    ///
    /// On an error the batch holds the rows before it.
    pub(super) fn fill(&mut self, rows: &mut Rows, columns: &mut Columns) -> Result<(), IngestError> {
        match self {
            Self::Delimited(reader) => reader.fill(rows),
            Self::Json(reader) => reader.fill(rows, columns),
            Self::Workbook(reader) => reader.fill(rows, columns),
        }
    }

    /// Moves on to the next table that has rows, leaving the rest of this one.
    pub(super) fn next_table(&mut self, known: &Known) -> Result<Option<Table>, IngestError> {
        match self {
            Self::Delimited(_) | Self::Json(_) => Ok(None),
            Self::Workbook(reader) => reader.next_table(known),
        }
    }

    /// Columns of this table with numbers whose last digits may have been lost before the file was written, and how many.
    pub(super) fn inexact(&self) -> impl Iterator<Item = (usize, u64)> {
        let counts = match self {
            Self::Workbook(reader) => Some(&reader.inexact),
            Self::Delimited(_) | Self::Json(_) => None,
        };
        counts.into_iter().flatten().map(|(column, cells)| (*column, *cells))
    }

    /// What was passed over in this table so far.
    pub(super) fn seen(&self) -> Seen {
        match self {
            Self::Delimited(reader) => reader.seen,
            Self::Json(reader) => reader.seen,
            Self::Workbook(reader) => reader.seen,
        }
    }

    /// Whether serial numbers of dates count from 1904.
    pub(super) fn counts_from_1904(&self) -> bool {
        matches!(self, Self::Workbook(reader) if reader.from_1904)
    }
}

/// What someone said of a file, in place of what would be recognised.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told<'a> {
    /// Where in a JSON document the rows are.
    pub(super) path: Option<&'a str>,
    pub(super) encoding: Option<TextEncoding>,
}

/// Recognises a file and opens its rows.
pub(super) fn open(file: &InputFile, known: &Known, told: Told<'_>) -> Result<Opened, IngestError> {
    let sample = file.sample()?;
    if is_zip(&sample.head) {
        let (reader, table) = Workbook::open(file, known)?;
        let reader = RowReader::Workbook(Box::new(reader));
        return Ok(Opened::plain(reader, table, Format::Xlsx, None));
    }
    refuse_known_binaries(&sample.head)?;
    let detected = match told.encoding {
        Some(encoding) => Detected::told(encoding, &sample.head),
        None => detect(&sample.head, sample.telling()).ok_or(IngestError::UnknownEncoding)?,
    };
    let head = detected.encoding.glance(&sample.head);
    let head = head.trim_start_matches('\u{feff}');
    if head.trim().is_empty() {
        return Err(IngestError::Empty);
    }
    let window = Window::new(file.text(detected)?);
    let Some(Found { shape, others }) = json_shape(head, &file.name(), told.path, known)? else {
        let (reader, table) = Delimited::open(window, known)?;
        let delimiter = char::from(reader.delimiter());
        let format = if delimiter == '\t' { Format::Tsv } else { Format::Csv };
        let reader = RowReader::Delimited(Box::new(reader));
        return Ok(Opened { delimiter: Some(delimiter), ..Opened::plain(reader, table, format, Some(detected)) });
    };
    let (format, path) = match &shape {
        Shape::Arrays(path) => (Format::Json, Some(shown(path))),
        Shape::Lines => (Format::Jsonl, None),
    };
    let reader = RowReader::Json(Box::new(Json::new(window, shape)));
    let table = Table { sheet: None, columns: Columns::default(), rows_above: 0 };
    Ok(Opened { path, other_paths: others, ..Opened::plain(reader, table, format, Some(detected)) })
}

impl Opened {
    fn plain(reader: RowReader, table: Table, format: Format, encoding: Option<Detected>) -> Self {
        Self { reader, table, format, encoding, delimiter: None, path: None, other_paths: Vec::new() }
    }
}

/// Files that people take for exports and that would otherwise fail with a less telling error.
fn refuse_known_binaries(head: &[u8]) -> Result<(), IngestError> {
    let known: [(&[u8], &str); 9] = [
        (&[0; 16], "NUL bytes where the text should begin"),
        (b"\xd0\xcf\x11\xe0", "an old or encrypted Office document"),
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ", "an xz archive"),
    ];
    let is_tar = head.get(257..262) == Some(b"ustar");
    let found = known.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, detail)| *detail);
    match found.or(is_tar.then_some("a TAR archive")) {
        Some(detail) => Err(IngestError::UnknownFormat { detail: detail.to_owned() }),
        None => Ok(()),
    }
}
