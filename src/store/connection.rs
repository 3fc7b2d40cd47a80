//! Connections to the store's file: one that writes, and a pool that reads.
//!
//! Knows nothing of tables. Invariant: every reading connection is read-only, so all writes pass the one writer.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};

use super::{StoreError, migrations};

/// Reading connections kept open while idle: more than the threads that answer requests. Opening one costs a fraction of a millisecond.
const IDLE_READERS: usize = 16;
/// Distinct statements of one connection, all kept prepared.
const PREPARED_STATEMENTS: usize = 64;
/// A checkpoint or another reader's recovery holds the file for milliseconds; beyond this something is stuck.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes mapped instead of copied; SQLite's own ceiling is just under 2 GiB. What lies beyond is read as usual. Measured: a
/// page of 20 hits at random costs a fifth less than without at best, half as much on a busy machine.
const MMAP_BYTES: i64 = 2 << 30;
/// KiB of page cache of the writer: the identity index of a few million reviews.
const WRITER_CACHE_KIB: i64 = 64 * 1024;
/// KiB of page cache of a reader: little, since mapped pages bypass it.
const READER_CACHE_KIB: i64 = 4 * 1024;
/// Pages of log before it is copied back. Ids in no order touch a page of the identity index for nearly every row; at 64 MiB a page is
/// copied once for many batches (measured: a quarter less CPU for such imports than with the usual 4 MiB).
const CHECKPOINT_PAGES: i64 = 16 * 1024;
/// Bytes that the log keeps on disk after it was copied back.
const LOG_BYTES: i64 = 128 << 20;

/// Opens the connection that writes, and brings the file to the newest schema.
pub(super) fn open_writer(file: &Path) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    migrations::schema(&connection)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // FULL waits for the log to reach the disk at each commit. NORMAL would lose the last batches in a power cut, and the ledger has
    // acknowledged them; one wait for thousands of rows is cheap.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
    share_settings(&connection)?;
    migrations::migrate(&mut connection)?;
    Ok(connection)
}

pub(super) fn open_reader(file: &Path) -> Result<Connection, StoreError> {
    let connection =
        Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "cache_size", -READER_CACHE_KIB)?;
    share_settings(&connection)?;
    Ok(connection)
}

fn share_settings(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "mmap_size", MMAP_BYTES)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    Ok(())
}

/// Reading connections, opened when first needed.
pub(super) struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) const fn new(file: PathBuf) -> Self {
        Self { file, idle: Mutex::new(Vec::new()) }
    }

    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Runs `read` in one transaction: all that it reads is of one moment. A connection on which it failed is not used again.
    pub(super) fn with<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = idle.map_or_else(|| open_reader(&self.file), Ok)?;
        let transaction = connection.transaction()?;
        let answer = read(&transaction)?;
        drop(transaction);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_READERS && connection.is_autocommit() {
            idle.push(connection);
        }
        Ok(answer)
    }
}
