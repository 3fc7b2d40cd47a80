//! One built index on disk, its writer and its current snapshot.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use arc_swap::ArcSwap;
use serde::{Deserialize, Serialize};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term, merge_policy::LogMergePolicy};

use super::{
    Card, EngineError, Entry, Settings, Stage,
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
/// Each thread gathers its share of [`WRITER_BYTES`]; with more of them the segments would become small.
const MOST_THREADS: usize = 8;

/// Threads that fill a generation beside the one that answers: all processors but one.
#[must_use]
pub(super) fn background_threads() -> usize {
    std::thread::available_parallelism().map_or(1, |processors| processors.get() - 1).max(1)
}

/// Share of deleted documents at which a segment is merged away: deletes slow every walk over it.
const DELETED_SHARE: f32 = 0.2;

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
    /// Whether it is filled beside the one that answers, to which a processor is left then.
    building: AtomicBool,
}

/// What opening a generation found.
pub(super) enum Opened {
    /// Made by the analysis of this build.
    Current(Generation),
    /// Made by another one, on which queries mean the same: it can answer, but takes no changes.
    Older(Generation),
    /// Made by this analysis, which cannot be read.
    Unreadable(String),
}

impl Opened {
    /// Why it cannot simply be used; `None` when it can.
    pub(super) fn refusal(&self) -> Option<String> {
        match self {
            Self::Current(_) => None,
            Self::Older(generation) => Some(format!("made by {}", generation.card.analysis_version)),
            Self::Unreadable(made_by) => Some(format!("made by {made_by}, which this build cannot read")),
        }
    }
}

struct Writer {
    index: IndexWriter<TantivyDocument>,
    /// The largest number ever given to the index: only numbers up to it need a delete first.
    last_number: u64,
    /// The change up to which everything was written, committed or not.
    written: u64,
}

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
        card.write(path)?;
        Self::with_index(path, index, fields, card, settings, segmenter)
    }

    /// Opens a generation with its own words of users, whatever those of `segmenter` are.
    pub(super) fn open(path: &Path, settings: &Arc<Settings>, segmenter: &Segmenter) -> Result<Opened, EngineError> {
        let card = Card::read(path)?;
        let made_by_this = card.analysis_version == settings.analysis.to_string();
        let reads_same = card.versions.as_ref().is_some_and(|made_by| settings.analysis.reads(made_by));
        let (schema, fields) = schema::schema(&settings.facets);
        if card.stage != Stage::Ready || !(made_by_this || reads_same) {
            return Ok(Opened::Unreadable(card.analysis_version));
        }
        let index = Index::open_in_dir(path)?;
        if index.schema() != schema {
            return Ok(Opened::Unreadable(card.analysis_version));
        }
        let segmenter = segmenter_of(path, &card, segmenter)?;
        let generation = Self::with_index(path, index, fields, card, settings, &segmenter)?;
        Ok(if made_by_this { Opened::Current(generation) } else { Opened::Older(generation) })
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
        let building = card.stage == Stage::Building;
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
            building: AtomicBool::new(building),
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

    /// Notes that every change up to `sequence` was written: who goes on writing goes on after it.
    pub fn note_written(&self, sequence: u64) {
        if let Some(writer) = self.lock_writer().as_mut() {
            writer.written = writer.written.max(sequence);
        }
    }

    /// The change up to which everything was written, committed or not.
    #[must_use]
    pub fn written(&self) -> u64 {
        let committed = self.snapshot().sequence();
        self.lock_writer().as_ref().map_or(committed, |writer| writer.written.max(committed))
    }

    /// Makes all that was written durable together with the change-log sequence it reaches, and visible.
    ///
    /// # Errors
    /// Errors of the index files; then the writer is dropped and what was written since the last commit must be written again.
    pub fn commit(&self, sequence: u64) -> Result<(), EngineError> {
        let mut guard = self.writer()?;
        let Some(writer) = guard.as_mut() else { return Ok(()) };
        let payload = serde_json::to_string(&Payload { sequence }).map_err(|e| EngineError::Card(e.to_string()))?;
        let committed: tantivy::Result<_> = (|| {
            let mut prepared = writer.index.prepare_commit()?;
            prepared.set_payload(&payload);
            failpoint::reach("index.commit.before");
            failpoint::fails("index.commit.write")?;
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

    /// From here on it takes changes with all threads.
    pub(super) fn end_building(&self) {
        self.building.store(false, Ordering::Relaxed);
    }

    fn lock_writer(&self) -> MutexGuard<'_, Option<Writer>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writer(&self) -> Result<MutexGuard<'_, Option<Writer>>, EngineError> {
        let mut guard = self.lock_writer();
        if guard.is_none() {
            let threads = if self.building.load(Ordering::Relaxed) { background_threads() } else { WRITER_THREADS };
            let index = self.index.writer_with_num_threads(threads.min(MOST_THREADS), WRITER_BYTES)?;
            let mut policy = LogMergePolicy::default();
            policy.set_del_docs_ratio_before_merge(DELETED_SHARE);
            index.set_merge_policy(Box::new(policy));
            let snapshot = self.snapshot();
            *guard = Some(Writer { index, last_number: snapshot.last_number(), written: snapshot.sequence() });
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
