//! The index, and the only home of tantivy: a projection of the store that can be deleted and rebuilt at any time.
//!
//! Answers which reviews belong to a slice, how many, in which order, and what they add up to. Knows nothing of the store, of files to
//! import or of HTTP; it holds no text. Invariants: an answer comes from one [`Snapshot`]; every count is exact; each commit carries the
//! change-log sequence that it reaches.

mod analyzers;
mod axis;
mod buckets;
mod card;
mod columns;
mod compile;
mod counter;
mod dictionary;
mod document;
mod excluded;
mod facets;
mod gathered;
mod generation;
mod generations;
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
mod rank;
mod rows;
mod schema;
mod score;
mod search;
mod snapshot;
mod source;
mod tally;
#[cfg(test)]
mod tests;
mod values;

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use thiserror::Error;

pub use self::{
    card::{AnalysisVersion, Card, Counts, GenerationState, Listed, Stage},
    document::{Entry, Texts, aspect_sentiment},
    generation::Generation,
    generations::Engine,
    order::Ordered,
    page::Place,
    score::ScoreParts,
    search::{Answer, Budget, Request, TimelineRequest},
    snapshot::Snapshot,
    values::ValuesRequest,
};
use crate::{
    domain::{aspect::Aspects, calendar::Zone, ranking::Ranking, sentiment::SentimentThresholds},
    error::{Code, Coded, Wording},
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
    /// Names all that decides what an index holds: a generation of another version takes no changes.
    pub analysis: AnalysisVersion,
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
    /// There is no such generation that could be switched to.
    #[error("there is no generation `{name}` that could answer")]
    UnknownGeneration {
        /// As given.
        name: String,
    },
    /// Another analysis made the generation.
    #[error("generation `{name}` was made by {made_by}, which is not the analysis in use")]
    Outdated {
        /// Its name.
        name: String,
        /// The version of its analysis.
        made_by: String,
    },
}

impl Coded for EngineError {
    fn code(&self) -> Code {
        match self {
            Self::OutOfTime => Code::DeadlineExceeded,
            Self::TooManyBuckets | Self::TooManyCells => Code::LimitExceeded,
            Self::Io(error) if error.kind() == io::ErrorKind::StorageFull => Code::DiskFull,
            Self::Index(error) if is_full_disk(error) => Code::DiskFull,
            Self::UnknownGeneration { .. } => Code::GenerationNotFound,
            Self::Outdated { .. } => Code::GenerationOutdated,
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
            Code::GenerationNotFound => Wording::new(
                "可用的索引版本见 GET /api/v1/generations",
                "GET /api/v1/generations lists those that there are",
            ),
            Code::GenerationOutdated => Wording::new(
                "换回当时的程序版本、字段表或领域包后重启即可使用它；或运行 pinglan reindex 重建",
                "Start again with the program, field table or packs of that time to use it, or rebuild with `pinglan reindex`",
            ),
            _ => Wording::new(
                "检查磁盘空间后重试；仍失败则运行 pinglan reindex 重建索引",
                "Check for free disk space and try again; if it fails again, rebuild with `pinglan reindex`",
            ),
        })
    }
}

/// Whether the index files failed for want of room.
fn is_full_disk(error: &tantivy::TantivyError) -> bool {
    match error {
        tantivy::TantivyError::IoError(error) => error.kind() == io::ErrorKind::StorageFull,
        // Other errors carry what the system says in their text.
        error => error.to_string().contains("No space left"),
    }
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
