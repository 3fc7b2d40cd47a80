//! The table that is being read: its columns, what they mean, and what was noticed.

use serde::Serialize;

use super::{
    check::Checker,
    error::IngestError,
    format::{Format, RowReader, Table},
    mapping::{Mapping, Target},
    preset::{DEFAULT_SOURCE, Preset},
    repair::Repair,
    rows::{Columns, Rows},
    schema::{Options, Schema},
    tally::{Accepted, Tally, warning},
    time::Reading,
};
use crate::domain::{
    calendar::Zone,
    ledger::{self, Counts, Warning},
    review::is_source_name,
};

/// What was recognised about a file and the table of it that is being read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Description {
    /// Format.
    pub format: Format,
    /// `gzip` or `zstd`, where the file is compressed.
    pub compression: Option<&'static str>,
    /// Text encoding; none for a workbook.
    pub encoding: Option<&'static str>,
    /// How sure the encoding is, 0 to 1; none for a workbook.
    pub encoding_confidence: Option<f64>,
    /// What separates cells; none where nothing does.
    pub delimiter: Option<char>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Where in a JSON document the reviews are; `$` is the document itself.
    pub path: Option<String>,
    /// The row of the header among those that are not blank, from 1; none in JSON.
    pub header_row: Option<u64>,
    /// Name of the preset or mapping.
    pub preset: String,
    /// Source of the reviews.
    pub source: String,
    /// The zone of times without an offset.
    pub zone: String,
    /// Each column with the field it carries. JSON may add columns while it is read.
    pub mapping: Vec<(String, Option<String>)>,
    /// All that is assumed of the table: what to give back as a mapping so that it is read in the same way.
    pub effective: Preset,
    /// Whether the file gives ids.
    pub has_external_id: bool,
    /// Whether it is a file of rejected rows that come back.
    pub is_repair: bool,
}

/// What is the same for every table of a file.
#[derive(Debug, Clone)]
pub(super) struct FileFacts {
    pub(super) format: Format,
    pub(super) compression: Option<&'static str>,
    pub(super) encoding: Option<(&'static str, f64)>,
    pub(super) delimiter: Option<char>,
    pub(super) path: Option<String>,
}

/// A table that is being read.
pub(super) struct OpenTable {
    sheet: Option<String>,
    /// As they stand in the file.
    columns: Columns,
    /// The columns of the export, where this is a file of its rejected rows.
    repair: Option<(Repair, Columns)>,
    checker: Checker,
    preset: Preset,
    accepted: Accepted,
    pub(super) tally: Tally,
    rows_above: u64,
    rows_before: u64,
}

impl OpenTable {
    /// Opens a table and reads its first rows; the error is due after them.
    pub(super) fn open(
        table: Table,
        reader: &mut RowReader,
        rows: &mut Rows,
        schema: &Schema,
        options: &Options,
    ) -> Result<(Self, Option<IngestError>), IngestError> {
        let Table { sheet, mut columns, rows_above } = table;
        let mut repair = match Repair::is_one(columns.names()) {
            true => Some((Repair { source: None }, Repair::columns(&columns)?)),
            false => None,
        };
        let due = fill(reader, rows, &mut columns, repair.as_mut()).err();
        let names = repair.as_ref().map_or(&columns, |(_, columns)| columns).names();
        let preset = schema.preset_for(names, options)?;
        let mut mapping = Mapping::new(&schema.fields, &preset);
        if options.mapping.is_none() {
            mapping = mapping.of_preset();
        }
        mapping.extend(names);
        let repaired =
            || repair.as_ref().and_then(|(repair, _)| repair.source.clone()).filter(|name| is_source_name(name));
        let source = options.source.clone().or_else(repaired).or_else(|| preset.source.clone());
        // Checked with the schema, so that the fallback is never taken.
        let zone =
            preset.zone.as_deref().and_then(|name| Zone::parse(name).ok()).unwrap_or_else(|| schema.zone.clone());
        let told = mapping.scale_told().filter(|_| options.mapping.is_none());
        let checker = Checker {
            scale: told.unwrap_or(preset.scale),
            source: source.unwrap_or_else(|| DEFAULT_SOURCE.to_owned()),
            reading: Reading { zone, from_1904: reader.counts_from_1904() },
            missing: preset.missing.clone(),
            item: options.item.clone().or_else(|| preset.item.clone()),
            mapping,
        };
        let accepted = Accepted::of(&schema.fields);
        let table = Self {
            sheet,
            columns,
            repair,
            checker,
            preset,
            accepted,
            tally: Tally::default(),
            rows_above,
            rows_before: 0,
        };
        Ok((table, due))
    }

    /// This, beginning after so many rows of the file.
    pub(super) fn after(self, rows: u64) -> Self {
        Self { rows_before: rows, ..self }
    }

    /// Reads more rows.
    pub(super) fn fill(&mut self, reader: &mut RowReader, rows: &mut Rows) -> Result<(), IngestError> {
        fill(reader, rows, &mut self.columns, self.repair.as_mut())
    }

    pub(super) const fn checker(&self) -> &Checker {
        &self.checker
    }

    pub(super) fn source(&self) -> &str {
        &self.checker.source
    }

    pub(super) fn has_external_id(&self) -> bool {
        self.checker.mapping.has(Target::ExternalId)
    }

    pub(super) fn has_text(&self) -> bool {
        self.checker.mapping.has_text()
    }

    /// The columns of the export.
    pub(super) fn names(&self) -> &[String] {
        self.repair.as_ref().map_or(&self.columns, |(_, columns)| columns).names()
    }

    /// The names of the columns, for a message.
    pub(super) fn columns_found(&self) -> Vec<String> {
        self.names().to_vec()
    }

    /// Gives columns that came since the last batch their meaning.
    pub(super) fn map_new_columns(&mut self) {
        let names = self.repair.as_ref().map_or(&self.columns, |(_, columns)| columns).names();
        if names.len() > self.checker.mapping.width() {
            self.checker.mapping.extend(names);
        }
    }

    /// As the ledger knows it, without sums.
    pub(super) fn ledger(&self) -> ledger::Table {
        ledger::Table {
            sheet: self.sheet.clone(),
            columns: self.columns_found(),
            rows_before: self.rows_before,
            counts: Counts::default(),
        }
    }

    /// The warning that it was not read.
    pub(super) fn skipped(&self) -> Option<Warning> {
        Some(warning("skipped_sheet", self.sheet.clone()?))
    }

    /// What it lacks and what was noticed; with the sheet's name where there are several tables.
    pub(super) fn warnings(&self, reader: &RowReader, named: bool) -> Vec<Warning> {
        let mapping = &self.checker.mapping;
        let seen = reader.seen();
        let counts =
            [("rows_above_header", self.rows_above), ("repeated_header", seen.headers), ("bom_in_middle", seen.boms)];
        let inexact = reader.inexact().filter(|(column, _)| mapping.slot(*column).is_some());
        let names = self.names();
        let mut warnings: Vec<Warning> = self.accepted.missing(mapping, self.checker.item.is_some()).collect();
        warnings.extend(self.tally.warnings());
        warnings.extend(
            counts.into_iter().filter(|(_, rows)| *rows > 0).map(|(code, rows)| warning(code, rows.to_string())),
        );
        warnings.extend(seen.torn.then(|| warning("torn_file", "")));
        warnings
            .extend(inexact.map(|(column, cells)| warning("inexact_number", format!("{}: {cells}", names[column]))));
        warnings.extend(mapping.warnings());
        if let Some(sheet) = self.sheet.as_ref().filter(|_| named) {
            warnings.iter_mut().for_each(|warning| warning.detail = format!("{sheet}: {}", warning.detail));
        }
        warnings
    }

    /// All that was recognised.
    pub(super) fn description(&self, facts: &FileFacts) -> Description {
        let mapping = self.checker.mapping.pairs();
        let zone = self.checker.reading.zone.name().to_owned();
        let left_out = self.preset.columns.iter().filter(|(_, field)| field.is_none());
        let left_out = left_out.map(|(column, field)| (column.clone(), field.clone()));
        let chosen = mapping.iter().filter_map(|(column, field)| Some((column.clone(), Some(field.clone()?))));
        let effective = Preset {
            source: Some(self.checker.source.clone()),
            item: self.checker.item.clone(),
            header: Vec::new(),
            columns: left_out.chain(chosen).collect(),
            answers: Vec::new(),
            path: facts.path.clone().filter(|path| path != "$"),
            scale: self.checker.scale,
            zone: Some(zone.clone()),
            ..self.preset.clone()
        };
        Description {
            format: facts.format,
            compression: facts.compression,
            encoding: facts.encoding.map(|(name, _)| name),
            encoding_confidence: facts.encoding.map(|(_, confidence)| confidence),
            delimiter: facts.delimiter,
            sheet: self.sheet.clone(),
            path: facts.path.clone(),
            header_row: (!matches!(facts.format, Format::Json | Format::Jsonl)).then_some(self.rows_above + 1),
            preset: self.preset.name.clone(),
            source: self.checker.source.clone(),
            zone,
            has_external_id: self.has_external_id(),
            is_repair: self.repair.is_some(),
            mapping,
            effective,
        }
    }
}

/// Reads rows; of a file of rejected rows those of the export.
fn fill(
    reader: &mut RowReader,
    rows: &mut Rows,
    columns: &mut Columns,
    repair: Option<&mut (Repair, Columns)>,
) -> Result<(), IngestError> {
    let Some((repair, own)) = repair else { return reader.fill(rows, columns) };
    let mut read = Rows::default();
    let outcome = reader.fill(&mut read, columns);
    *rows = repair.rows(&read, own)?;
    outcome
}

/// The error of a file without any column of texts.
pub(super) fn missing_text_column(schema: &Schema, columns: Vec<String>) -> IngestError {
    let accepted = schema.fields.get("text").map(|field| field.columns.clone()).unwrap_or_default();
    IngestError::MissingTextColumn { columns, accepted }
}
