//! One export, opened and read batch by batch.
//!
//! Invariants: `rows_read` = records + rejects; rows come in the order of the file; when reading fails midway, the rows before
//! the fault come first and then the error.

use std::path::Path;
use std::sync::{Arc, atomic::AtomicU64, atomic::Ordering};

use rayon::prelude::*;
use serde::Serialize;

use super::{
    bytes::InputFile,
    check::{Checked, Checker, Identity, Partial},
    error::IngestError,
    format::{self, Format, RowReader},
    identity::Occurrences,
    mapping::{Mapping, Target},
    preset::DEFAULT_SOURCE,
    rows::{Columns, Fault, RowView, Rows},
    schema::{Options, Schema},
};
use crate::domain::{
    calendar::Zone,
    fields::FieldTable,
    ledger::{Record, Reject, RejectReason, Warning},
    review::ReviewId,
};

/// What was recognised about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Description {
    /// Format.
    pub format: Format,
    /// `gzip`, where the file is compressed.
    pub compression: Option<&'static str>,
    /// Text encoding; none for a workbook.
    pub encoding: Option<&'static str>,
    /// Name of the preset.
    pub preset: String,
    /// Source of the reviews.
    pub source: String,
    /// Each column with the field it carries. JSON may add columns while it is read.
    pub mapping: Vec<(String, Option<String>)>,
    /// Whether the file gives ids.
    pub has_external_id: bool,
}

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Progress {
    /// Bytes of the file on disk read so far.
    pub bytes_read: u64,
    /// Bytes of the file on disk.
    pub bytes_total: u64,
    /// Rows delivered so far.
    pub rows: u64,
}

/// Rows that are read, checked and accounted for together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    /// The rows that can be taken, in the order of the file.
    pub records: Vec<Record>,
    /// The rows that cannot, in the order of the file.
    pub rejects: Vec<Reject>,
    /// How many rows the batch had.
    pub rows_read: u64,
}

/// One opened file.
pub struct Export {
    reader: RowReader,
    columns: Columns,
    rows: Rows,
    /// An error that is due once the rows before it are delivered.
    due: Option<IngestError>,
    ended: bool,
    checker: Checker,
    occurrences: Occurrences,
    description: Description,
    accepted: Accepted,
    bytes_read: Arc<AtomicU64>,
    bytes_total: u64,
    delivered: u64,
    partial_years: u64,
    partial_days: u64,
}

/// Column names under which the fields are known that a file had better carry, for the warnings.
struct Accepted([(&'static str, Target, String); 4]);

impl Export {
    /// Opens a file and recognises its format, encoding, preset and columns.
    ///
    /// # Errors
    /// When the file cannot be read as an export, or has no column that holds the review text.
    pub fn open(path: &Path, schema: &Schema, options: &Options) -> Result<Self, IngestError> {
        schema.check(options)?;
        let file = InputFile::open(path)?;
        let format::Opened { mut reader, mut columns, format, encoding } = format::open(&file)?;
        // The first rows are read now: JSON has no header, its columns are the keys that occur.
        let mut rows = Rows::default();
        let due = reader.fill(&mut rows, &mut columns).err();
        if mostly_undecodable(&rows) {
            return Err(IngestError::UnknownEncoding);
        }
        if columns.names().is_empty() {
            return Err(due.unwrap_or_else(|| nothing_to_map(&rows)));
        }
        let preset = schema.preset_for(columns.names(), options)?;
        let mut mapping = Mapping::new(&schema.fields, &preset);
        mapping.extend(columns.names());
        if ![Target::Text, Target::Title, Target::Append].iter().any(|target| mapping.has(*target)) {
            return Err(missing_text_column(&schema.fields, &columns));
        }
        let named = options.source.clone().or(preset.source);
        let source = named.unwrap_or_else(|| DEFAULT_SOURCE.to_owned());
        // Checked with the schema, so that the fallback is never taken.
        let zone =
            preset.zone.as_deref().and_then(|name| Zone::parse(name).ok()).unwrap_or_else(|| schema.zone.clone());
        let description = Description {
            format,
            compression: file.gzip.then_some("gzip"),
            encoding: encoding.map(|encoding| encoding.name()),
            preset: preset.name,
            source: source.clone(),
            mapping: mapping.pairs(),
            has_external_id: mapping.has(Target::ExternalId),
        };
        Ok(Self {
            reader,
            columns,
            rows,
            due,
            ended: false,
            checker: Checker { mapping, source, scale: preset.scale, zone, missing: preset.missing },
            occurrences: Occurrences::default(),
            description,
            accepted: Accepted::of(&schema.fields),
            bytes_read: file.bytes_read,
            bytes_total: file.size,
            delivered: 0,
            partial_years: 0,
            partial_days: 0,
        })
    }

    /// What was recognised.
    #[must_use]
    pub const fn description(&self) -> &Description {
        &self.description
    }

    /// How far reading has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let bytes_read = self.bytes_read.load(Ordering::Relaxed).min(self.bytes_total);
        Progress { bytes_read, bytes_total: self.bytes_total, rows: self.delivered }
    }

    /// The next rows; `None` when all have been delivered.
    ///
    /// # Errors
    /// When the file cannot be read further; all rows before the fault have then been delivered.
    pub fn next_batch(&mut self) -> Result<Option<Batch>, IngestError> {
        if self.rows.len() == 0 && self.due.is_none() && !self.ended {
            self.due = self.reader.fill(&mut self.rows, &mut self.columns).err();
        }
        if self.rows.len() == 0 {
            self.ended = true;
            return self.due.take().map_or(Ok(None), Err);
        }
        if self.columns.names().len() > self.checker.mapping.width() {
            self.checker.mapping.extend(self.columns.names());
            self.description.mapping = self.checker.mapping.pairs();
            self.description.has_external_id = self.checker.mapping.has(Target::ExternalId);
        }
        let (checker, rows) = (&self.checker, &self.rows);
        let check = |index: usize| checker.check(rows.get(index)).map_err(|fault| reject(fault, rows.get(index)));
        let results: Vec<Result<Checked, Reject>> =
            (0..rows.len()).into_par_iter().with_min_len(64).map(check).collect();
        self.rows.clear();
        Ok(Some(self.account(results)))
    }

    /// What the file lacks, and what was not stored. Complete after the last batch.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let warning = |code: &str, detail: String| Warning { code: code.to_owned(), detail };
        let mut warnings = Vec::new();
        for (code, target, names) in &self.accepted.0 {
            if !self.checker.mapping.has(*target) {
                warnings.push(warning(code, names.clone()));
            }
        }
        for (code, rows) in [("no_year", self.partial_years), ("no_day", self.partial_days)] {
            if rows > 0 {
                warnings.push(warning(code, rows.to_string()));
            }
        }
        let mapped = self.reader.inexact().filter(|(column, _)| self.checker.mapping.slot(*column).is_some());
        for (column, cells) in mapped {
            warnings.push(warning("inexact_number", format!("{}: {cells}", self.columns.names()[column])));
        }
        warnings.extend(self.checker.mapping.warnings());
        warnings
    }

    /// Numbers the rows and gives each its id.
    fn account(&mut self, results: Vec<Result<Checked, Reject>>) -> Batch {
        let mut batch = Batch { rows_read: results.len() as u64, ..Batch::default() };
        batch.records.reserve(results.len());
        for result in results {
            self.delivered += 1;
            match result {
                Ok(Checked { content, identity, partial }) => {
                    self.partial_years += u64::from(partial == Some(Partial::Year));
                    self.partial_days += u64::from(partial == Some(Partial::Day));
                    let external_id = match identity {
                        Identity::Given(id) => id,
                        Identity::Derived(hash) => self.occurrences.next_id(hash),
                    };
                    let id = ReviewId { source: self.checker.source.clone(), external_id };
                    batch.records.push(Record { row: self.delivered, id, content });
                }
                Err(reject) => batch.rejects.push(Reject { row: self.delivered, ..reject }),
            }
        }
        batch
    }
}

impl Accepted {
    fn of(fields: &FieldTable) -> Self {
        let names = |field| fields.get(field).map(|field| field.columns.join(", ")).unwrap_or_default();
        Self([
            ("no_rating", Target::Rating, names("rating")),
            ("no_item", Target::Item, names("item")),
            ("no_time", Target::Created, names("created")),
            ("no_external_id", Target::ExternalId, names("external_id")),
        ])
    }
}

fn reject(fault: Fault, row: RowView<'_>) -> Reject {
    Reject { row: 0, reason: fault.reason, detail: fault.detail, raw: row.raw() }
}

/// Whether the first rows tell that the encoding was taken wrongly.
fn mostly_undecodable(rows: &Rows) -> bool {
    let undecodable =
        |index: &usize| rows.get(*index).fault().is_some_and(|fault| fault.reason == RejectReason::InvalidEncoding);
    (0..rows.len()).filter(undecodable).count() * 2 > rows.len()
}

/// Why a file without any column is not an export.
fn nothing_to_map(rows: &Rows) -> IngestError {
    if rows.len() == 0 {
        return IngestError::Empty;
    }
    IngestError::UnknownFormat { detail: "no line is a JSON object".to_owned() }
}

fn missing_text_column(fields: &FieldTable, columns: &Columns) -> IngestError {
    let accepted = fields.get("text").map(|field| field.columns.clone()).unwrap_or_default();
    IngestError::MissingTextColumn { columns: columns.names().to_vec(), accepted }
}
