//! The use cases, one a file, and the only layer that sees store and engine together.
//!
//! Answers what a person or a program asks of the product; knows nothing of HTTP or of the terminal. Invariants: the store is written
//! first and the index follows its change log; one process holds the data directory; an answer comes from one snapshot.

mod analysis;
mod backup;
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
mod generations;
mod identities;
pub mod import;
mod index;
mod joined;
mod key_ring;
mod keys;
mod mappings;
mod pain_points;
mod pivot;
mod progress;
mod rate;
mod remembered;
mod restore;
mod review;
mod schema;
mod search;
mod space;
mod tasks;
mod terms;
mod understand;
mod verify;
mod warm;
mod words;

pub mod cache;

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock},
    time::Duration,
};

use thiserror::Error;

pub use self::{
    analysis::{Analyst, AnalyzedText, Findings, FoundAspect, FoundClause, FoundFlag, FoundOpinion, Place},
    backup::{BackupCard, BackupMade},
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
    generations::{GenerationReading, Outdated},
    import::{FileOutcome, ImportFailure, ImportReport},
    key_ring::{HeldKey, KeyRing},
    keys::{KeyDesk, KeyFault, KeyRequest, key_expiry, key_hash, key_name, key_role},
    mappings::{ExportPreview, FilePreview, ImportRequest, NamedMapping, parse_mapping},
    pain_points::PainPointsQuestion,
    pivot::PivotQuestion,
    progress::Progress,
    rate::WrongKeys,
    restore::restore,
    review::ReviewDetail,
    schema::Schema,
    search::{HitView, Mode, SearchPage, SearchRequest},
    space::background_gives_way,
    tasks::{Order, Standing, Task, Tasks, start_queue},
    terms::{Term, TermKind, Terms, TermsQuestion, TermsRequest},
    understand::{Available, Highlights, Widening},
    verify::{Affected, Finding, Severity, Verification},
    warm::WarmUp,
    words::{Cut, WordsState},
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
    engine::{Background, Card, GenerationState, Listed, ScoreParts, TimelineRequest, ValuesRequest, aspect_sentiment},
    insight::{
        flags::Reason,
        statistics::{Difference, Verdict},
    },
    store::WordChange,
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
    /// The keys of the API.
    pub keys: KeyRing,
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
    /// Threads that analyse for a generation beside.
    background: OnceLock<rayon::ThreadPool>,
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
    /// What is asked of a key.
    #[error(transparent)]
    Key(#[from] KeyFault),
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
    /// A generation does not hold what the store holds, and is not switched to.
    #[error("the index differs from the store: {}", differences.join("; "))]
    GateClosed {
        /// In what, for people.
        differences: Vec<String>,
    },
    /// The disk has not the room that the work needs.
    #[error("{needed_bytes} bytes are needed and {free_bytes} are free")]
    NoRoom {
        /// Needed at most.
        needed_bytes: u64,
        /// Free.
        free_bytes: u64,
    },
    /// As many tasks wait as may.
    #[error("too many tasks wait")]
    TooManyTasks,
    /// A file or folder of a backup, or a disk, cannot be used.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The target of a backup or of a restoration holds something already.
    #[error("{} holds data already", path.display())]
    TargetNotEmpty {
        /// The target.
        path: PathBuf,
    },
    /// A backup is not what it says it is.
    #[error("the backup in {} is not whole: {detail}", path.display())]
    BrokenBackup {
        /// Where it lies.
        path: PathBuf,
        /// What is wrong.
        detail: String,
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
            Self::Key(error) => error.code(),
            Self::Pool(error) => error.code(),
            Self::Schema(error) => error.code(),
            Self::DataDir(error) => error.code(),
            Self::SuspiciousIdentity { .. } => Code::SuspiciousIdentity,
            Self::GateClosed { .. } | Self::MissingReviews { .. } => Code::IndexFailed,
            Self::NoRoom { .. } => Code::DiskFull,
            Self::File { source, .. } if source.kind() == io::ErrorKind::StorageFull => Code::DiskFull,
            Self::File { .. } => Code::UnwritableFile,
            Self::TooManyTasks => Code::Busy,
            Self::TargetNotEmpty { .. } => Code::TargetNotEmpty,
            Self::BrokenBackup { .. } => Code::BrokenBackup,
            Self::Cancelled | Self::Threads(_) => Code::Internal,
        }
    }

    fn hint(&self) -> Option<Wording> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Engine(error) => error.hint(),
            Self::Ingest(error) => error.hint(),
            Self::Cursor(error) => error.hint(),
            Self::Key(error) => error.hint(),
            Self::Pool(error) => error.hint(),
            Self::Schema(error) => error.hint(),
            Self::DataDir(error) => error.hint(),
            Self::SuspiciousIdentity { .. } => Some(Wording::new(
                "这个文件的编号可能与另一个文件重复；用 --source 名称 给它单独的来源后再导入",
                "The ids may repeat those of another file; import it with --source NAME to keep them apart",
            )),
            Self::GateClosed { .. } | Self::MissingReviews { .. } => {
                Some(Wording::new("运行 pinglan verify 检查数据", "Run `pinglan verify` to check the data"))
            }
            Self::NoRoom { needed_bytes, free_bytes } => {
                let [needed, free] = [needed_bytes, free_bytes].map(|bytes| bytes.div_ceil(1024 * 1024));
                Some(Wording::new(
                    format!("需要 {needed} MiB，可用 {free} MiB；请清理数据目录所在的磁盘后重试，现有索引继续可用"),
                    format!(
                        "{needed} MiB are needed, {free} MiB are free; free space on the disk of the data directory, the present index goes on answering"
                    ),
                ))
            }
            Self::TooManyTasks => Some(Wording::new("等前面的任务完成后再提交", "Wait until earlier tasks have ended")),
            Self::File { .. } => Some(Wording::new(
                "检查路径是否存在、可写、未满",
                "Check that the path exists, is writable and not full",
            )),
            Self::TargetNotEmpty { .. } => Some(Wording::new(
                "换一个空目录或不存在的目录",
                "Choose an empty directory, or one that does not exist",
            )),
            Self::BrokenBackup { .. } => Some(Wording::new("换一份备份", "Use another backup")),
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
            analysis: entry::analysis_version(&schema, &analyst, &config),
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
            keys: KeyRing::load(&store)?,
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
            background: OnceLock::new(),
            data_dir,
            config,
        })
    }

    /// The directory that this service holds.
    #[must_use]
    pub fn data_dir(&self) -> &DataDir {
        &self.data_dir
    }

    /// The file of the store.
    fn store_file(&self) -> PathBuf {
        Store::file_in(self.data_dir.path())
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
