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
    /// The column at fault, where one is.
    pub column: Option<String>,
    /// What was wrong, for a person: the column and the value.
    pub detail: String,
    /// The row as it stood in the file (cells joined by tabs, or the JSON text), cut at `limits::REJECT_RAW_CHARS`.
    pub raw: String,
    /// Its cells in the order of the columns, whole, so that they can be repaired; none where the row could not be cut into cells.
    pub cells: Vec<String>,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident $name:literal $zh:literal $en:literal;)*) => {
        /// Why a row was rejected.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RejectReason {
            $($(#[$doc])* $variant,)*
        }

        impl RejectReason {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name used in API, store and files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What to do about it.
            #[must_use]
            pub fn hint(self) -> Wording {
                match self { $(Self::$variant => Wording::new($zh, $en),)* }
            }
        }
    };
}

reasons! {
    /// The row has neither a text (title, text or append) nor a rating.
    EmptyRow "empty_row" "这一行既没有评价内容也没有评分，请补上其一或删去" "the row has neither a text nor a rating: fill in one of them or drop it";
    /// The row has more or fewer cells than the header.
    ColumnCount "column_count" "单元格数与表头不符，多半是内容里有未加引号的分隔符" "the number of cells differs from the header: most likely a separator in a text without quotes";
    /// A quote that never closes, or text after a closing quote.
    BrokenQuoting "broken_quoting" "引号没有成对，请补全或去掉" "a quote does not close: complete or remove it";
    /// The line is not a JSON object.
    InvalidJson "invalid_json" "这一行不是完整的 JSON 对象，文件可能被截断" "the line is no whole JSON object: the file may be cut off";
    /// The rating is not a number of the declared scale.
    InvalidRating "invalid_rating" "评分不是该分制内的数字，请在映射里选择分制（5、10 或 100）" "the rating is no number of the scale: choose the scale (5, 10 or 100) in the mapping";
    /// The time has none of the known shapes, or names a day that does not exist.
    InvalidTime "invalid_time" "时间写成 2021-09-04 21:51:01 的样子" "write the time like 2021-09-04 21:51:01";
    /// The likes are not a whole number.
    InvalidCount "invalid_count" "点赞数应为整数" "likes are a whole number";
    /// The bytes are not text of the file's encoding.
    InvalidEncoding "invalid_encoding" "这一行的编码与文件不同，请另存为 UTF-8" "the row is in another encoding than the file: save it as UTF-8";
    /// A cell holds a NUL character.
    NulByte "nul_byte" "内容里有 NUL 字符，文件可能损坏，请重新导出" "the text holds a NUL character: the file may be damaged, export it again";
    /// The row or one of its cells exceeds the limit.
    TooLong "too_long" "内容超过上限，请截短" "the text exceeds the limit: shorten it";
}

impl RejectReason {
    /// The reason of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.name() == name)
    }
}

/// What became of one table of a file: the file itself, or one sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// Name of the sheet; none where the file is one table.
    pub sheet: Option<String>,
    /// Its columns as they stand in the file.
    pub columns: Vec<String>,
    /// Rows of the file before its first one.
    pub rows_before: u64,
    /// Its sums.
    pub counts: Counts,
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
    /// Its tables; none while it runs.
    pub tables: Vec<Table>,
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
            code => noticed(code, detail),
        };
        Wording { zh, en }
    }
}

/// What was noticed while reading: it cost no row, but may be worth a look.
fn noticed(code: &str, detail: &str) -> (String, String) {
    match code {
        "missing_column" => {
            (format!("映射里的列“{detail}”不在文件里"), format!("column `{detail}` of the mapping is not in the file"))
        }
        "rows_above_header" => {
            (format!("表头之上的 {detail} 行未读入"), format!("{detail} rows above the header were not read"))
        }
        "repeated_header" => (
            format!("表头又出现了 {detail} 次，未计为行"),
            format!("the header occurs {detail} times more and is not counted as a row"),
        ),
        "bom_in_middle" => (
            format!("文件中间有 {detail} 处字节序标记，多半是几个文件拼接而成"),
            format!("{detail} byte order marks inside the file: several files may have been joined"),
        ),
        "skipped_sheet" => (
            format!("工作表“{detail}”没有评价内容列，未读入"),
            format!("sheet `{detail}` has no column with review texts and was not read"),
        ),
        "skipped_member" => (
            format!("压缩包里的“{detail}”不是导出文件，未读入"),
            format!("`{detail}` in the archive is no export and was not read"),
        ),
        "duplicate_id" => (
            format!("同一编号内容不同，后者更新了前者：{detail}"),
            format!("rows repeat an id with another content, the later one counts: {detail}"),
        ),
        "rating_words" => (
            format!("{detail} 行的评分是“好评”一类的词，存为标注而非评分"),
            format!("{detail} rows have a word such as 好评 for a rating, kept as the label"),
        ),
        "mixed_zones" => (
            format!("时间的时区不一：{detail}；没有时区的按所选时区读"),
            format!("times of several zones: {detail}; those without one are read in the chosen zone"),
        ),
        "excel_serial" => (
            format!("{detail} 行的时间是 Excel 序列值，已换算成日期"),
            format!("{detail} rows have times as Excel serial numbers, read as dates"),
        ),
        "torn_file" => (
            "文件在中途断开，末尾可能缺失，请重新导出".to_owned(),
            "the file ends midway: rows may be missing, export it again".to_owned(),
        ),
        code => (format!("{code}：{detail}"), format!("{code}: {detail}")),
    }
}
