//! Importing an export: every row is read, stored or rejected, and accounted for.
//!
//! A file is first read to its end without writing anything, so that a broken one, or one whose ids belong to other reviews, changes
//! nothing. Then reading, storing and indexing run side by side, each a few batches behind the other.

use std::{
    collections::{HashMap, hash_map::Entry},
    fs::File,
    io::Read,
    path::Path,
    sync::{
        PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{Progress, Service, ServiceError};
use crate::{
    clock,
    domain::ledger::{Counts, Import, ImportState, Record, Warning},
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
    fn of(import: Import) -> Self {
        let Import { number, file, source, counts, warnings, .. } = import;
        Self { file, import: number, source, counts, warnings }
    }

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
    /// Imports one file under the name `file`; the index follows with [`Self::settle`]. An import of the same content that was interrupted goes
    /// on after its last committed batch, in the same entry of the ledger.
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
        self.import_since(path, file, options, progress, None)
    }

    /// The same for a task that was cut off: when an import of this content has ended well since `since_unix_s`, it was this one, and its report is
    /// the answer.
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
    ) -> Result<ImportReport, ImportFailure> {
        let _guard = self.importing.lock().unwrap_or_else(PoisonError::into_inner);
        let fails = |error: ServiceError| ImportFailure { file: file.to_owned(), stored: None, error: Box::new(error) };
        let digest = digest_of(path, options, progress).map_err(fails)?;
        if let Some(since) = since_unix_s
            && let Some(done) = self.store.finished_import(&digest, since).map_err(|error| fails(error.into()))?
        {
            return Ok(ImportReport::of(done));
        }
        let export = Export::open(path, &self.schema.ingest, options).map_err(|error| fails(error.into()))?;
        let source = export.description().source.clone();
        let resumed = self.store.resume_import(&source, &digest).map_err(|error| fails(error.into()))?;
        let (import, before) = match resumed {
            Some(resumed) => (resumed.number, resumed.counts),
            None => {
                self.check(path, options, progress).map_err(fails)?;
                let begun = self.store.begin_import(file, &source, &digest, clock::unix_now_s());
                (begun.map_err(|error| fails(error.into()))?, Counts::default())
            }
        };
        progress.set_import(import);
        failpoint::reach("import.begun");
        let (counts, outcome) = self.store_batches(import, before, export, progress);
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

    /// Reads on one thread, indexes on another and stores on this one what comes after the rows of `counts`. Returns what was stored even when it ends early.
    fn store_batches(
        &self,
        import: u64,
        mut counts: Counts,
        mut export: Export,
        progress: &Progress,
    ) -> (Counts, Result<Vec<Warning>, ServiceError>) {
        let total = export.progress().bytes_total;
        progress.begin("reading", total);
        let (sender, batches) = mpsc::sync_channel::<Result<(Batch, u64), IngestError>>(READ_AHEAD);
        let ended = AtomicBool::new(false);
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
            let ended = &ended;
            scope.spawn(move || self.follow(ended));
            let stored = self.store_received(import, batches, &mut counts, progress);
            ended.store(true, Ordering::Release);
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
        let stored_before = counts.rows_read;
        let mut rows = 0;
        for next in batches {
            let (mut batch, bytes) = next?;
            rows += batch.rows_read;
            if !leave_out(&mut batch, rows, stored_before) {
                progress.set(bytes, rows);
                continue;
            }
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
    fn check(&self, path: &Path, options: &Options, progress: &Progress) -> Result<(), ServiceError> {
        let mut export = Export::open(path, &self.schema.ingest, options)?;
        progress.begin("checking", export.progress().bytes_total);
        let mut identities = Identities::default();
        while let Some(batch) = export.next_batch()? {
            // Derived ids stand for the whole content, so they cannot belong to another review.
            if export.description().has_external_id {
                identities.conflicting += self.store.conflicting(&batch.records)? as u64;
                batch.records.iter().for_each(|record| identities.add(record));
            }
            progress.set(export.progress().bytes_read, export.progress().rows);
            if progress.is_cancelled() {
                return Err(ServiceError::Cancelled);
            }
        }
        let Identities { records, conflicting, .. } = identities;
        if conflicting * SUSPICIOUS_SHARE > records {
            return Err(ServiceError::SuspiciousIdentity { conflicting, records });
        }
        Ok(())
    }
}

/// Takes the rows that were stored before out of a batch that ends at row `rows`. Returns whether any is left.
fn leave_out(batch: &mut Batch, rows: u64, stored_before: u64) -> bool {
    if rows <= stored_before {
        return false;
    }
    let left = rows - stored_before;
    if left < batch.rows_read {
        // Another version of the program may cut the file into other batches.
        batch.records.retain(|record| record.row > stored_before);
        batch.rejects.retain(|reject| reject.row > stored_before);
        batch.rows_read = left;
    }
    true
}

/// Names the content of a file and all that decides how it is read.
fn digest_of(path: &Path, options: &Options, progress: &Progress) -> Result<String, ServiceError> {
    let failed = |source| ServiceError::Ingest(IngestError::Unreadable { path: path.display().to_string(), source });
    let mut file = File::open(path).map_err(failed)?;
    progress.begin("checking", file.metadata().map_err(failed)?.len());
    let mut digest = Sha256::new();
    digest.update(serde_json::to_vec(options).unwrap_or_default());
    let (mut part, mut read_bytes) = (vec![0; 1 << 20], 0);
    loop {
        let read = file.read(&mut part).map_err(failed)?;
        if read == 0 {
            return Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        digest.update(&part[..read]);
        read_bytes += read as u64;
        progress.set(read_bytes, 0);
        if progress.is_cancelled() {
            return Err(ServiceError::Cancelled);
        }
    }
}

/// The ids of a file, to find those that it gives to different reviews.
#[derive(Default)]
struct Identities {
    seen: HashMap<[u8; 16], Fingerprint>,
    records: u64,
    conflicting: u64,
}

impl Identities {
    fn add(&mut self, record: &Record) {
        self.records += 1;
        let fingerprint = Fingerprint::of(record);
        match self.seen.entry(digest(&record.id.external_id)) {
            Entry::Occupied(earlier) => self.conflicting += u64::from(earlier.get().differs_wholly(&fingerprint)),
            Entry::Vacant(place) => drop(place.insert(fingerprint)),
        }
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
