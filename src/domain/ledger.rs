//! The import ledger: what became of every row of an export.

use serde::{Deserialize, Serialize};

use super::review::{Content, ReviewId};

/// One row of an export, read and checked, ready for the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Row in the file, 1 for the first data row.
    pub row: u64,
    /// Identity, given or derived.
    pub id: ReviewId,
    /// What it says.
    pub content: Content,
}

/// One row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// Row in the file, 1 for the first data row.
    pub row: u64,
    /// Stable reason code.
    pub reason: RejectReason,
    /// What was wrong, for a person: the column and the value.
    pub detail: String,
    /// The row as it stood in the file (cells joined by tabs, or the JSON text), cut at `limits::REJECT_RAW_CHARS`.
    pub raw: String,
}

/// Why a row was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// The row has neither a text (title, text or append) nor a rating.
    MissingText,
    /// The row has more or fewer cells than the header.
    ColumnCount,
    /// A quote that never closes, or text after a closing quote.
    BrokenQuoting,
    /// The line is not a JSON object.
    InvalidJson,
    /// The rating is not a number of the declared scale.
    InvalidRating,
    /// The time has none of the known shapes, or names a day that does not exist.
    InvalidTime,
    /// The likes are not a whole number.
    InvalidCount,
    /// The bytes are not text of the file's encoding.
    InvalidEncoding,
    /// The row or one of its cells exceeds the limit.
    TooLong,
}

impl RejectReason {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::MissingText,
        Self::ColumnCount,
        Self::BrokenQuoting,
        Self::InvalidJson,
        Self::InvalidRating,
        Self::InvalidTime,
        Self::InvalidCount,
        Self::InvalidEncoding,
        Self::TooLong,
    ];

    /// The name used in API, store and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MissingText => "missing_text",
            Self::ColumnCount => "column_count",
            Self::BrokenQuoting => "broken_quoting",
            Self::InvalidJson => "invalid_json",
            Self::InvalidRating => "invalid_rating",
            Self::InvalidTime => "invalid_time",
            Self::InvalidCount => "invalid_count",
            Self::InvalidEncoding => "invalid_encoding",
            Self::TooLong => "too_long",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// The sums of one import: `records = inserted + updated + unchanged + rejected`, and `records = rows_read` unless the mapping splits rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows read from the file, rejected ones included.
    pub rows_read: u64,
    /// Records that the rows held.
    pub records: u64,
    /// Reviews that were new.
    pub inserted: u64,
    /// Reviews that an import changed.
    pub updated: u64,
    /// Reviews that were there already, the same.
    pub unchanged: u64,
    /// Rows that could not be read.
    pub rejected: u64,
}

impl Counts {
    /// Whether the sums agree.
    #[must_use]
    pub const fn balances(&self) -> bool {
        self.records == self.inserted + self.updated + self.unchanged + self.rejected
    }

    /// Adds another part of the same import.
    pub const fn add(&mut self, other: &Self) {
        self.rows_read += other.rows_read;
        self.records += other.records;
        self.inserted += other.inserted;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
    }
}

/// How an import ended, or that it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Under way.
    Running,
    /// The whole file was read.
    Done,
    /// It stopped with an error; what its counts say is in the store.
    Failed,
    /// The process ended meanwhile; what its counts say is in the store.
    Interrupted,
}

impl ImportState {
    /// The name used in API and store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Running, Self::Done, Self::Failed, Self::Interrupted].into_iter().find(|state| state.name() == name)
    }
}

/// One import in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Import {
    /// Number, from 1.
    pub number: u64,
    /// File name without its folder.
    pub file: String,
    /// Source of its reviews.
    pub source: String,
    /// State.
    pub state: ImportState,
    /// Sums so far.
    pub counts: Counts,
    /// What the file lacks or what was noticed (code and detail for a person).
    pub warnings: Vec<Warning>,
    /// When it began, seconds since the epoch.
    pub started_unix_s: i64,
    /// When it ended, seconds since the epoch.
    pub ended_unix_s: Option<i64>,
    /// Why it failed.
    pub failure: Option<String>,
}

/// Something that an import noticed and did not invent: a missing year, rating or item.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Warning {
    /// Stable code, such as `no_rating`, `no_year`, `no_item`, `no_time`, `unmapped_column`.
    pub code: String,
    /// For a person: which column, how many rows.
    pub detail: String,
}
