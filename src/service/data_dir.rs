//! The data directory: one process at a time, and how a command finds the server that holds it.

use std::{
    collections::HashSet,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    error::{Code, Coded, Wording},
    failpoint,
};

/// A data directory that this process holds. The lock ends with the process, however it ends.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    _lock: File,
}

/// What a running server tells the commands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunningServer {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its process.
    pub pid: u32,
    /// Good for this run of the server only.
    pub token: String,
}

/// A data directory that cannot be used.
#[derive(Debug, Error)]
pub enum DataDirError {
    /// Another process holds it.
    #[error("data directory {} is in use by another process", path.display())]
    Locked {
        /// The directory.
        path: PathBuf,
    },
    /// It cannot be made, locked or written.
    #[error("data directory {}: {source}", path.display())]
    Io {
        /// The directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Coded for DataDirError {
    fn code(&self) -> Code {
        match self {
            Self::Locked { .. } => Code::DataDirLocked,
            Self::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => Code::DiskFull,
            Self::Io { .. } => Code::StoreFailed,
        }
    }

    fn hint(&self) -> Option<Wording> {
        Some(match self {
            Self::Locked { .. } => Wording::new(
                "结束正在使用它的进程，或用 --data 指定另一个目录",
                "End the process that uses it, or choose another directory with --data",
            ),
            Self::Io { .. } => Wording::new(
                "检查目录是否存在、可写、未满",
                "Check that the directory exists, is writable and not full",
            ),
        })
    }
}

impl DataDir {
    /// Makes the directory if need be and takes its lock.
    ///
    /// # Errors
    /// `Locked` when another process holds it.
    pub fn lock(path: &Path) -> Result<Self, DataDirError> {
        let failed = |source| DataDirError::Io { path: path.to_owned(), source };
        fs::create_dir_all(path).map_err(failed)?;
        let lock = lock_file(path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DataDirError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A name for an uploaded file; the folder for it exists then.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn new_upload(&self) -> io::Result<String> {
        fs::create_dir_all(self.path.join(UPLOADS))?;
        Ok(format!("{:032x}", rand::random::<u128>()))
    }

    /// Where the uploaded file of that name lies.
    #[must_use]
    pub fn upload_path(&self, name: &str) -> PathBuf {
        self.path.join(UPLOADS).join(name)
    }

    /// Makes an uploaded file, which is written, outlast a crash.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn sync_upload(&self, name: &str) -> io::Result<()> {
        failpoint::fails("upload.sync")?;
        File::open(self.upload_path(name))?.sync_all()?;
        File::open(self.path.join(UPLOADS))?.sync_all()
    }

    /// Removes an uploaded file.
    pub fn remove_upload(&self, name: &str) {
        // One that stays is removed at the next start.
        drop(fs::remove_file(self.upload_path(name)));
    }

    /// Removes all uploaded files but those.
    pub(super) fn keep_uploads(&self, needed: &HashSet<String>) {
        for entry in fs::read_dir(self.path.join(UPLOADS)).into_iter().flatten().flatten() {
            if !entry.file_name().to_str().is_some_and(|name| needed.contains(name)) {
                drop(fs::remove_file(entry.path()));
            }
        }
    }

    /// Tells commands where the server of this process listens; readable by the owner alone.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn announce(&self, server: &RunningServer) -> Result<(), DataDirError> {
        let failed = |source| DataDirError::Io { path: self.path.clone(), source };
        let path = self.path.join(SERVER_FILE);
        // A file of an earlier run may have other permissions.
        fs::remove_file(&path).or_else(ignore_missing).map_err(failed)?;
        let text = serde_json::to_string(server).map_err(io::Error::other).map_err(failed)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)
    }

    /// Takes the announcement back.
    pub fn withdraw(&self) {
        // A file that stays is recognised as stale by the free lock.
        drop(fs::remove_file(self.path.join(SERVER_FILE)));
    }
}

const LOCK_FILE: &str = "lock";
const SERVER_FILE: &str = "server.json";
const UPLOADS: &str = "uploads";

fn lock_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path.join(LOCK_FILE))
}

fn ignore_missing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

impl RunningServer {
    /// The server that holds `dir` now; `None` when nobody does, whatever an old file says.
    #[must_use]
    pub fn find(dir: &Path) -> Option<Self> {
        let lock = OpenOptions::new().write(true).open(dir.join(LOCK_FILE)).ok()?;
        if lock.try_lock().is_ok() {
            return None;
        }
        serde_json::from_str(&fs::read_to_string(dir.join(SERVER_FILE)).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn one_process_holds_it_and_a_stale_announcement_is_ignored() {
        let dir = tempfile::tempdir().unwrap();
        let server = RunningServer { address: "127.0.0.1:1".parse().unwrap(), pid: 1, token: "t".into() };
        assert_eq!(RunningServer::find(dir.path()), None);
        let held = DataDir::lock(dir.path()).unwrap();
        held.announce(&server).unwrap();
        assert_eq!(DataDir::lock(dir.path()).unwrap_err().code(), Code::DataDirLocked);
        assert_eq!(RunningServer::find(dir.path()), Some(server));
        let mode = fs::metadata(dir.path().join(SERVER_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        drop(held);
        assert_eq!(RunningServer::find(dir.path()), None);
    }
}
