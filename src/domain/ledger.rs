//! The import ledger: what became of every row of an export.

use serde::{Deserialize, Serialize};

use super::review::{Content, ReviewId};
use crate::error::Wording;

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

impl Warning {
    /// The whole warning for a person.
    #[must_use]
    pub fn wording(&self) -> Wording {
        let detail = &self.detail;
        let (zh, en) = match self.code.as_str() {
            "no_rating" => ("没有评分列".to_owned(), "no column holds a rating".to_owned()),
            "no_item" => ("没有商品或门店列".to_owned(), "no column holds an item".to_owned()),
            "no_time" => ("没有时间列".to_owned(), "no column holds a time".to_owned()),
            "no_external_id" => (
                "没有编号列，按每行内容识别".to_owned(),
                "no column holds an id; each row is known by its content".to_owned(),
            ),
            "no_year" => (
                format!("{detail} 行的日期没有年份，按原样保留"),
                format!("{detail} rows have a date without a year, kept as it stands"),
            ),
            "no_day" => (
                format!("{detail} 行的日期没有日，按原样保留"),
                format!("{detail} rows have a date without a day, kept as it stands"),
            ),
            "unmapped_column" => (
                format!("列“{detail}”没有对应的字段，未保存"),
                format!("column `{detail}` is no known field and was not stored"),
            ),
            "inexact_number" => (
                format!("{detail}：数字过长，表格软件可能已改动末位"),
                format!("{detail}: numbers too long for a spreadsheet, which may have changed their last digits"),
            ),
            code => (format!("{code}：{detail}"), format!("{code}: {detail}")),
        };
        Wording { zh, en }
    }
}
