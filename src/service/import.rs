//! Importing exports: every row is read, stored or rejected, and accounted for.
//!
//! A file is first read to its end without writing anything, so that a broken one, or one whose ids belong to other reviews, changes
//! nothing. Then reading, storing and indexing run side by side, each a few batches behind the other. Each file of an archive is an import
//! of its own.

mod reading;

use std::{
    path::Path,
    sync::{
        PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use thiserror::Error;

use self::reading::{Checked, Noticed, Passage, Rows, digest_of, leave_out};
use super::{Progress, Service, ServiceError, identities::Identities};
use crate::{
    clock,
    domain::ledger::{Counts, Import, ImportState, Table, Warning},
    error::{Code, Coded, Wording},
    failpoint,
    ingest::{self, Batch, Export, IngestError, Input, Options},
    store::StoreError,
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
    fn of(import: Import) -> Self {
        let Import { number, file, source, counts, tables, warnings, .. } = import;
        Self { file, import: number, source, counts, tables, warnings }
    }

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

/// One export of a file, to be imported.
struct Part<'a> {
    input: Input,
    /// Its name; of a file in an archive the archive's name before it.
    name: &'a str,
    /// Names its content and all that decides how it is read.
    digest: String,
    /// What was noticed around it.
    noticed: Vec<Warning>,
}

impl Service {
    /// Imports each export of a file under the name `file`; the index follows with [`Self::settle`]. One that fails does not stop the others,
    /// unless the work was cancelled. An import of the same content that was interrupted goes on after its last committed batch, in the same
    /// entry of the ledger.
    ///
    /// # Errors
    /// When the file cannot be read, or is an archive that is not taken.
    pub fn import(
        &self,
        path: &Path,
        file: &str,
        options: &Options,
        progress: &Progress,
    ) -> Result<FileOutcome, ImportFailure> {
        self.import_since(path, file, options, progress, None)
    }

    /// The same for a task that was cut off: where an import of the same content has ended well since `since_unix_s`, it was this one, and its
    /// report is the answer.
    ///
    /// # Errors
    /// As [`Self::import`].
    pub(super) fn import_since(
        &self,
        path: &Path,
        file: &str,
        options: &Options,
        progress: &Progress,
        since_unix_s: Option<i64>,
    ) -> Result<FileOutcome, ImportFailure> {
        let _guard = self.importing.lock().unwrap_or_else(PoisonError::into_inner);
        let fails = |error: ServiceError| ImportFailure { file: file.to_owned(), stored: None, error: Box::new(error) };
        let listing = Input::list(path).map_err(|error| fails(error.into()))?;
        let schema = self.import_schema().map_err(fails)?;
        let digest = digest_of(path, options, progress).map_err(fails)?;
        let warning = |name| Warning { code: "skipped_member".to_owned(), detail: name };
        let mut noticed: Vec<Warning> = listing.skipped.into_iter().map(warning).collect();
        let mut exports = Vec::new();
        for input in listing.inputs {
            let name = input.member().map_or_else(|| file.to_owned(), |member| format!("{file}/{member}"));
            let digest = input.member().map_or_else(|| digest.clone(), |member| format!("{digest}/{member}"));
            let part = Part { input, name: &name, digest, noticed: std::mem::take(&mut noticed) };
            let export = self.import_part(part, &schema, options, progress, since_unix_s);
            let cancelled = export.as_ref().is_err_and(|failure| matches!(*failure.error, ServiceError::Cancelled));
            exports.push(export);
            if cancelled {
                break;
            }
        }
        Ok(FileOutcome { file: file.to_owned(), is_archive: listing.is_archive, exports })
    }

    fn import_part(
        &self,
        part: Part<'_>,
        schema: &ingest::Schema,
        options: &Options,
        progress: &Progress,
        since_unix_s: Option<i64>,
    ) -> Result<ImportReport, ImportFailure> {
        let Part { input, name, digest, noticed } = part;
        let fails = |error| ImportFailure { file: name.to_owned(), stored: None, error: Box::new(error) };
        let finished = since_unix_s.map(|since| self.store.finished_import(&digest, since)).transpose();
        if let Some(done) = finished.map_err(|error| fails(error.into()))?.flatten() {
            return Ok(ImportReport::of(done));
        }
        let open = |input| Export::open(input, schema, options).map_err(|error| fails(error.into()));
        let export = open(input.clone())?;
        let source = export.source().to_owned();
        let resumed = self.store.resume_import(&source, &digest).map_err(|error| fails(error.into()))?;
        // The ids of one that goes on were judged when it began: now the store holds some of its own rows.
        let Checked { identities, kept } = self.check(export, resumed.is_none(), progress).map_err(fails)?;
        let rows =
            kept.map_or_else(|| open(input).map(|export| Rows::File(Box::new(export))), |kept| Ok(Rows::Kept(kept)))?;
        let (import, stored_before) = match resumed {
            Some(resumed) => (resumed.number, resumed.counts.rows_read),
            None => {
                let begun = self.store.begin_import(name, &source, &digest, clock::unix_now_s());
                (begun.map_err(|error| fails(error.into()))?, 0)
            }
        };
        progress.set_import(import);
        failpoint::reach("import.begun");
        let outcome = self.store_batches(import, stored_before, rows, &identities, progress);
        let ended = self.end_import(import, &outcome, noticed.into_iter().chain(identities.warning()));
        let entry = self.store.import(import).map_err(|error| fails(error.into()))?;
        let counts = entry.as_ref().map(|entry| entry.counts).unwrap_or_default();
        let fails = |error| ImportFailure { stored: Some((import, counts)), ..fails(error) };
        outcome.and(ended).map_err(fails)?;
        entry.map(ImportReport::of).ok_or_else(|| fails(StoreError::NoSuchImport { import }.into()))
    }

    /// Ends the entry of an import in the ledger.
    fn end_import(
        &self,
        import: u64,
        outcome: &Result<Noticed, ServiceError>,
        noticed: impl Iterator<Item = Warning>,
    ) -> Result<(), ServiceError> {
        let (state, warnings, failure) = match outcome {
            Ok((warnings, tables)) => {
                self.store.set_tables(import, tables)?;
                (ImportState::Done, warnings.as_slice(), None)
            }
            Err(error) => (ImportState::Failed, [].as_slice(), Some(error.to_string())),
        };
        let warnings: Vec<Warning> = noticed.chain(warnings.iter().cloned()).collect();
        Ok(self.store.end_import(import, state, &warnings, failure.as_deref(), clock::unix_now_s())?)
    }

    /// Reads on one thread, indexes on another and stores on this one what comes after the first `stored_before` rows.
    fn store_batches(
        &self,
        import: u64,
        stored_before: u64,
        rows: Rows,
        identities: &Identities,
        progress: &Progress,
    ) -> Result<Noticed, ServiceError> {
        progress.begin("reading", rows.bytes_total());
        let (sender, batches) = mpsc::sync_channel(READ_AHEAD);
        let ended = AtomicBool::new(false);
        std::thread::scope(|scope| {
            // A send fails when the store has failed; then reading on is of no use.
            let reader = scope.spawn(move || rows.read(|next| sender.send(next).is_ok()));
            let ended = &ended;
            scope.spawn(move || self.follow(ended));
            let stored = self.store_received(import, stored_before, batches, identities, progress);
            ended.store(true, Ordering::Release);
            let noticed = reader.join().map_err(|_| ServiceError::Threads("the reader panicked".into()));
            stored.and(noticed)
        })
    }

    fn store_received(
        &self,
        import: u64,
        stored_before: u64,
        batches: mpsc::Receiver<Result<Passage, IngestError>>,
        identities: &Identities,
        progress: &Progress,
    ) -> Result<(), ServiceError> {
        let mut rows = 0;
        for next in batches {
            let (mut batch, bytes) = next?;
            rows += batch.rows_read;
            if leave_out(&mut batch, rows, stored_before) {
                self.settle_repeated(import, identities, &mut batch.records)?;
                let Batch { records, rejects, rows_read, table } = &batch;
                self.store.apply((import, *table), records, rejects, *rows_read, clock::unix_now_s())?;
                failpoint::reach("import.batch");
            }
            progress.set(bytes, rows);
            if progress.is_cancelled() {
                return Err(ServiceError::Cancelled);
            }
        }
        Ok(())
    }
}
