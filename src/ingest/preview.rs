//! A file as it would be read, before it is: what was recognised, its columns with samples, its first rows with their faults.

use super::{
    bytes::archive::Input,
    error::IngestError,
    export::Export,
    rows::Rows,
    schema::{Options, Schema},
    table::{Description, missing_text_column},
};
use crate::{
    domain::ledger::{Record, Reject, Warning},
    limits::{PREVIEW_ROWS, PREVIEW_TABLES},
};

/// Samples of one column.
const SAMPLES: usize = 3;
/// Characters of a sample.
const SAMPLE_CHARS: usize = 100;

/// One table of a file.
#[derive(Debug)]
pub struct Preview {
    /// What was recognised.
    pub description: Description,
    /// Its columns.
    pub columns: Vec<ColumnPreview>,
    /// Its first rows.
    pub rows: Vec<RowPreview>,
    /// Rows that were looked at, the shown ones included.
    pub rows_examined: u64,
    /// How many of those would be rejected.
    pub rows_rejected: u64,
    /// What it lacks, as far as was looked.
    pub warnings: Vec<Warning>,
    /// Why it would not be imported as it is.
    pub problem: Option<IngestError>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnPreview {
    /// Its name in the file.
    pub name: String,
    /// The field that it carries.
    pub field: Option<String>,
    /// Some of its values.
    pub samples: Vec<String>,
}

/// One row as it would be read: its reviews, or its fault.
#[derive(Debug, Clone, PartialEq)]
pub struct RowPreview {
    /// Row in the file, 1 for the first data row.
    pub row: u64,
    /// Its reviews.
    pub records: Vec<Record>,
    /// Why it would be rejected.
    pub reject: Option<Reject>,
}

/// Looks at each table of a file, at most [`PREVIEW_TABLES`]. Stores nothing.
///
/// # Errors
/// When the file cannot be read as an export at all. A table without a column of texts is no error here: its columns are shown, so that
/// one can be chosen.
pub fn preview(input: Input, schema: &Schema, options: &Options) -> Result<Vec<Preview>, IngestError> {
    let mut export = Export::at_first_table(input, schema, options)?;
    let mut previews = vec![table(&mut export, schema)];
    while previews.len() < PREVIEW_TABLES && export.advance()? {
        previews.push(table(&mut export, schema));
    }
    Ok(previews)
}

fn table(export: &mut Export, schema: &Schema) -> Preview {
    let samples = samples(export.waiting(), export.table().names().len());
    let lacks_text = !export.table().has_text();
    let (mut rows, mut rows_examined, mut rows_rejected, mut problem) = (Vec::new(), 0, 0, None);
    if export.waiting().len() > 0 {
        let before = export.progress().rows;
        match export.next_batch() {
            Ok(Some(batch)) => {
                (rows_examined, rows_rejected) = (batch.rows_read, batch.rejects.len() as u64);
                rows = first_rows(before, batch.rows_read, batch.records, batch.rejects);
            }
            Ok(None) => {}
            Err(error) => problem = Some(error),
        }
    }
    problem = problem.or_else(|| export.take_due());
    if lacks_text {
        problem = Some(missing_text_column(schema, export.table().columns_found()));
    }
    let description = export.description();
    let named = description.mapping.iter().zip(samples);
    let columns =
        named.map(|((name, field), samples)| ColumnPreview { name: name.clone(), field: field.clone(), samples });
    Preview {
        columns: columns.collect(),
        rows,
        rows_examined,
        rows_rejected,
        warnings: export.warnings(),
        problem,
        description,
    }
}

fn samples(rows: &Rows, columns: usize) -> Vec<Vec<String>> {
    let mut samples = vec![Vec::new(); columns];
    for row in (0..rows.len()).map(|index| rows.get(index)).filter(|row| row.fault().is_none()) {
        for (column, text) in row.cells() {
            let Some(found) = samples.get_mut(column).filter(|found| found.len() < SAMPLES) else { continue };
            let sample: String = text.trim().chars().take(SAMPLE_CHARS).collect();
            if !sample.is_empty() && !found.contains(&sample) {
                found.push(sample);
            }
        }
    }
    samples
}

fn first_rows(before: u64, read: u64, records: Vec<Record>, rejects: Vec<Reject>) -> Vec<RowPreview> {
    let shown = read.min(PREVIEW_ROWS as u64);
    let mut rows: Vec<RowPreview> =
        (before + 1..=before + shown).map(|row| RowPreview { row, records: Vec::new(), reject: None }).collect();
    let place = |row: u64| usize::try_from(row - before - 1).unwrap_or(usize::MAX);
    for record in records {
        if let Some(row) = rows.get_mut(place(record.row)) {
            row.records.push(record);
        }
    }
    for reject in rejects {
        if let Some(row) = rows.get_mut(place(reject.row)) {
            row.reject = Some(reject);
        }
    }
    rows
}
