//! Importing exports: every row is read, stored or rejected, and accounted for.
//!
//! A file is first read to its end without writing anything, so that a broken one, or one whose ids belong to other reviews, changes
//! nothing. Then reading and storing run side by side. Each file of an archive is an import of its own.

use std::{
    path::Path,
    sync::{PoisonError, mpsc},
};

use thiserror::Error;

use super::{Progress, Service, ServiceError, identities::Identities};
use crate::{
    clock,
    domain::ledger::{Counts, ImportState, Table, Warning},
    error::{Code, Coded, Wording},
    failpoint,
    ingest::{self, Batch, Export, IngestError, Input, Options},
};

/// What became of one export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// File name without its folder; of a file in an archive the archive's name before it.
    pub file: String,
    /// Number in the ledger.
    pub import: u64,
    /// Source of its reviews.
    pub source: String,
    /// Sums.
    pub counts: Counts,
    /// Its sheets with their sums; one table without a name where it is no workbook.
    pub tables: Vec<Table>,
    /// What the file lacks.
    pub warnings: Vec<Warning>,
}

impl ImportReport {
    /// As `import --json` prints it and a task's result holds it.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let mut report = serde_json::json!({"file": self.file, "import": self.import, "source": self.source});
        add_counts(&mut report, &self.counts);
        let sheets = self.tables.iter().filter_map(|table| {
            let mut sheet = serde_json::json!({"name": table.sheet.as_ref()?});
            add_counts(&mut sheet, &table.counts);
            Some(sheet)
        });
        report["sheets"] = sheets.collect();
        report["warnings"] = serde_json::json!(self.warnings);
        report
    }
}

fn add_counts(report: &mut serde_json::Value, counts: &Counts) {
    let Counts { rows_read, records, inserted, updated, unchanged, rejected } = *counts;
    let named = [
        ("rows_read", rows_read),
        ("records", records),
        ("inserted", inserted),
        ("updated", updated),
        ("unchanged", unchanged),
        ("rejected", rejected),
    ];
    named.into_iter().for_each(|(name, count)| report[name] = count.into());
}

/// An import that did not reach the end of its file.
#[derive(Debug, Error)]
#[error("{file}: {error}")]
pub struct ImportFailure {
    /// File name without its folder.
    pub file: String,
    /// Number in the ledger and what was stored before, when it got that far.
    pub stored: Option<(u64, Counts)>,
    /// Why.
    #[source]
    pub error: Box<ServiceError>,
}

impl Coded for ImportFailure {
    fn code(&self) -> Code {
        self.error.code()
    }

    fn hint(&self) -> Option<Wording> {
        self.error.hint()
    }
}

/// What became of the exports of one file.
#[derive(Debug)]
pub struct FileOutcome {
    /// File name without its folder.
    pub file: String,
    /// Whether it is an archive.
    pub is_archive: bool,
    /// Each export, in the order of the file; at least one.
    pub exports: Vec<Result<ImportReport, ImportFailure>>,
}

impl FileOutcome {
    /// The report of a task: that of the only export, or of an archive the sums with the reports of its files as `members`.
    ///
    /// # Errors
    /// When no export of the file was imported.
    pub fn into_json(self) -> Result<serde_json::Value, ImportFailure> {
        let Self { file, is_archive, mut exports } = self;
        if !is_archive || exports.iter().all(Result::is_err) {
            return exports.swap_remove(0).map(|report| report.to_json());
        }
        let mut sums = Counts::default();
        let reports = exports.iter().filter_map(|export| export.as_ref().ok());
        reports.for_each(|report| sums.add(&report.counts));
        let mut whole = serde_json::json!({"file": file, "import": null, "source": null});
        add_counts(&mut whole, &sums);
        whole["sheets"] = serde_json::json!([]);
        whole["warnings"] = serde_json::json!([]);
        whole["members"] = exports.iter().map(member_json).collect();
        Ok(whole)
    }
}

fn member_json(export: &Result<ImportReport, ImportFailure>) -> serde_json::Value {
    match export {
        Ok(report) => report.to_json(),
        Err(failure) => {
            let (detail, hint) = (failure.detail(), failure.hint());
            let problem = serde_json::json!({
                "code": failure.code().name(), "detail_zh": detail.zh, "detail_en": detail.en,
                "hint_zh": hint.as_ref().map(|hint| &hint.zh), "hint_en": hint.as_ref().map(|hint| &hint.en),
            });
            serde_json::json!({"file": failure.file, "problem": problem})
        }
    }
}

/// Batches read ahead of the store.
const READ_AHEAD: usize = 2;

/// What a reader knows at the end.
type Noticed = (Vec<Warning>, Vec<Table>);

impl Service {
    /// Imports each export of a file under the name `file`; the index follows with [`Self::catch_up`]. One that fails does not stop the
    /// others, unless the work was cancelled.
    ///
    /// # Errors
    /// When the file is an archive that is not read.
    pub fn import(
        &self,
        path: &Path,
        file: &str,
        options: &Options,
        progress: &Progress,
    ) -> Result<FileOutcome, ImportFailure> {
        let _guard = self.importing.lock().unwrap_or_else(PoisonError::into_inner);
        let fails = |error: ServiceError| ImportFailure { file: file.to_owned(), stored: None, error: Box::new(error) };
        let listing = Input::list(path).map_err(|error| fails(error.into()))?;
        let schema = self.import_schema().map_err(fails)?;
        let warning = |name| Warning { code: "skipped_member".to_owned(), detail: name };
        let mut noticed: Vec<Warning> = listing.skipped.into_iter().map(warning).collect();
        let mut exports = Vec::new();
        for input in listing.inputs {
            let name = input.member().map_or_else(|| file.to_owned(), |member| format!("{file}/{member}"));
            let export = self.import_one(input, &name, &schema, options, std::mem::take(&mut noticed), progress);
            let cancelled = export.as_ref().is_err_and(|failure| matches!(*failure.error, ServiceError::Cancelled));
            exports.push(export);
            if cancelled {
                break;
            }
        }
        Ok(FileOutcome { file: file.to_owned(), is_archive: listing.is_archive, exports })
    }

    /// Imports one export. `noticed` is what was noticed around it.
    fn import_one(
        &self,
        input: Input,
        file: &str,
        schema: &ingest::Schema,
        options: &Options,
        noticed: Vec<Warning>,
        progress: &Progress,
    ) -> Result<ImportReport, ImportFailure> {
        let fails = |error: ServiceError| ImportFailure { file: file.to_owned(), stored: None, error: Box::new(error) };
        let identities = self.check(input.clone(), schema, options, progress).map_err(fails)?;
        let export = Export::open(input, schema, options).map_err(|error| fails(error.into()))?;
        let source = export.source().to_owned();
        let import =
            self.store.begin_import(file, &source, clock::unix_now_s()).map_err(|error| fails(error.into()))?;
        failpoint::reach("import.begun");
        let (sums, outcome) = self.store_batches(import, export, &identities, progress);
        let counts = sums.iter().fold(Counts::default(), |mut all, table| {
            all.add(table);
            all
        });
        let (state, mut warnings, tables, failure) = match &outcome {
            Ok((warnings, tables)) => (ImportState::Done, warnings.clone(), tables.clone(), None),
            Err(error) => (ImportState::Failed, Vec::new(), Vec::new(), Some(error.to_string())),
        };
        warnings.splice(0..0, noticed.into_iter().chain(identities.warning()));
        let mut tables = tables;
        tables.iter_mut().zip(sums).for_each(|(table, sums)| table.counts = sums);
        let ended = self
            .store
            .set_tables(import, &tables)
            .and_then(|()| self.store.end_import(import, state, &warnings, failure.as_deref(), clock::unix_now_s()));
        match outcome.and_then(|_| ended.map_err(ServiceError::from)) {
            Ok(()) => Ok(ImportReport { file: file.to_owned(), import, source, counts, tables, warnings }),
            Err(error) => {
                Err(ImportFailure { file: file.to_owned(), stored: Some((import, counts)), error: Box::new(error) })
            }
        }
    }

    /// Reads on one thread and stores on this one. Returns the sums of each table that were stored even when it ends early.
    fn store_batches(
        &self,
        import: u64,
        mut export: Export,
        identities: &Identities,
        progress: &Progress,
    ) -> (Vec<Counts>, Result<Noticed, ServiceError>) {
        let mut sums = Vec::new();
        let total = export.progress().bytes_total;
        progress.begin("reading", total);
        let (sender, batches) = mpsc::sync_channel::<Result<(Batch, u64), IngestError>>(READ_AHEAD);
        let outcome = std::thread::scope(|scope| {
            let reader = scope.spawn(move || {
                while let Some(next) = export.next_batch().transpose() {
                    let failed = next.is_err();
                    let bytes = export.progress().bytes_read;
                    // A send fails when the store has failed; then reading on is of no use.
                    if sender.send(next.map(|batch| (batch, bytes))).is_err() || failed {
                        break;
                    }
                }
                (export.warnings(), export.tables())
            });
            let stored = self.store_received(import, batches, identities, &mut sums, progress);
            let noticed = reader.join().map_err(|_| ServiceError::Threads("the reader panicked".into()));
            stored.and(noticed)
        });
        (sums, outcome)
    }

    fn store_received(
        &self,
        import: u64,
        batches: mpsc::Receiver<Result<(Batch, u64), IngestError>>,
        identities: &Identities,
        sums: &mut Vec<Counts>,
        progress: &Progress,
    ) -> Result<(), ServiceError> {
        let mut rows = 0;
        for next in batches {
            let (mut batch, bytes) = next?;
            self.settle_repeated(import, identities, &mut batch.records)?;
            let added =
                self.store.apply(import, &batch.records, &batch.rejects, batch.rows_read, clock::unix_now_s())?;
            sums.resize(sums.len().max(batch.table + 1), Counts::default());
            sums[batch.table].add(&added);
            rows += added.rows_read;
            failpoint::reach("import.batch");
            progress.set(bytes, rows);
            if progress.is_cancelled() {
                return Err(ServiceError::Cancelled);
            }
        }
        Ok(())
    }

    /// Reads a whole file without writing, and stops one whose ids belong to other reviews — of the store or of the file itself.
    fn check(
        &self,
        input: Input,
        schema: &ingest::Schema,
        options: &Options,
        progress: &Progress,
    ) -> Result<Identities, ServiceError> {
        let mut export = Export::open(input, schema, options)?;
        progress.begin("checking", export.progress().bytes_total);
        let mut identities = Identities::default();
        while let Some(batch) = export.next_batch()? {
            // Derived ids stand for the whole content, so they cannot belong to another review.
            if export.has_external_id() {
                identities.conflicting += self.store.conflicting(&batch.records)? as u64;
                batch.records.iter().for_each(|record| identities.add(record));
            }
            progress.set(export.progress().bytes_read, export.progress().rows);
            if progress.is_cancelled() {
                return Err(ServiceError::Cancelled);
            }
        }
        identities.check()?;
        Ok(identities)
    }
}
