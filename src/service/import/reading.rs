//! Reading an export: first to its end without writing anything, then to store what it says.
//!
//! What fits is kept of the first reading, so that most files are parsed once. Invariant: both readings hand over the same rows.

use std::{fs::File, io::Read, path::Path};

use sha2::{Digest, Sha256};

use super::{Progress, Service, ServiceError};
use crate::{
    domain::ledger::{Record, Reject, Table, Warning},
    ingest::{Batch, Export, IngestError, Options},
    limits,
    service::identities::Identities,
};

/// Rows with the bytes of the file that are read up to their end.
pub(super) type Passage = (Batch, u64);

/// What a reader knows at the end.
pub(super) type Noticed = (Vec<Warning>, Vec<Table>);

/// A whole export, read without writing.
pub(super) struct Checked {
    pub(super) identities: Identities,
    /// All that was read, unless it is too much to keep.
    pub(super) kept: Option<Kept>,
}

/// What is kept of an export, so that it need not be read again.
pub(super) struct Kept {
    passages: Vec<Passage>,
    noticed: Noticed,
    bytes_total: u64,
}

/// The rows of an export, to be stored.
pub(super) enum Rows {
    Kept(Kept),
    File(Box<Export>),
}

impl Rows {
    /// Bytes of the file.
    pub(super) fn bytes_total(&self) -> u64 {
        match self {
            Self::Kept(kept) => kept.bytes_total,
            Self::File(export) => export.progress().bytes_total,
        }
    }

    /// Hands over all rows, or those before a fault and then the fault, for as long as they are taken.
    pub(super) fn read(self, mut take: impl FnMut(Result<Passage, IngestError>) -> bool) -> Noticed {
        match self {
            Self::Kept(Kept { passages, noticed, .. }) => {
                let _ = passages.into_iter().all(|passage| take(Ok(passage)));
                noticed
            }
            Self::File(mut export) => {
                while let Some(next) = export.next_batch().transpose() {
                    let failed = next.is_err();
                    let bytes = export.progress().bytes_read;
                    if !take(next.map(|batch| (batch, bytes))) || failed {
                        break;
                    }
                }
                (export.warnings(), export.tables())
            }
        }
    }
}

impl Service {
    /// Reads a whole export without writing; `judges` stops one whose ids belong to other reviews — of the store or of the file itself.
    pub(super) fn check(&self, mut export: Export, judges: bool, progress: &Progress) -> Result<Checked, ServiceError> {
        let bytes_total = export.progress().bytes_total;
        progress.begin("checking", bytes_total);
        let mut identities = Identities::default();
        let (mut passages, mut room) = (Some(Vec::new()), limits::KEPT_EXPORT_BYTES);
        while let Some(batch) = export.next_batch()? {
            // Derived ids stand for the whole content, so they cannot belong to another review.
            if export.has_external_id() {
                identities.conflicting += if judges { self.store.conflicting(&batch.records)? as u64 } else { 0 };
                batch.records.iter().for_each(|record| identities.add(record));
            }
            let bytes = export.progress().bytes_read;
            progress.set(bytes, export.progress().rows);
            if progress.is_cancelled() {
                return Err(ServiceError::Cancelled);
            }
            passages = passages.and_then(|mut passages| {
                room = room.checked_sub(memory_of(&batch))?;
                passages.push((batch, bytes));
                Some(passages)
            });
        }
        if judges {
            identities.check()?;
        }
        let noticed = (export.warnings(), export.tables());
        let kept = passages.map(|passages| Kept { passages, noticed, bytes_total });
        Ok(Checked { identities, kept })
    }
}

/// Bytes that a batch takes, about: the rows, and their texts, which are most of them.
fn memory_of(batch: &Batch) -> usize {
    let record = |record: &Record| {
        let content = &record.content;
        let texts = [&content.title, &content.append, &content.reply, &content.item];
        let attributes = content.attributes.iter().map(|(name, value)| name.len() + value.len());
        let texts = texts.into_iter().flatten().map(String::len).chain(attributes).sum::<usize>();
        size_of::<Record>() + content.text.len() + texts
    };
    let reject = |reject: &Reject| {
        let cells = reject.cells.iter().map(|cell| size_of::<String>() + cell.len());
        size_of::<Reject>() + reject.raw.len() + cells.sum::<usize>()
    };
    batch.records.iter().map(record).chain(batch.rejects.iter().map(reject)).sum()
}

/// Names the content of a file and all that decides how it is read.
pub(super) fn digest_of(path: &Path, options: &Options, progress: &Progress) -> Result<String, ServiceError> {
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

/// Takes the rows that were stored before out of a batch that ends at row `rows`. Returns whether any is left.
pub(super) fn leave_out(batch: &mut Batch, rows: u64, stored_before: u64) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Config, ingest::Schema};

    /// What checking keeps of an export with these lines, and how to read it again.
    fn check(lines: &str) -> (Option<Rows>, Rows) {
        let dir = tempfile::tempdir().unwrap();
        let service = Service::open(dir.path(), Config::load(None).unwrap()).unwrap();
        let path = dir.path().join("reviews.jsonl");
        std::fs::write(&path, lines).unwrap();
        let open = || Export::open(&path, &Schema::builtin().unwrap(), &Options::default()).unwrap();
        let checked = service.check(open(), true, &Progress::default()).unwrap();
        (checked.kept.map(Rows::Kept), Rows::File(Box::new(open())))
    }

    fn read(rows: Rows) -> (Vec<Passage>, Noticed) {
        let mut passages = Vec::new();
        let noticed = rows.read(|passage| {
            passages.push(passage.unwrap());
            true
        });
        (passages, noticed)
    }

    #[test]
    fn what_is_kept_is_what_a_second_reading_finds() {
        let lines = [
            r#"{"id": "1", "text": "上菜慢", "rating": 2, "unknown": "x"}"#,
            "no json",
            r#"{"id": "1", "text": "上菜很慢", "rating": 1}"#,
            r#"{"id": "2", "text": "好吃", "time": "2024-13-40"}"#,
        ];
        let (kept, again) = check(&lines.join("\n"));
        let kept = kept.unwrap();
        assert_eq!(kept.bytes_total(), again.bytes_total());
        let kept = read(kept);
        assert_eq!(kept.0.iter().map(|(batch, _)| batch.rows_read).sum::<u64>(), 4);
        assert_eq!(kept, read(again));
    }

    #[test]
    fn no_more_is_kept_than_fits() {
        let text = "慢".repeat(limits::TEXT_CHARS);
        let rows = limits::KEPT_EXPORT_BYTES / text.len() + 1;
        let lines: String = (0..rows).map(|id| format!("{{\"id\": \"{id}\", \"text\": \"{text}\"}}\n")).collect();
        let (kept, again) = check(&lines);
        assert!(kept.is_none());
        assert_eq!(read(again).0.iter().map(|(batch, _)| batch.records.len()).sum::<usize>(), rows);
    }
}
