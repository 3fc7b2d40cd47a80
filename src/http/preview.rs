//! Previews of exports as clients and the command line see them.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{api::imports::ImportWarning, mapping::Mapping, view};
use crate::{
    domain::{
        calendar::Zone,
        ledger::{Record, Reject, Warning},
        rating::Rating,
    },
    error::{Coded, Wording},
    ingest::{ColumnPreview, IngestError, Preview, RowPreview},
    service::{ExportPreview, FilePreview},
};

/// A file as it would be imported. Its first table is described here, further sheets and the other files of an archive under `more`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportPreview {
    #[serde(flatten)]
    first: TablePreview,
    /// Further tables: sheets of a workbook, files of an archive.
    more: Vec<TablePreview>,
    /// Files of an archive that are no exports.
    skipped: Vec<String>,
}

/// One table: a file, a file of an archive, or a sheet.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct TablePreview {
    /// File name; of a file in an archive the archive's name before it.
    file: String,
    /// Name of the sheet.
    sheet: Option<String>,
    /// csv, tsv, xlsx, json or jsonl; null when the file cannot be read.
    format: Option<&'static str>,
    /// gzip or zstd.
    compression: Option<&'static str>,
    /// utf-8, utf-16le, utf-16be or gb18030; null for a workbook.
    encoding: Option<&'static str>,
    /// How sure that is, 0 to 1.
    encoding_confidence: Option<f64>,
    /// What separates cells.
    delimiter: Option<String>,
    /// The row of the header among those that are not blank, from 1; null for JSON.
    header_row: Option<u64>,
    /// Where in a JSON document the reviews are; `$` is the document itself.
    path: Option<String>,
    /// Name of the preset or mapping that was taken.
    preset: Option<String>,
    /// Source of the reviews.
    source: Option<String>,
    /// Whether it is a file of rejected rows that come back.
    repair: bool,
    /// The columns as they stand in the file.
    columns: Vec<PreviewColumn>,
    /// All that is assumed: given back with the import, changed or not, it is what holds.
    mapping: Option<Mapping>,
    /// The first rows, at most 20.
    rows: Vec<PreviewRow>,
    /// The faults of these rows.
    faults: Vec<PreviewFault>,
    /// Rows that were looked at, the shown ones included.
    rows_examined: u64,
    /// How many of those would be rejected.
    rows_rejected: u64,
    warnings: Vec<ImportWarning>,
    /// Why it would not be imported as it is.
    problem: Option<PreviewProblem>,
}

/// One column.
#[derive(Debug, Serialize, ToSchema)]
struct PreviewColumn {
    name: String,
    /// The field that it carries, `answer`, or null.
    field: Option<String>,
    /// Some of its values, cut at 100 characters.
    samples: Vec<String>,
}

/// One row: the reviews that it holds, none where it has a fault.
#[derive(Debug, Serialize, ToSchema)]
struct PreviewRow {
    /// From 1 for the first row of data.
    row: u64,
    reviews: Vec<PreviewReview>,
    fault: Option<PreviewFault>,
}

/// A review as it would be read, its texts cut at 2,000 characters.
#[derive(Debug, Serialize, ToSchema)]
struct PreviewReview {
    id: String,
    item_name: Option<String>,
    rating: Option<f64>,
    /// The rating as the file has it.
    rating_raw: Option<String>,
    created_at: Option<String>,
    created_precision: Option<&'static str>,
    title: Option<String>,
    text: String,
    append: Option<String>,
    reply: Option<String>,
    likes: Option<u32>,
    /// Every other field.
    attributes: BTreeMap<String, String>,
}

/// Why a row would be rejected.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct PreviewFault {
    row: u64,
    code: &'static str,
    /// The column at fault.
    column: Option<String>,
    detail: String,
    hint: String,
    /// The row as it stands in the file, cut at 200 characters.
    raw: String,
}

/// Why a file or table would not be imported.
#[derive(Debug, Serialize, ToSchema)]
struct PreviewProblem {
    code: &'static str,
    title: &'static str,
    detail: String,
    hint: Option<String>,
}

/// Characters of a row at fault that are shown.
const RAW_CHARS: usize = 200;

/// Characters of a text that are shown.
const TEXT_CHARS: usize = 2_000;

fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(TEXT_CHARS) {
        text.truncate(end);
    }
    text
}

/// In which zone and language a preview is told.
#[derive(Debug, Clone, Copy)]
struct Telling<'a> {
    zone: &'a Zone,
    chinese: bool,
}

impl Telling<'_> {
    fn word(self, wording: Wording) -> String {
        if self.chinese { wording.zh } else { wording.en }
    }

    fn warnings(self, warnings: Vec<Warning>) -> Vec<ImportWarning> {
        warnings.into_iter().map(|warning| ImportWarning::new(warning, self.chinese)).collect()
    }

    fn problem(self, error: &IngestError) -> PreviewProblem {
        let code = error.code();
        PreviewProblem {
            code: code.name(),
            title: if self.chinese { code.title_zh() } else { code.title_en() },
            detail: self.word(error.detail()),
            hint: error.hint().map(|hint| self.word(hint)),
        }
    }

    fn fault(self, reject: Reject) -> PreviewFault {
        let Reject { row, reason, column, detail, raw, cells: _ } = reject;
        let raw = raw.chars().take(RAW_CHARS).collect();
        PreviewFault { row, code: reason.name(), column, detail, hint: self.word(reason.hint()), raw }
    }

    fn review(self, record: Record) -> PreviewReview {
        let content = record.content;
        PreviewReview {
            id: record.id.to_string(),
            created_at: view::created_at(&content, self.zone),
            created_precision: content.created.map(|created| created.precision.name()),
            item_name: content.item,
            rating: content.rating.map(Rating::stars),
            rating_raw: content.rating_raw,
            title: content.title.map(cut),
            text: cut(content.text),
            append: content.append.map(cut),
            reply: content.reply.map(cut),
            likes: content.likes,
            attributes: content.attributes,
        }
    }

    fn row(self, row: RowPreview) -> PreviewRow {
        let reviews = row.records.into_iter().map(|record| self.review(record)).collect();
        PreviewRow { row: row.row, reviews, fault: row.reject.map(|reject| self.fault(reject)) }
    }

    fn table(self, file: &str, preview: Preview) -> TablePreview {
        let Preview { description, columns, rows, rows_examined, rows_rejected, warnings, problem } = preview;
        let rows: Vec<PreviewRow> = rows.into_iter().map(|row| self.row(row)).collect();
        TablePreview {
            file: file.to_owned(),
            sheet: description.sheet,
            format: Some(description.format.name()),
            compression: description.compression,
            encoding: description.encoding,
            encoding_confidence: description.encoding_confidence,
            delimiter: description.delimiter.map(String::from),
            header_row: description.header_row,
            path: description.path,
            preset: Some(description.preset),
            source: Some(description.source),
            repair: description.is_repair,
            columns: columns
                .into_iter()
                .map(|ColumnPreview { name, field, samples }| PreviewColumn { name, field, samples })
                .collect(),
            mapping: Some(description.effective.into()),
            faults: rows.iter().filter_map(|row| row.fault.clone()).collect(),
            rows,
            rows_examined,
            rows_rejected,
            warnings: self.warnings(warnings),
            problem: problem.map(|error| self.problem(&error)),
        }
    }

    fn export(self, export: ExportPreview) -> Vec<TablePreview> {
        let ExportPreview { file, tables } = export;
        match tables {
            Ok(tables) => tables.into_iter().map(|table| self.table(&file, table)).collect(),
            Err(error) => vec![TablePreview { problem: Some(self.problem(&error)), file, ..TablePreview::default() }],
        }
    }
}

impl ImportPreview {
    /// In the zone of the service and the language of the request.
    pub(crate) fn new(preview: FilePreview, zone: &Zone, chinese: bool) -> Self {
        let telling = Telling { zone, chinese };
        let mut tables = preview.exports.into_iter().flat_map(|export| telling.export(export));
        Self { first: tables.next().unwrap_or_default(), more: tables.collect(), skipped: preview.skipped }
    }
}

/// A preview as JSON, as the endpoint answers.
#[must_use]
pub fn preview_json(preview: FilePreview, zone: &Zone) -> serde_json::Value {
    serde_json::to_value(ImportPreview::new(preview, zone, false)).unwrap_or_default()
}
