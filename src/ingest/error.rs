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
    /// The named encoding is none that is read here.
    #[error("texts in `{name}` are not read")]
    UnreadEncoding {
        /// As given.
        name: String,
    },
    /// The gzip stream or the workbook is damaged.
    #[error("the archive is broken: {detail}")]
    BrokenArchive {
        /// What the unpacker says.
        detail: String,
    },
    /// A name in the archive would leave the folder that it is unpacked in.
    #[error("the archive holds an unsafe path: {name:?}")]
    UnsafeArchive {
        /// The name.
        name: String,
    },
    /// The archive or one of its files has a password.
    #[error("`{name}` in the archive is encrypted")]
    EncryptedArchive {
        /// The file in it.
        name: String,
    },
    /// An archive in an archive.
    #[error("an archive within another file is not read")]
    NestedArchive,
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
    /// The JSON document has no array of objects at the path.
    #[error("there is no array of objects at `{path}`")]
    UnknownPath {
        /// As given.
        path: String,
        /// Where there are such arrays.
        found: Vec<String>,
    },
    /// The named mapping does not exist.
    #[error("there is no mapping `{name}`")]
    UnknownMapping {
        /// As given.
        name: String,
        /// The mappings that exist.
        known: Vec<String>,
    },
    /// The mapping is not JSON of the known shape, or refers to what does not exist.
    #[error("the mapping cannot be used: {detail}")]
    InvalidMapping {
        /// What is wrong with it.
        detail: String,
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
            Self::UnknownEncoding | Self::UnreadEncoding { .. } => Code::UnknownEncoding,
            Self::BrokenArchive { .. } => Code::BrokenArchive,
            Self::UnsafeArchive { .. } => Code::UnsafeArchive,
            Self::EncryptedArchive { .. } => Code::EncryptedArchive,
            Self::NestedArchive => Code::NestedArchive,
            Self::UnknownPath { .. } => Code::UnknownPath,
            Self::UnknownMapping { .. } => Code::UnknownMapping,
            Self::InvalidMapping { .. } => Code::InvalidMapping,
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
                "请导出为 CSV、TSV、XLSX、JSON 或 JSONL（可用 gzip、zstd、zip 压缩）；旧版 .xls 请另存为 .xlsx",
                "export as CSV, TSV, XLSX, JSON or JSONL (gzip, zstd and zip are fine); save an old .xls as .xlsx",
            ),
            Self::UnknownEncoding => {
                Wording::new("请另存为 UTF-8 后再导入", "save the file as UTF-8 and import it again")
            }
            Self::UnreadEncoding { .. } => Wording::new(
                "可用的编码：utf-8、utf-16le、utf-16be、gb18030（含 GBK）",
                "encodings: utf-8, utf-16le, utf-16be, gb18030 (GBK included)",
            ),
            Self::BrokenArchive { .. } => Wording::new(
                "文件可能没有下载完整，请重新下载或导出",
                "the file may be incomplete: download or export it again",
            ),
            Self::UnsafeArchive { .. } => Wording::new(
                "压缩包可能被篡改，请从来源重新导出",
                "the archive may have been tampered with: export it again from its source",
            ),
            Self::EncryptedArchive { .. } => Wording::new(
                "请先用密码解压，再导入其中的文件",
                "unpack it with its password first, then import the files in it",
            ),
            Self::NestedArchive => Wording::new(
                "请先解压里层的压缩包，再导入",
                "unpack the inner archive first, then import what it holds",
            ),
            Self::UnknownPath { found, .. } if !found.is_empty() => Wording::new(
                format!("可用的路径：{}", found.join("、")),
                format!("paths in the file: {}", found.join(", ")),
            ),
            Self::UnknownPath { .. } => Wording::new(
                "路径写成 data.list 的样子，指向一个对象数组",
                "write the path like data.list; it leads to an array of objects",
            ),
            Self::UnknownMapping { known, .. } if !known.is_empty() => {
                Wording::new(format!("已保存的映射：{}", known.join("、")), format!("mappings: {}", known.join(", ")))
            }
            Self::UnknownMapping { .. } => Wording::new(
                "还没有保存过映射；可用 --preview 查看各列后保存一个",
                "no mapping is kept yet: look at the columns with --preview and save one",
            ),
            Self::InvalidMapping { .. } => {
                Wording::new("对照预览返回的 mapping 修改", "compare it with the `mapping` that a preview returns")
            }
            Self::Empty => Wording::new("文件里没有任何数据行", "there are no rows in the file"),
            Self::MissingTextColumn { accepted, .. } => Wording::new(
                format!("请用映射指定评价内容所在的列，或把它改名为其中之一：{}", accepted.join("、")),
                format!(
                    "name the column that holds the review text in a mapping, or rename it to one of: {}",
                    accepted.join(", ")
                ),
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
