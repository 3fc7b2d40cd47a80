//! Importing an export: every row is read, stored or rejected, and accounted for.
//!
//! Reading and storing run side by side. A file with its own ids is first read without writing anything, so that one whose ids belong to
//! other reviews is stopped before it does harm.

use std::{
    collections::HashMap,
    path::Path,
    sync::{PoisonError, mpsc},
};

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{Progress, Service, ServiceError};
use crate::{
    clock,
    domain::ledger::{Counts, ImportState, Record, Warning},
    error::{Code, Coded, Wording},
    failpoint,
    ingest::{Batch, Export, IngestError, Options},
};

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// File name without its folder.
    pub file: String,
    /// Number in the ledger.
    pub import: u64,
    /// Source of its reviews.
    pub source: String,
    /// Sums.
    pub counts: Counts,
    /// What the file lacks.
    pub warnings: Vec<Warning>,
}

impl ImportReport {
    /// As `import --json` prints it and a task's result holds it.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let Counts { rows_read, records, inserted, updated, unchanged, rejected } = self.counts;
        serde_json::json!({
            "file": self.file, "import": self.import, "source": self.source, "rows_read": rows_read, "records": records,
            "inserted": inserted, "updated": updated, "unchanged": unchanged, "rejected": rejected, "warnings": self.warnings,
        })
    }
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

/// Share of records that may change another review's item, time and text before the file is stopped, as a divisor: 5 %.
const SUSPICIOUS_SHARE: u64 = 20;
/// Batches read ahead of the store.
const READ_AHEAD: usize = 2;

impl Service {
    /// Imports one file under the name `file`; the index follows with [`Self::catch_up`].
    ///
    /// # Errors
    /// When the file cannot be read to its end or the store fails. Rows stored before stay and are in the ledger.
    pub fn import(
        &self,
        path: &Path,
        file: &str,
        options: &Options,
        progress: &Progress,
    ) -> Result<ImportReport, ImportFailure> {
        let _guard = self.importing.lock().unwrap_or_else(PoisonError::into_inner);
        let fails = |error: ServiceError| ImportFailure { file: file.to_owned(), stored: None, error: Box::new(error) };
        let export = Export::open(path, &self.schema.ingest, options).map_err(|error| fails(error.into()))?;
        if export.description().has_external_id {
            self.check_identity(path, options, progress).map_err(fails)?;
        }
        let source = export.description().source.clone();
        let import =
            self.store.begin_import(file, &source, clock::unix_now_s()).map_err(|error| fails(error.into()))?;
        failpoint::reach("import.begun");
        let (counts, outcome) = self.store_batches(import, export, progress);
        let (state, warnings, failure) = match &outcome {
            Ok(warnings) => (ImportState::Done, warnings.clone(), None),
            Err(error) => (ImportState::Failed, Vec::new(), Some(error.to_string())),
        };
        let ended = self.store.end_import(import, state, &warnings, failure.as_deref(), clock::unix_now_s());
        match outcome.and_then(|warnings| ended.map(|()| warnings).map_err(ServiceError::from)) {
            Ok(warnings) => Ok(ImportReport { file: file.to_owned(), import, source, counts, warnings }),
            Err(error) => {
                Err(ImportFailure { file: file.to_owned(), stored: Some((import, counts)), error: Box::new(error) })
            }
        }
    }

    /// Reads on one thread and stores on this one. Returns what was stored even when it ends early.
    fn store_batches(
        &self,
        import: u64,
        mut export: Export,
        progress: &Progress,
    ) -> (Counts, Result<Vec<Warning>, ServiceError>) {
        let mut counts = Counts::default();
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
                export.warnings()
            });
            let stored = self.store_received(import, batches, &mut counts, progress);
            let warnings = reader.join().map_err(|_| ServiceError::Threads("the reader panicked".into()));
            stored.and(warnings)
        });
        (counts, outcome)
    }

    fn store_received(
        &self,
        import: u64,
        batches: mpsc::Receiver<Result<(Batch, u64), IngestError>>,
        counts: &mut Counts,
        progress: &Progress,
    ) -> Result<(), ServiceError> {
        for next in batches {
            let (batch, bytes) = next?;
            let added =
                self.store.apply(import, &batch.records, &batch.rejects, batch.rows_read, clock::unix_now_s())?;
            counts.add(&added);
            failpoint::reach("import.batch");
            progress.set(bytes, counts.rows_read);
            if progress.is_cancelled() {
                return Err(ServiceError::Cancelled);
            }
        }
        Ok(())
    }

    /// Reads a whole file without writing, and stops one whose ids belong to other reviews — of the store or of the file itself.
    fn check_identity(&self, path: &Path, options: &Options, progress: &Progress) -> Result<(), ServiceError> {
        let mut export = Export::open(path, &self.schema.ingest, options)?;
        progress.begin("checking", export.progress().bytes_total);
        let mut seen: HashMap<[u8; 16], Fingerprint> = HashMap::new();
        let (mut records, mut conflicting) = (0u64, 0u64);
        // What is wrong with the file shows again when it is read for good, where the rows before it count.
        while let Ok(Some(batch)) = export.next_batch() {
            records += batch.records.len() as u64;
            conflicting += self.store.conflicting(&batch.records)? as u64;
            for record in &batch.records {
                let fingerprint = Fingerprint::of(record);
                match seen.get(&digest(&record.id.external_id)) {
                    Some(earlier) => conflicting += u64::from(earlier.differs_wholly(&fingerprint)),
                    None => drop(seen.insert(digest(&record.id.external_id), fingerprint)),
                }
            }
            progress.set(export.progress().bytes_read, records);
            if progress.is_cancelled() {
                return Err(ServiceError::Cancelled);
            }
        }
        if conflicting * SUSPICIOUS_SHARE > records {
            return Err(ServiceError::SuspiciousIdentity { conflicting, records });
        }
        Ok(())
    }
}

/// What tells two reviews with one id apart.
#[derive(Clone, Copy)]
struct Fingerprint {
    item: Option<[u8; 16]>,
    created: Option<i64>,
    text: [u8; 16],
}

impl Fingerprint {
    fn of(record: &Record) -> Self {
        let content = &record.content;
        Self {
            item: content.item.as_deref().map(digest),
            created: content.created.map(|created| created.unix_s),
            text: digest(&content.text),
        }
    }

    /// Another item, another time and another text; what a record does not say differs from nothing.
    fn differs_wholly(&self, other: &Self) -> bool {
        let differs = |a: Option<[u8; 16]>, b: Option<[u8; 16]>| a.is_some() && b.is_some() && a != b;
        let at_other_time = self.created.is_some() && other.created.is_some() && self.created != other.created;
        differs(self.item, other.item) && at_other_time && self.text != other.text
    }
}

fn digest(text: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
    short
}
