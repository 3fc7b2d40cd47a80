//! Why an export cannot be read at all, and what to do about it. Faults of single rows are rejects, not errors.

use std::io;

use thiserror::Error;

use crate::error::{Code, Coded, Wording};

/// An export that cannot be read, or not further.
#[derive(Debug, Error)]
pub enum IngestError {
    /// The file cannot be opened or read.
    #[error("cannot read `{path}`")]
    Unreadable {
        /// As given.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The content is of no format that is read here.
    #[error("the file is not an export that can be read: {detail}")]
    UnknownFormat {
        /// What it looks like instead.
        detail: String,
    },
    /// The bytes are text of no encoding that is read here.
    #[error("the text is neither UTF-8 nor UTF-16 nor GB18030")]
    UnknownEncoding,
    /// The gzip stream or the workbook is damaged.
    #[error("the archive is broken: {detail}")]
    BrokenArchive {
        /// What the unpacker says.
        detail: String,
    },
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// No column is known to hold the review's text.
    #[error("no column holds the review text; the columns are {}", columns.join(", "))]
    MissingTextColumn {
        /// The columns found.
        columns: Vec<String>,
        /// The names that would be recognised.
        accepted: Vec<String>,
    },
    /// The named preset does not exist.
    #[error("there is no import preset `{name}`")]
    UnknownPreset {
        /// As given.
        name: String,
        /// The presets that exist.
        known: Vec<String>,
    },
    /// The source's name is not `[a-z0-9_-]+`.
    #[error("`{0}` cannot name a source")]
    InvalidSource(String),
    /// The file is larger than what is read.
    #[error("{what} exceeds {limit}")]
    Limit {
        /// What was measured, with its unit.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
}

impl Coded for IngestError {
    fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } => Code::UnreadableFile,
            Self::UnknownFormat { .. } => Code::UnknownFormat,
            Self::UnknownEncoding => Code::UnknownEncoding,
            Self::BrokenArchive { .. } => Code::BrokenArchive,
            Self::Empty => Code::EmptyFile,
            Self::MissingTextColumn { .. } => Code::MissingTextColumn,
            Self::UnknownPreset { .. } => Code::UnknownPreset,
            Self::InvalidSource(_) => Code::InvalidSource,
            Self::Limit { .. } => Code::LimitExceeded,
        }
    }

    fn hint(&self) -> Option<Wording> {
        Some(match self {
            Self::Unreadable { .. } => {
                Wording::new("检查路径和读取权限", "check the path and that the file may be read")
            }
            Self::UnknownFormat { .. } => Wording::new(
                "请导出为 CSV、TSV、XLSX、JSON 数组或 JSONL（可用 gzip 压缩）；旧版 .xls 请另存为 .xlsx",
                "export as CSV, TSV, XLSX, a JSON array or JSONL (gzip is fine); save an old .xls as .xlsx",
            ),
            Self::UnknownEncoding => {
                Wording::new("请另存为 UTF-8 后再导入", "save the file as UTF-8 and import it again")
            }
            Self::BrokenArchive { .. } => Wording::new(
                "文件可能没有下载完整，请重新下载或导出",
                "the file may be incomplete: download or export it again",
            ),
            Self::Empty => Wording::new("文件里没有任何数据行", "there are no rows in the file"),
            Self::MissingTextColumn { accepted, .. } => Wording::new(
                format!("请把评价内容所在的列改名为其中之一：{}", accepted.join("、")),
                format!("rename the column that holds the review text to one of: {}", accepted.join(", ")),
            ),
            Self::UnknownPreset { known, .. } => {
                Wording::new(format!("可用的预设：{}", known.join("、")), format!("presets: {}", known.join(", ")))
            }
            Self::InvalidSource(_) => Wording::new(
                "来源名称只能用小写字母、数字、下划线和连字符，最多 64 个字符",
                "a source is named with a-z, 0-9, _ and -, at most 64 characters",
            ),
            Self::Limit { .. } => Wording::new("请把文件拆小后分次导入", "split the file and import the parts"),
        })
    }
}
