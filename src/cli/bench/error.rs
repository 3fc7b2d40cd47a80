//! Why a bench cannot be run.

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::{
    error::{Code, Coded, Wording},
    limits,
};

/// What keeps a bench from running.
#[derive(Debug, Error)]
pub(super) enum BenchError {
    /// A line of the workload is not a query.
    #[error("line {line} of the workload: {fault}")]
    Line {
        /// From 1.
        line: usize,
        /// What is wrong.
        fault: String,
    },
    /// The workload file cannot be read.
    #[error("workload {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The workload holds nothing to ask.
    #[error("the workload holds no query")]
    EmptyWorkload,
    /// The workload is larger than a workload may be.
    #[error(
        "a workload has at most {} queries and {} MiB",
        limits::WORKLOAD_QUERIES,
        limits::WORKLOAD_BYTES / (1024 * 1024)
    )]
    TooLarge,
    /// There is nothing to search.
    #[error("the data directory holds no reviews")]
    NoReviews,
    /// The server that was started ended or does not become ready.
    #[error("the server that was started for the bench {0}")]
    NotStarted(String),
    /// A request that must not fail did.
    #[error("the server does not answer: {0}")]
    Unreachable(String),
}

impl Coded for BenchError {
    fn code(&self) -> Code {
        match self {
            Self::Line { .. } | Self::NoReviews => Code::InvalidRequest,
            Self::Unreadable { .. } => Code::UnreadableFile,
            Self::EmptyWorkload => Code::EmptyFile,
            Self::TooLarge => Code::LimitExceeded,
            Self::NotStarted(_) | Self::Unreachable(_) => Code::Internal,
        }
    }

    fn hint(&self) -> Option<Wording> {
        Some(match self {
            Self::Line { .. } => Wording::new(
                r#"每行一个对象，例如 {"q":"上菜慢","filter":{"rating":{"lte":2.5},"item":[3],"created":{"from":0.5}}}；数字表示第几常见的值，或时间跨度的比例"#,
                r#"One object a line, such as {"q":"上菜慢","filter":{"rating":{"lte":2.5},"item":[3],"created":{"from":0.5}}}; numbers are ranks of values, or fractions of the time span"#,
            ),
            Self::Unreadable { .. } => Wording::new(
                "检查文件是否存在、可读，且为 UTF-8",
                "Check that the file exists, can be read and is UTF-8",
            ),
            Self::EmptyWorkload => Wording::new("每行写一个查询", "Write one query a line"),
            Self::TooLarge => Wording::new(
                "缩短查询集，用 --rounds 多次重放",
                "Shorten the workload and replay it more often with --rounds",
            ),
            Self::NoReviews => Wording::new(
                "先导入评价，或用 pinglan demo --import 生成演示数据",
                "Import reviews first, or make some with `pinglan demo --import`",
            ),
            Self::NotStarted(_) => Wording::new(
                "用 pinglan serve 启动一次，查看它的日志",
                "Start `pinglan serve` by hand and read its log",
            ),
            Self::Unreachable(_) => Wording::new("重启该服务后重试", "Restart that server and try again"),
        })
    }
}
