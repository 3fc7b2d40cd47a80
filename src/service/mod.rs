//! The use cases, one a file, and the only layer that sees store and engine together.
//!
//! Answers what a person or a program asks of the product; knows nothing of HTTP or of the terminal. Invariants: the store is written
//! first and the index follows its change log; one process holds the data directory; an answer comes from one snapshot.

mod analysis;
mod compare;
mod conditions;
mod corrections;
mod cost;
mod cursor;
mod data_dir;
mod duplicates;
mod entry;
mod explain;
mod export;
mod facets;
mod flight;
pub mod import;
mod index;
mod joined;
mod pain_points;
mod pivot;
mod progress;
mod review;
mod schema;
mod search;
mod tasks;
mod terms;
mod understand;
mod verify;
mod warm;
mod words;

pub mod cache;

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use thiserror::Error;

pub use self::{
    analysis::{Analyst, AnalyzedText, Findings, FoundAspect, FoundClause, FoundFlag, FoundOpinion, Place},
    cache::{CacheKey, Question, ResponseCache},
    compare::{CompareQuestion, ComparedAspect, ComparedOpinion, Comparison, Contrast},
    conditions::FilterReading,
    corrections::{CorrectionRequest, correct},
    cost::lane_of,
    cursor::CursorError,
    data_dir::{DataDir, RunningServer},
    explain::{ClauseReading, Exclusion, Explanation},
    export::{Export, ExportCounters, ExportRequest, ExportRow},
    flight::SingleFlight,
    import::{ImportFailure, ImportReport},
    pain_points::PainPointsQuestion,
    pivot::PivotQuestion,
    progress::Progress,
    review::ReviewDetail,
    schema::Schema,
    search::{HitView, Mode, SearchPage, SearchRequest},
    tasks::{Task, TaskKind, TaskProblem, TaskState, Tasks},
    terms::{Term, TermKind, Terms, TermsQuestion, TermsRequest},
    understand::{Available, Highlights, Widening},
    verify::Verification,
    warm::WarmUp,
    words::{Cut, WordsState, start_resegmenting},
};
use crate::{
    clock,
    compute::{self, Pool, PoolError},
    config::Config,
    domain::{calendar::Day, sentiment::SentimentThresholds},
    engine::{self, Engine, EngineError},
    error::{Code, Coded, Wording},
    ingest::IngestError,
    store::{Store, StoreError},
    text::{Segmenter, UserWords},
};
/// What the layers above see of store and index.
pub use crate::{
    engine::{Background, ScoreParts, TimelineRequest, ValuesRequest, aspect_sentiment},
    insight::{
        flags::Reason,
        statistics::{Difference, Verdict},
    },
    store::{Finding, WordChange},
};

/// Everything that answers: one data directory, opened.
pub struct Service {
    /// The configuration in effect.
    pub config: Config,
    /// Fields and import presets.
    pub schema: Schema,
    /// What reads texts.
    pub analyst: Analyst,
    /// The store.
    pub store: Store,
    /// The index.
    pub engine: Engine,
    /// Long work and its progress.
    pub tasks: Tasks,
    /// Rendered answers.
    pub cache: ResponseCache,
    /// The pool for searches.
    pub pool: Pool,
    /// Exports under way and ended.
    pub exports: Arc<ExportCounters>,
    /// What was answered ahead.
    pub warm_up: WarmUp,
    pins: cursor::Pins,
    /// One import at a time: two would only wait for each other's transactions.
    importing: Mutex<()>,
    /// One writer of the current generation at a time.
    indexing: Mutex<()>,
    /// One pass over the corpus at a time.
    marking: Mutex<()>,
    /// One correction at a time: each builds on the last.
    correcting: Mutex<()>,
    /// One rebuild at a time.
    rebuilding: Mutex<()>,
    /// The newest task that cuts texts by changed words.
    resegmenting: Mutex<Option<Arc<Task>>>,
    /// Declared last: released when all else is closed.
    data_dir: DataDir,
}

/// An error of a use case.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The export.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// A cursor.
    #[error(transparent)]
    Cursor(#[from] CursorError),
    /// The pool.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// Fields or presets.
    #[error(transparent)]
    Schema(#[from] schema::SchemaError),
    /// The data directory.
    #[error(transparent)]
    DataDir(#[from] data_dir::DataDirError),
    /// The ids of a file look as if they belonged to other reviews.
    #[error("{conflicting} of {records} records would give a stored review another item, time and text")]
    SuspiciousIdentity {
        /// Records that would.
        conflicting: u64,
        /// Records of the file.
        records: u64,
    },
    /// The work was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// A new index does not hold what the store holds.
    #[error("the new index holds {indexed} reviews, the store {stored}")]
    RebuildMismatch {
        /// Reviews in the index.
        indexed: u64,
        /// Reviews in the store.
        stored: u64,
    },
    /// The store lacks reviews that the index holds.
    #[error("of {indexed} indexed reviews only {found} could be read")]
    MissingReviews {
        /// Reviews that the index holds.
        indexed: usize,
        /// Reviews that were read before one was missing.
        found: usize,
    },
    /// Threads could not be started.
    #[error("threads could not be started: {0}")]
    Threads(String),
}

impl Coded for ServiceError {
    fn code(&self) -> Code {
        match self {
            Self::Store(error) => error.code(),
            Self::Engine(error) => error.code(),
            Self::Ingest(error) => error.code(),
            Self::Cursor(error) => error.code(),
            Self::Pool(error) => error.code(),
            Self::Schema(error) => error.code(),
            Self::DataDir(error) => error.code(),
            Self::SuspiciousIdentity { .. } => Code::SuspiciousIdentity,
            Self::RebuildMismatch { .. } | Self::MissingReviews { .. } => Code::IndexFailed,
            Self::Cancelled | Self::Threads(_) => Code::Internal,
        }
    }

    fn hint(&self) -> Option<Wording> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Engine(error) => error.hint(),
            Self::Ingest(error) => error.hint(),
            Self::Cursor(error) => error.hint(),
            Self::Pool(error) => error.hint(),
            Self::Schema(error) => error.hint(),
            Self::DataDir(error) => error.hint(),
            Self::SuspiciousIdentity { .. } => Some(Wording::new(
                "这个文件的编号可能与另一个文件重复；用 --source 名称 给它单独的来源后再导入",
                "The ids may repeat those of another file; import it with --source NAME to keep them apart",
            )),
            Self::RebuildMismatch { .. } | Self::MissingReviews { .. } => {
                Some(Wording::new("运行 pinglan verify 检查数据", "Run `pinglan verify` to check the data"))
            }
            Self::Cancelled | Self::Threads(_) => None,
        }
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Pool(error) => error.retry_after_s(),
            _ => None,
        }
    }
}

impl Service {
    /// Opens a data directory: takes its lock, the store and the index. Call [`Self::catch_up`] before answering.
    ///
    /// # Errors
    /// When another process holds the directory, or a part of it cannot be opened.
    pub fn open(dir: &Path, config: Config) -> Result<Self, ServiceError> {
        let data_dir = DataDir::lock(dir)?;
        let analyst = Analyst::open(&config)?;
        let schema = Schema::load(config.schema_dir.as_deref(), config.zone.clone())?.with_aspects(analyst.aspects());
        let settings = engine::Settings {
            facets: schema.keyword_facets(),
            aspects: analyst.aspects().clone(),
            thresholds: config.sentiment_thresholds,
            zone: config.zone.clone(),
            ranking: config.ranking,
            analysis_version: entry::analysis_version(&schema, &analyst, &config),
        };
        let store = Store::open(dir)?;
        let segmenter = Segmenter::builtin().with_words(&UserWords::new(store.words()?));
        let engine = Engine::open(&dir.join("index"), settings, segmenter, clock::unix_now_s())?;
        let deadline = Duration::from_millis(config.search_deadline_ms);
        let size = compute::Size {
            threads: config.search_threads,
            queue: [config.search_queue, config.heavy_queue],
            deadline,
        };
        let pool = Pool::new(size).map_err(|error| ServiceError::Threads(error.to_string()))?;
        Ok(Self {
            schema,
            analyst,
            store,
            engine,
            tasks: Tasks::default(),
            cache: ResponseCache::new(config.cache_bytes),
            pool,
            exports: Arc::default(),
            warm_up: WarmUp::default(),
            correcting: Mutex::default(),
            pins: cursor::Pins::default(),
            importing: Mutex::default(),
            indexing: Mutex::default(),
            marking: Mutex::default(),
            rebuilding: Mutex::default(),
            resegmenting: Mutex::default(),
            data_dir,
            config,
        })
    }

    /// The directory that this service holds.
    #[must_use]
    pub fn data_dir(&self) -> &DataDir {
        &self.data_dir
    }

    /// The local day of now.
    #[must_use]
    pub fn today(&self) -> Day {
        self.config.zone.day(clock::unix_now_s())
    }

    /// The local day from which a request counts relative times: that of its first page, when it continues one.
    ///
    /// # Errors
    /// When the cursor is none of this service.
    pub fn day_of(&self, cursor: Option<&str>) -> Result<Day, CursorError> {
        cursor.map_or_else(|| Ok(self.today()), cursor::day_of)
    }

    /// Where the sentiment buckets begin.
    #[must_use]
    pub fn thresholds(&self) -> &SentimentThresholds {
        &self.config.sentiment_thresholds
    }
}

/// A use case shared between threads.
pub type SharedService = Arc<Service>;
