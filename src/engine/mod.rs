//! The index, and the only home of tantivy: a projection of the store that can be deleted and rebuilt at any time.
//!
//! Answers which reviews belong to a slice, how many, in which order, and what they add up to. Knows nothing of the store, of files to
//! import or of HTTP; it holds no text. Invariants: an answer comes from one [`Snapshot`]; every count is exact; each commit carries the
//! change-log sequence that it reaches.

mod analyzers;
mod axis;
mod buckets;
mod clusters;
mod columns;
mod compile;
mod complaints;
mod counter;
mod dictionary;
mod document;
mod excluded;
mod facets;
mod gathered;
mod generation;
mod joint;
mod lists;
mod matrix;
mod named;
mod near;
mod occurrences;
mod order;
mod page;
mod pivot;
mod predicate;
mod profile;
mod rank;
mod rows;
mod schema;
mod score;
mod search;
mod snapshot;
mod source;
mod tally;
mod terms;
#[cfg(test)]
mod tests;
mod values;

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use arc_swap::ArcSwap;
use thiserror::Error;

pub use self::{
    complaints::{Candidate, Complaints, KeyCounts, Ratings, SetCounts, Sums, Trends},
    document::{Entry, Texts, aspect_sentiment},
    generation::{Card, Generation},
    order::Ordered,
    page::Place,
    profile::{Profile, Profiles},
    score::ScoreParts,
    search::{Answer, Budget, Request, TimelineRequest},
    snapshot::Snapshot,
    terms::{Background, TermCounts, TermsWanted},
    values::ValuesRequest,
};
use crate::{
    domain::{aspect::Aspects, calendar::Zone, ranking::Ranking, sentiment::SentimentThresholds},
    error::{Code, Coded, Wording},
    text::{Segmenter, UserWords},
};

/// What the engine needs to know of the configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Names of the keyword facets, in the order in which entries give their values.
    pub facets: Vec<String>,
    /// What reviews may talk about, and which of it is part of which: a filter on a parent takes its children.
    pub aspects: Aspects,
    /// Where the sentiment buckets begin.
    pub thresholds: SentimentThresholds,
    /// The zone of local days.
    pub zone: Zone,
    /// How hits are ordered by relevance.
    pub ranking: Ranking,
    /// Names text analysis and schema; a generation built under another name is not used.
    pub analysis_version: String,
}

/// An error of the index.
#[derive(Debug, Error)]
pub enum EngineError {
    /// The deadline passed, or nobody waits any more.
    #[error("the search ran out of time")]
    OutOfTime,
    /// The timeline would have more than [`crate::limits::TIMELINE_BUCKETS`] buckets.
    #[error("the timeline would have too many buckets")]
    TooManyBuckets,
    /// The cross-table would have more than [`crate::limits::PIVOT_CELLS`] cells.
    #[error("the cross-table would have too many cells")]
    TooManyCells,
    /// The index holds more pairs of aspect and polarity than are numbered.
    #[error("the index holds too many aspects")]
    TooManyAspects,
    /// The index files.
    #[error("index files: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The directory of the generations.
    #[error("index directory: {0}")]
    Io(#[from] io::Error),
    /// A generation's own record cannot be read.
    #[error("record of the generation: {0}")]
    Card(String),
}

impl Coded for EngineError {
    fn code(&self) -> Code {
        match self {
            Self::OutOfTime => Code::DeadlineExceeded,
            Self::TooManyBuckets | Self::TooManyCells => Code::LimitExceeded,
            Self::Io(error) if error.kind() == io::ErrorKind::StorageFull => Code::DiskFull,
            Self::TooManyAspects | Self::Index(_) | Self::Io(_) | Self::Card(_) => Code::IndexFailed,
        }
    }

    fn hint(&self) -> Option<Wording> {
        Some(match self.code() {
            Code::LimitExceeded if matches!(self, Self::TooManyCells) => Wording::new(
                "减少维度、缩小范围，或改用更宽的时间间隔",
                "Use fewer dimensions, a narrower slice or a wider interval",
            ),
            Code::DeadlineExceeded => Wording::new("缩小查询范围后重试", "Narrow the query and try again"),
            Code::LimitExceeded => {
                Wording::new("时间跨度较大，请选择更宽的间隔", "Choose a wider interval for this span")
            }
            Code::DiskFull => Wording::new(
                "释放磁盘空间后重试；已保存的数据没有丢失",
                "Free disk space and try again; nothing stored is lost",
            ),
            _ => Wording::new(
                "检查磁盘空间后重试；仍失败则运行 pinglan reindex 重建索引",
                "Check for free disk space and try again; if it fails again, rebuild with `pinglan reindex`",
            ),
        })
    }
}

/// All generations of one data directory.
pub struct Engine {
    dir: PathBuf,
    settings: Arc<Settings>,
    /// Without words of users.
    builtin: Segmenter,
    current: ArcSwap<Generation>,
    /// Held while a generation is created or switched to.
    switching: Mutex<()>,
}

/// The file that names the current generation.
const CURRENT: &str = "current";

impl Engine {
    /// Opens the current generation in `dir`, with the words of users by which it was built; or begins an empty one with those of `segmenter`
    /// when there is none that this build can use; the caller then fills it from the store.
    ///
    /// # Errors
    /// Errors of the directory; a damaged generation is left aside, not repaired.
    pub fn open(dir: &Path, settings: Settings, segmenter: Segmenter, now_unix_s: i64) -> Result<Self, EngineError> {
        fs::create_dir_all(dir)?;
        let settings = Arc::new(settings);
        let named = fs::read_to_string(dir.join(CURRENT)).ok().map(|name| name.trim().to_owned());
        let opened = named.and_then(|name| {
            match Generation::open(&dir.join(&name), &settings.analysis_version, &settings, &segmenter) {
                Ok(generation) => generation,
                Err(error) => {
                    tracing::warn!(generation = name, %error, "the index cannot be used and will be rebuilt");
                    None
                }
            }
        });
        let current = match opened {
            Some(generation) => generation,
            None => {
                let card = card(&settings, &segmenter, now_unix_s);
                let generation = Generation::create(&next_path(dir)?, card, &settings, &segmenter)?;
                write_durably(&dir.join(CURRENT), generation.name().as_bytes())?;
                generation
            }
        };
        let engine = Self {
            dir: dir.to_owned(),
            settings,
            builtin: segmenter.with_words(&UserWords::default()),
            current: ArcSwap::from_pointee(current),
            switching: Mutex::new(()),
        };
        engine.remove_others()?;
        Ok(engine)
    }

    /// The generation that answers now.
    #[must_use]
    pub fn current(&self) -> Arc<Generation> {
        self.current.load_full()
    }

    /// The state that answers now.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.current().snapshot()
    }

    /// The built-in dictionary, by which bare queries are cut into pieces whatever words users add.
    #[must_use]
    pub fn segmenter(&self) -> &Segmenter {
        &self.builtin
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Begins an empty generation beside the current one; `segmenter` cuts its texts into words.
    ///
    /// # Errors
    /// Errors of the directory.
    pub fn begin(&self, segmenter: &Segmenter, now_unix_s: i64) -> Result<Generation, EngineError> {
        let _guard = self.switching.lock().unwrap_or_else(PoisonError::into_inner);
        let card = card(&self.settings, segmenter, now_unix_s);
        Generation::create(&next_path(&self.dir)?, card, &self.settings, segmenter)
    }

    /// Makes `generation` the one that answers, durably; the others are removed from disk.
    ///
    /// # Errors
    /// Errors of the directory; the current generation then stays.
    pub fn activate(&self, generation: Generation) -> Result<(), EngineError> {
        let _guard = self.switching.lock().unwrap_or_else(PoisonError::into_inner);
        crate::failpoint::reach("index.switch.before");
        write_durably(&self.dir.join(CURRENT), generation.name().as_bytes())?;
        crate::failpoint::reach("index.switch.after");
        self.current.store(Arc::new(generation));
        self.remove_others()
    }

    /// Removes generations that do not answer: what an interrupted rebuild left, or what a switch replaced. Open snapshots keep their files.
    fn remove_others(&self) -> Result<(), EngineError> {
        let current = self.current();
        for (name, path) in generations(&self.dir)? {
            if name != current.name() {
                fs::remove_dir_all(path)?;
            }
        }
        Ok(())
    }
}

/// What a generation that begins now says of itself.
fn card(settings: &Settings, segmenter: &Segmenter, now_unix_s: i64) -> Card {
    Card {
        analysis_version: settings.analysis_version.clone(),
        built_unix_s: now_unix_s,
        words_version: segmenter.user_words().version().to_owned(),
    }
}

/// Directories `g1`, `g2`, … with their names.
fn generations(dir: &Path) -> Result<Vec<(String, PathBuf)>, EngineError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if ordinal(&name).is_some() {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

fn ordinal(name: &str) -> Option<u64> {
    name.strip_prefix('g')?.parse().ok()
}

fn next_path(dir: &Path) -> Result<PathBuf, EngineError> {
    let last = generations(dir)?.iter().filter_map(|(name, _)| ordinal(name)).max().unwrap_or(0);
    Ok(dir.join(format!("g{}", last + 1)))
}

/// Writes a small file so that after a crash it holds either the old content or the new one.
fn write_durably(path: &Path, content: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("new");
    let mut file = fs::File::create(&temporary)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    path.parent().map_or(Ok(()), |dir| fs::File::open(dir)?.sync_all())
}
