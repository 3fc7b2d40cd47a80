//! What kind of file it is, and its rows.
//!
//! Must not know what a column means. Invariant: what is in the file decides, its name only where the content leaves it open.

mod delimited;
mod elements;
mod json;
mod object;
mod quoting;
mod workbook;
mod zip_directory;

use self::{delimited::Delimited, json::Json, workbook::Workbook};
use super::{
    bytes::{InputFile, Window, encoding::TextEncoding, encoding::detect},
    error::IngestError,
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
    /// One JSON array of objects.
    Json,
    /// One JSON object a line.
    Jsonl,
}

/// The rows of one file, whatever its format.
pub(super) enum RowReader {
    Delimited(Box<Delimited>),
    Json(Box<Json>),
    Workbook(Workbook),
}

/// A file that has been recognised, positioned before its first row.
pub(super) struct Opened {
    pub(super) reader: RowReader,
    pub(super) columns: Columns,
    pub(super) format: Format,
    /// None for a workbook.
    pub(super) encoding: Option<TextEncoding>,
}

impl RowReader {
    /// Reads rows until the batch is full or the file ends; new keys of JSON objects are added to the columns.
    ///
    /// On an error the batch holds the rows before it.
    pub(super) fn fill(&mut self, rows: &mut Rows, columns: &mut Columns) -> Result<(), IngestError> {
        match self {
            Self::Delimited(reader) => reader.fill(rows, columns),
            Self::Json(reader) => reader.fill(rows, columns),
            Self::Workbook(reader) => reader.fill(rows, columns),
        }
    }

    /// Columns with numbers whose last digits may have been lost before the file was written, and how many.
    pub(super) fn inexact(&self) -> impl Iterator<Item = (usize, u64)> {
        let counts = match self {
            Self::Workbook(reader) => Some(&reader.inexact),
            Self::Delimited(_) | Self::Json(_) => None,
        };
        counts.into_iter().flatten().map(|(column, cells)| (*column, *cells))
    }
}

/// Recognises a file and opens its rows.
pub(super) fn open(file: &InputFile) -> Result<Opened, IngestError> {
    let sample = file.sample()?;
    if sample.head.starts_with(b"PK\x03\x04") {
        let (workbook, columns) = Workbook::open(file)?;
        return Ok(Opened { reader: RowReader::Workbook(workbook), columns, format: Format::Xlsx, encoding: None });
    }
    refuse_known_binaries(&sample.head)?;
    let detected = detect(&sample.head, sample.telling()).ok_or(IngestError::UnknownEncoding)?;
    let head = detected.encoding.glance(&sample.head);
    let head = head.trim_start_matches('\u{feff}');
    if head.trim().is_empty() {
        return Err(IngestError::Empty);
    }
    let window = Window::new(file.text(detected)?);
    let (reader, columns, format) = match json_shape(head, &file.name()) {
        Some(format) => {
            let reader = RowReader::Json(Box::new(Json::new(window, format == Format::Json)));
            (reader, Columns::default(), format)
        }
        None => {
            let (reader, columns) = Delimited::open(window)?;
            let format = if reader.delimiter() == b'\t' { Format::Tsv } else { Format::Csv };
            (RowReader::Delimited(Box::new(reader)), columns, format)
        }
    };
    Ok(Opened { reader, columns, format, encoding: Some(detected.encoding) })
}

/// Files that people take for exports and that would otherwise fail with a less telling error.
fn refuse_known_binaries(head: &[u8]) -> Result<(), IngestError> {
    let known: [(&[u8], &str); 6] = [
        (b"\xd0\xcf\x11\xe0", "an old or encrypted Office document"),
        (b"%PDF", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xbc\xaf", "a 7z archive"),
    ];
    match known.iter().find(|(magic, _)| head.starts_with(magic)) {
        Some((_, detail)) => Err(IngestError::UnknownFormat { detail: (*detail).to_owned() }),
        None => Ok(()),
    }
}

/// Whether the text is a JSON array of objects or JSON lines.
fn json_shape(head: &str, name: &str) -> Option<Format> {
    let head = head.trim_start();
    if let Some(inside) = head.strip_prefix('[') {
        return inside.trim_start().starts_with(['{', ']']).then_some(Format::Json);
    }
    let named = name.ends_with(".jsonl") || name.ends_with(".ndjson");
    (head.starts_with('{') || named).then_some(Format::Jsonl)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_the_name_only_where_it_is_open() {
        let cases = [
            ("[ {\"text\":1}]", "a.csv", Some(Format::Json)),
            ("[]", "a", Some(Format::Json)),
            ("\n{\"text\":1}", "a.csv", Some(Format::Jsonl)),
            ("oops\n{\"text\":1}", "a.jsonl", Some(Format::Jsonl)),
            ("text,rating\n", "a.json", None),
            ("[a],b\n", "a.csv", None),
        ];
        for (head, name, shape) in cases {
            assert_eq!(json_shape(head, name), shape, "{head:?} {name}");
        }
    }
}
