//! What can go wrong in the store, and which code of the table it is.
//!
//! Knows no caller: the code and the hint are all that the layers above need.

use std::{io, path::PathBuf};

use rusqlite::ffi;
use thiserror::Error;

use crate::{
    error::{Code, Coded, Wording},
    limits,
};

/// A failure of the store. Whatever was being written has been rolled back.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No room left for the file, or its writes fail.
    #[error("the store cannot write to its disk")]
    DiskFull {
        /// SQLite's account.
        source: rusqlite::Error,
    },
    /// SQLite failed otherwise.
    #[error("the store failed")]
    Sqlite {
        /// SQLite's account.
        source: rusqlite::Error,
    },
    /// The data directory cannot be made.
    #[error("cannot create the data directory {}", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// The system's account.
        source: io::Error,
    },
    /// A newer version of the program wrote the file.
    #[error("the store has schema {found}, this version knows {known}")]
    TooNew {
        /// Schema of the file.
        found: u32,
        /// Newest schema that this version knows.
        known: u32,
    },
    /// A stored value that this version cannot have written.
    #[error("column `{column}` holds `{value}`, which is not a value of it")]
    UnreadableValue {
        /// The column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// The ledger has no such import.
    #[error("there is no import {import}")]
    NoSuchImport {
        /// Its number.
        import: u64,
    },
    /// There is no such review.
    #[error("there is no review number {number}")]
    NoSuchReview {
        /// Its number.
        number: u64,
    },
    /// More words of users than are kept.
    #[error("there would be {words} words, more than {limit}", limit = limits::USER_WORDS)]
    TooManyWords {
        /// How many there would be.
        words: u64,
    },
    /// Another key has this name.
    #[error("there is already a key named {name}")]
    KeyNameTaken {
        /// The name.
        name: String,
    },
    /// More keys than are kept.
    #[error("there are already {limit} keys", limit = limits::KEYS)]
    TooManyKeys,
    /// There is no such key, or it is revoked.
    #[error("there is no key {key} that could be revoked")]
    NoSuchKey {
        /// Its id or name.
        key: String,
    },
    /// More mappings than are kept.
    #[error("there are more than {limit} mappings", limit = limits::MAPPINGS)]
    TooManyMappings,
    /// The import has ended and takes no more rows.
    #[error("import {import} has ended")]
    ImportEnded {
        /// Its number.
        import: u64,
    },
}

impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> Self {
        if cannot_write(&source) { Self::DiskFull { source } } else { Self::Sqlite { source } }
    }
}

/// SQLite says FULL for ENOSPC in the file and the log, but IOERR for an exceeded quota and for the shared-memory file. Failed reads
/// are no sign of a full disk.
fn cannot_write(error: &rusqlite::Error) -> bool {
    let Some(failure) = error.sqlite_error() else { return false };
    let failed_write = [
        ffi::SQLITE_IOERR_WRITE,
        ffi::SQLITE_IOERR_FSYNC,
        ffi::SQLITE_IOERR_DIR_FSYNC,
        ffi::SQLITE_IOERR_TRUNCATE,
        ffi::SQLITE_IOERR_SHMSIZE,
    ];
    failure.code == ffi::ErrorCode::DiskFull || failed_write.contains(&failure.extended_code)
}

impl Coded for StoreError {
    fn code(&self) -> Code {
        match self {
            Self::DiskFull { .. } => Code::DiskFull,
            Self::TooNew { .. } => Code::StoreTooNew,
            Self::NoSuchImport { .. } => Code::ImportNotFound,
            Self::NoSuchReview { .. } => Code::ReviewNotFound,
            Self::TooManyWords { .. } | Self::TooManyKeys | Self::TooManyMappings => Code::LimitExceeded,
            Self::KeyNameTaken { .. } => Code::KeyNameTaken,
            Self::NoSuchKey { .. } => Code::KeyNotFound,
            Self::Sqlite { .. } | Self::Directory { .. } | Self::UnreadableValue { .. } | Self::ImportEnded { .. } => {
                Code::StoreFailed
            }
        }
    }

    fn hint(&self) -> Option<Wording> {
        match self {
            Self::DiskFull { .. } => Some(Wording::new(
                "请清理数据目录所在的磁盘后重试；已确认写入的数据都在。",
                "Free space on the disk of the data directory and try again; everything acknowledged is kept.",
            )),
            Self::TooNew { .. } => Some(Wording::new(
                "请使用写入这些数据的版本或更新的版本。",
                "Use the version that wrote the data, or a newer one.",
            )),
            Self::UnreadableValue { .. } => {
                Some(Wording::new("请运行 pinglan verify 检查数据。", "Run `pinglan verify` to examine the data."))
            }
            Self::TooManyWords { .. } => Some(Wording::new(
                "先用 pinglan words remove 去掉不再需要的词。",
                "Remove words that are no longer needed with `pinglan words remove`.",
            )),
            Self::KeyNameTaken { .. } => Some(Wording::new(
                "换一个名称，或先用 pinglan keys revoke 撤销同名的密钥。",
                "Choose another name, or revoke the key of that name with `pinglan keys revoke` first.",
            )),
            Self::TooManyKeys => Some(Wording::new(
                "先用 pinglan keys revoke 撤销不再需要的密钥。",
                "Revoke keys that are no longer needed with `pinglan keys revoke`.",
            )),
            Self::NoSuchKey { .. } => {
                Some(Wording::new("用 pinglan keys list 查看密钥。", "See the keys with `pinglan keys list`."))
            }
            Self::TooManyMappings => {
                Some(Wording::new("先删去不再用的列映射。", "Remove mappings that are no longer used."))
            }
            Self::Sqlite { .. }
            | Self::Directory { .. }
            | Self::NoSuchImport { .. }
            | Self::NoSuchReview { .. }
            | Self::ImportEnded { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_failed_writes_mean_a_full_disk() {
        let code = |extended| StoreError::from(rusqlite::Error::SqliteFailure(ffi::Error::new(extended), None)).code();
        assert_eq!(code(ffi::SQLITE_FULL), Code::DiskFull);
        assert_eq!(code(ffi::SQLITE_IOERR_WRITE), Code::DiskFull);
        assert_eq!(code(ffi::SQLITE_IOERR_READ), Code::StoreFailed);
        assert_eq!(code(ffi::SQLITE_CORRUPT), Code::StoreFailed);
    }
}
