//! One export, opened and read batch by batch, table after table.
//!
//! Invariants: `rows_read` = the rows of the records + rejects; rows come in the order of the file; when reading fails midway, the rows
//! before the fault come first and then the error.

use std::sync::{Arc, atomic::AtomicU64, atomic::Ordering};

use rayon::prelude::*;
use serde::Serialize;

use super::{
    bytes::{InputFile, archive::Input},
    check::{Checked, Identity},
    error::IngestError,
    format::{self, RowReader, Told},
    identity::Occurrences,
    known::Known,
    rows::{Fault, RowView, Rows},
    schema::{Options, Schema},
    table::{Description, FileFacts, OpenTable},
    tally::warning,
};
use crate::domain::{
    ledger::{Record, Reject, RejectReason, Table, Warning},
    review::ReviewId,
};

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
    /// The reviews that can be taken, in the order of the file; more than one of a row with several answers.
    pub records: Vec<Record>,
    /// The rows that cannot, in the order of the file.
    pub rejects: Vec<Reject>,
    /// How many rows the batch had.
    pub rows_read: u64,
    /// The place of their table among [`Export::tables`].
    pub table: usize,
}

/// One opened file.
pub struct Export {
    reader: RowReader,
    table: OpenTable,
    rows: Rows,
    /// An error that is due once the rows before it are delivered.
    due: Option<IngestError>,
    ended: bool,
    /// Whether the present table is one that was passed over after the last one with reviews.
    passed: bool,
    occurrences: Occurrences,
    known: Known,
    schema: Schema,
    options: Options,
    facts: FileFacts,
    /// Tables that have been read, and what was noticed in them or about the file.
    read: Vec<Table>,
    warnings: Vec<Warning>,
    bytes_read: Arc<AtomicU64>,
    bytes_total: u64,
    delivered: u64,
}

impl Export {
    /// Opens a file and recognises its format, encoding, preset and columns, at its first table that has reviews.
    ///
    /// # Errors
    /// When the file cannot be read as an export, or has no column that holds the review text.
    pub fn open(input: impl Into<Input>, schema: &Schema, options: &Options) -> Result<Self, IngestError> {
        let mut export = Self::at_first_table(input.into(), schema, options)?;
        let first = export.table.columns_found();
        while !export.table.has_text() {
            export.warnings.extend(export.table.skipped());
            if !export.advance()? {
                return Err(super::table::missing_text_column(&export.schema, first));
            }
        }
        Ok(export)
    }

    /// Opens a file at its first table, whether that has reviews or not.
    ///
    /// # Errors
    /// When the file cannot be read as an export.
    pub(super) fn at_first_table(input: Input, schema: &Schema, options: &Options) -> Result<Self, IngestError> {
        schema.check(options)?;
        let file = InputFile::open(input)?;
        let known = schema.known(options);
        let mapped = options.mapping.as_ref().and_then(|mapping| mapping.path.as_deref());
        let format::Opened { mut reader, table, format, encoding, delimiter, path, other_paths } = format::open(
            &file,
            &known,
            Told { path: options.path.as_deref().or(mapped), encoding: options.encoding()? },
        )?;
        let facts = FileFacts {
            format,
            compression: file.compression.map(super::bytes::Compression::name),
            encoding: encoding.map(|found| (found.encoding.name(), found.confidence)),
            delimiter,
            path,
        };
        // The first rows are read now: JSON has no header, its columns are the keys that occur.
        let mut rows = Rows::default();
        let (table, due) = OpenTable::open(table, &mut reader, &mut rows, schema, options)?;
        if mostly_undecodable(&rows) {
            return Err(IngestError::UnknownEncoding);
        }
        if table.columns_found().is_empty() {
            return Err(due.unwrap_or_else(|| nothing_to_map(&rows)));
        }
        Ok(Self {
            reader,
            table,
            rows,
            due,
            ended: false,
            passed: false,
            occurrences: Occurrences::default(),
            known,
            schema: schema.clone(),
            options: options.clone(),
            facts,
            read: Vec::new(),
            warnings: other_paths.into_iter().map(|path| warning("other_path", path)).collect(),
            bytes_read: file.bytes_read,
            bytes_total: file.size,
            delivered: 0,
        })
    }

    /// What was recognised, of the file and of the table that is being read.
    #[must_use]
    pub fn description(&self) -> Description {
        self.table.description(&self.facts)
    }

    /// The source of the reviews of the table that is being read.
    #[must_use]
    pub fn source(&self) -> &str {
        self.table.source()
    }

    /// Whether the table that is being read gives ids.
    #[must_use]
    pub fn has_external_id(&self) -> bool {
        self.table.has_external_id()
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
        loop {
            if self.rows.len() == 0 && self.due.is_none() && !self.ended {
                self.due = self.table.fill(&mut self.reader, &mut self.rows).err();
            }
            if self.rows.len() > 0 {
                return Ok(Some(self.check()));
            }
            if self.ended {
                return Ok(None);
            }
            // Ended unless there is another table.
            self.ended = true;
            if let Some(error) = self.due.take() {
                return Err(error);
            }
            self.ended = !self.advance_to_text()?;
        }
    }

    /// The tables read so far, the present one included, without sums. Complete after the last batch.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        let present = (!self.passed).then(|| self.table.ledger());
        self.read.iter().cloned().chain(present).collect()
    }

    /// What the file lacks, and what was not stored. Complete after the last batch.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let present = if self.passed { Vec::new() } else { self.table.warnings(&self.reader, !self.read.is_empty()) };
        self.warnings.iter().cloned().chain(present).collect()
    }

    /// The rows that have been read but not delivered: all those that columns are sampled from.
    pub(super) const fn waiting(&self) -> &Rows {
        &self.rows
    }

    /// The error that would come after the rows that have been read.
    pub(super) const fn take_due(&mut self) -> Option<IngestError> {
        self.due.take()
    }

    pub(super) const fn table(&self) -> &OpenTable {
        &self.table
    }

    /// Leaves the rest of this table; false when there is no other.
    pub(super) fn advance(&mut self) -> Result<bool, IngestError> {
        let Some(table) = self.reader.next_table(&self.known)? else { return Ok(false) };
        self.rows.clear();
        let (table, due) = OpenTable::open(table, &mut self.reader, &mut self.rows, &self.schema, &self.options)?;
        (self.table, self.due) = (table.after(self.delivered), due);
        Ok(true)
    }

    /// Moves on to the next table that has reviews; those between are named in a warning.
    fn advance_to_text(&mut self) -> Result<bool, IngestError> {
        let ended = self.table.ledger();
        let (alone, named) =
            (self.table.warnings(&self.reader, !self.read.is_empty()), self.table.warnings(&self.reader, true));
        let (mut skipped, mut moved) = (Vec::new(), false);
        while self.advance()? {
            moved = true;
            self.passed = !self.table.has_text();
            if !self.passed {
                break;
            }
            skipped.extend(self.table.skipped());
        }
        if moved {
            self.warnings.extend(if self.passed { alone } else { named });
            self.warnings.extend(skipped);
            self.read.push(ended);
        }
        Ok(moved && !self.passed)
    }

    /// Checks the rows that have been read, side by side.
    fn check(&mut self) -> Batch {
        self.table.map_new_columns();
        let (checker, rows) = (self.table.checker(), &self.rows);
        let check = |index: usize| checker.check(rows.get(index)).map_err(|fault| reject(fault, rows.get(index)));
        let results: Vec<Result<Checked, Reject>> =
            (0..rows.len()).into_par_iter().with_min_len(64).map(check).collect();
        self.rows.clear();
        self.account(results)
    }

    /// Numbers the rows and gives each its id.
    fn account(&mut self, results: Vec<Result<Checked, Reject>>) -> Batch {
        let mut batch = Batch { rows_read: results.len() as u64, table: self.read.len(), ..Batch::default() };
        batch.records.reserve(results.len());
        for result in results {
            self.delivered += 1;
            let row = self.delivered;
            match result {
                Ok(Checked { content, identity, noticed, more }) => {
                    self.table.tally.count(noticed);
                    for (content, identity) in std::iter::once((content, identity)).chain(more) {
                        let external_id = match identity {
                            Identity::Given(id) => id,
                            Identity::Derived(hash) => self.occurrences.next_id(hash),
                        };
                        let id = ReviewId { source: self.table.source().to_owned(), external_id };
                        batch.records.push(Record { row, id, content });
                    }
                }
                Err(reject) => batch.rejects.push(Reject { row, ..reject }),
            }
        }
        batch
    }
}

fn reject(fault: Fault, row: RowView<'_>) -> Reject {
    let Fault { reason, column, detail } = fault;
    Reject { row: 0, reason, column, detail, raw: row.raw(), cells: row.by_column() }
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
