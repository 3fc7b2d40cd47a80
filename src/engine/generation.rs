//! One built index on disk, its writer and its current snapshot.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use arc_swap::ArcSwap;
use serde::{Deserialize, Serialize};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term, merge_policy::LogMergePolicy};

use super::{
    EngineError, Entry, Settings,
    document::document,
    schema::{self, Fields},
    snapshot::Snapshot,
};
use crate::{
    failpoint,
    text::{Segmenter, UserWords},
};

/// Bytes of documents that the writer's two threads gather before they write a segment.
const WRITER_BYTES: usize = 256 * 1024 * 1024;
const WRITER_THREADS: usize = 2;
/// Share of deleted documents at which a segment is merged away: deletes slow every walk over it.
const DELETED_SHARE: f32 = 0.2;

/// What a generation records of itself beside its index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Version of text analysis, schema and thresholds-independent insight that built it.
    pub analysis_version: String,
    /// When it was begun, seconds since the epoch.
    pub built_unix_s: i64,
    /// Names the set of words of users by which its texts were cut ([`UserWords::version`]); they stand in a file beside.
    #[serde(default)]
    pub words_version: String,
}

/// What travels with each commit.
#[derive(Debug, Serialize, Deserialize)]
struct Payload {
    sequence: u64,
}

/// One built index.
pub struct Generation {
    name: String,
    path: PathBuf,
    card: Card,
    reader: IndexReader,
    fields: Fields,
    settings: Arc<Settings>,
    index: Index,
    writer: Mutex<Option<Writer>>,
    snapshot: ArcSwap<Snapshot>,
}

struct Writer {
    index: IndexWriter<TantivyDocument>,
    /// The largest number ever given to the index: only numbers up to it need a delete first.
    last_number: u64,
}

const CARD: &str = "generation.json";
/// The words of users, one a line: a generation stays usable while the store has others already.
const WORDS: &str = "words.txt";

impl Generation {
    /// Makes an empty generation in a new directory; `segmenter` cuts its texts into words.
    pub(super) fn create(
        path: &Path,
        card: Card,
        settings: &Arc<Settings>,
        segmenter: &Segmenter,
    ) -> Result<Self, EngineError> {
        fs::create_dir_all(path)?;
        let (schema, fields) = schema::schema(&settings.facets);
        let index = Index::builder().schema(schema).settings(schema::settings()).create_in_dir(path)?;
        super::write_durably(&path.join(WORDS), segmenter.user_words().words().join("\n").as_bytes())?;
        let text = serde_json::to_string_pretty(&card).map_err(|e| EngineError::Card(e.to_string()))?;
        super::write_durably(&path.join(CARD), text.as_bytes())?;
        Self::with_index(path, index, fields, card, settings, segmenter)
    }

    /// Opens a generation with its own words of users, whatever those of `segmenter` are; `None` when this build's analysis differs from the
    /// one that built it.
    pub(super) fn open(
        path: &Path,
        analysis_version: &str,
        settings: &Arc<Settings>,
        segmenter: &Segmenter,
    ) -> Result<Option<Self>, EngineError> {
        let text = fs::read_to_string(path.join(CARD))?;
        let card: Card = serde_json::from_str(&text).map_err(|e| EngineError::Card(e.to_string()))?;
        let (schema, fields) = schema::schema(&settings.facets);
        let index = Index::open_in_dir(path)?;
        if card.analysis_version != analysis_version || index.schema() != schema {
            return Ok(None);
        }
        let segmenter = segmenter_of(path, &card, segmenter)?;
        Self::with_index(path, index, fields, card, settings, &segmenter).map(Some)
    }

    fn with_index(
        path: &Path,
        mut index: Index,
        fields: Fields,
        card: Card,
        settings: &Arc<Settings>,
        segmenter: &Segmenter,
    ) -> Result<Self, EngineError> {
        schema::register_analyzers(&mut index, segmenter);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let at = (name.clone(), sequence(&index)?);
        let snapshot =
            Snapshot::build(reader.searcher(), fields.clone(), Arc::clone(settings), segmenter.clone(), at, None)?;
        Ok(Self {
            name,
            path: path.to_owned(),
            card,
            reader,
            fields,
            settings: Arc::clone(settings),
            index,
            writer: Mutex::new(None),
            snapshot: ArcSwap::from_pointee(snapshot),
        })
    }

    /// Name, such as `g7`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it records of itself.
    #[must_use]
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// The current state.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Hands reviews to the index, replacing those with the same number; nothing is visible before [`Self::commit`].
    ///
    /// # Errors
    /// Errors of the index files.
    pub fn write(&self, entries: &[Entry]) -> Result<(), EngineError> {
        let mut guard = self.writer()?;
        let Some(writer) = guard.as_mut() else { return Ok(()) };
        for entry in entries {
            if entry.number.0 <= writer.last_number {
                writer.index.delete_term(Term::from_field_u64(self.fields.number, entry.number.0));
            }
            writer.index.add_document(document(entry, &self.fields))?;
            writer.last_number = writer.last_number.max(entry.number.0);
        }
        Ok(())
    }

    /// Makes all that was written durable together with the change-log sequence it reaches, and visible.
    ///
    /// # Errors
    /// Errors of the index files; then the writer is dropped and what was written since the last commit must be written again.
    pub fn commit(&self, sequence: u64) -> Result<(), EngineError> {
        let mut guard = self.writer()?;
        let Some(writer) = guard.as_mut() else { return Ok(()) };
        let payload = serde_json::to_string(&Payload { sequence }).map_err(|e| EngineError::Card(e.to_string()))?;
        let committed = (|| {
            let mut prepared = writer.index.prepare_commit()?;
            prepared.set_payload(&payload);
            failpoint::reach("index.commit.before");
            prepared.commit()
        })();
        if let Err(error) = committed {
            *guard = None;
            return Err(error.into());
        }
        failpoint::reach("index.commit.after");
        self.publish(sequence)
    }

    /// Waits for merges, shows their result, and lets the writer go with its memory; the next change opens it again.
    ///
    /// # Errors
    /// Errors of the index files.
    pub fn close_writer(&self) -> Result<(), EngineError> {
        let taken = self.lock_writer().take();
        if let Some(writer) = taken {
            writer.index.wait_merging_threads()?;
            self.publish(self.snapshot().sequence())?;
        }
        Ok(())
    }

    fn publish(&self, sequence: u64) -> Result<(), EngineError> {
        self.reader.reload()?;
        let previous = self.snapshot();
        let at = (self.name.clone(), sequence);
        let settings = Arc::clone(&self.settings);
        let segmenter = previous.segmenter.clone();
        let next =
            Snapshot::build(self.reader.searcher(), self.fields.clone(), settings, segmenter, at, Some(&previous))?;
        self.snapshot.store(Arc::new(next));
        Ok(())
    }

    fn lock_writer(&self) -> MutexGuard<'_, Option<Writer>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writer(&self) -> Result<MutexGuard<'_, Option<Writer>>, EngineError> {
        let mut guard = self.lock_writer();
        if guard.is_none() {
            let index = self.index.writer_with_num_threads(WRITER_THREADS, WRITER_BYTES)?;
            let mut policy = LogMergePolicy::default();
            policy.set_del_docs_ratio_before_merge(DELETED_SHARE);
            index.set_merge_policy(Box::new(policy));
            *guard = Some(Writer { index, last_number: self.snapshot().last_number() });
        }
        Ok(guard)
    }
}

/// The segmenter by which a generation's texts were cut.
fn segmenter_of(path: &Path, card: &Card, segmenter: &Segmenter) -> Result<Segmenter, EngineError> {
    if card.words_version == segmenter.user_words().version() {
        return Ok(segmenter.clone());
    }
    if card.words_version.is_empty() {
        return Ok(segmenter.with_words(&UserWords::default()));
    }
    let text = fs::read_to_string(path.join(WORDS))?;
    let words = UserWords::new(text.lines().map(str::to_owned));
    if words.version() != card.words_version {
        return Err(EngineError::Card(format!("{WORDS} does not hold the words {}", card.words_version)));
    }
    Ok(segmenter.with_words(&words))
}

/// The change-log sequence of the last commit; 0 before the first.
fn sequence(index: &Index) -> Result<u64, EngineError> {
    let payload = index.load_metas()?.payload;
    let parse = |text: String| serde_json::from_str(&text).map_err(|e| EngineError::Card(e.to_string()));
    payload.map(parse).transpose().map(|payload: Option<Payload>| payload.map_or(0, |payload| payload.sequence))
}
