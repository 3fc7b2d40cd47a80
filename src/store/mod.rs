//! The store: SQLite's only home, and the truth about every review and import.
//!
//! It answers what a review says now, what it said when the change log stood at some sequence, what changed since, what became of
//! every row of every import, which words users added, what operators corrected, which keys open the API, and which long work is to be done. It must not know search, analysis or HTTP: the index is built from it, never the other way round.
//!
//! Invariants: a review keeps its number for ever, and numbers run from 1 without gaps; every insertion, update, correction and change of
//! marks takes the next sequence of the change log in the transaction that makes it; the sums of an import are written in that same
//! transaction, so they are true after any crash. What a call has returned is on the disk.
//!
//! Reading order: `migrations/*.sql` (the tables), [`apply`](Store::apply), `reviews`, `ledger`, `check`.

mod apply;
mod backup;
mod changes;
mod check;
mod connection;
mod corrections;
#[cfg(test)]
mod crash;
mod error;
mod keys;
mod ledger;
mod mappings;
mod marks;
mod migrations;
mod reviews;
mod rows;
mod tasks;
#[cfg(test)]
mod testing;
mod traces;
mod words;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::Connection;

pub use backup::{Sums, examine};
pub use changes::Change;
pub use check::Finding;
pub use error::StoreError;
pub use keys::NewKey;
pub use mappings::KeptMapping;
pub use marks::{Clustered, Compared, Marking, SharedTexts};
pub use words::WordChange;

/// Name of the file in the data directory.
const FILE: &str = "store.sqlite";

/// An open store. Shared between threads: reads run side by side and beside the one write.
pub struct Store {
    // Before the writer, so that the writer is closed last: only it can copy the log back into the file.
    readers: connection::Readers,
    writer: Mutex<Connection>,
}

impl Store {
    /// Opens or creates `dir/store.sqlite`, brings it to the newest schema, and marks imports that never ended as interrupted.
    ///
    /// The caller holds the data directory's lock: a second process that opens the store would interrupt the first one's imports.
    ///
    /// # Errors
    /// `TooNew` when a newer version wrote the file; else when the directory or the file cannot be used.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(dir).map_err(|source| StoreError::Directory { path: dir.to_owned(), source })?;
        let file = dir.join(FILE);
        let writer = connection::open_writer(&file)?;
        ledger::interrupt_running(&writer)?;
        Ok(Self { readers: connection::Readers::new(file), writer: Mutex::new(writer) })
    }

    /// The store's file in a data directory.
    #[must_use]
    pub fn file_in(dir: &Path) -> PathBuf {
        dir.join(FILE)
    }

    /// The connection that writes. A thread that panicked with it left no open transaction: dropping one rolls it back.
    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::ledger::ImportState,
        error::{Code, Coded},
        store::testing::{Fixture, record},
    };

    #[test]
    fn everything_survives_a_restart() {
        let fixture = Fixture::new();
        fixture.import(&[record("1", "a"), record("1", "b"), record("2", "c")]);
        let before = fixture.store.reviews_after(crate::domain::review::ReviewNumber(0), 10).unwrap();
        let fixture = fixture.reopened().reopened();
        let after = fixture.store.reviews_after(crate::domain::review::ReviewNumber(0), 10).unwrap();
        assert_eq!(after, before);
        assert_eq!(fixture.store.last_sequence().unwrap(), 3);
    }

    #[test]
    fn a_running_import_is_interrupted_by_a_restart() {
        let fixture = Fixture::new();
        let (ended, _) = fixture.import(&[record("1", "a")]);
        fixture.store.end_import(ended, ImportState::Done, &[], None, 5).unwrap();
        let (running, counts) = fixture.import(&[record("2", "a")]);
        let fixture = fixture.reopened();
        assert_eq!(fixture.store.import(ended).unwrap().unwrap().state, ImportState::Done);
        let interrupted = fixture.store.import(running).unwrap().unwrap();
        assert_eq!((interrupted.state, interrupted.counts), (ImportState::Interrupted, counts));
        assert!(fixture.store.apply((running, 0), &[], &[], 0, 0).is_err());
    }

    #[test]
    fn a_store_of_a_newer_version_is_refused_untouched() {
        let fixture = Fixture::new();
        fixture.damage("PRAGMA user_version = 1000");
        let Fixture { store, dir } = fixture;
        drop(store);
        let file = dir.path().join(FILE);
        let before = fs::read(&file).unwrap();
        let error = Store::open(dir.path()).err().unwrap();
        assert_eq!(error.code(), Code::StoreTooNew);
        assert_eq!(fs::read(&file).unwrap(), before);
    }

    #[test]
    fn a_file_of_another_kind_is_refused() {
        let dir = tempfile::TempDir::new().unwrap();
        fs::write(dir.path().join(FILE), "not a database, but long enough to look at".repeat(100)).unwrap();
        assert_eq!(Store::open(dir.path()).err().unwrap().code(), Code::StoreFailed);
    }

    #[test]
    fn commits_wait_for_the_disk() {
        let Fixture { store, dir: _dir } = Fixture::new();
        let writer = store.writer();
        let mode: String = writer.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        let synchronous: i64 = writer.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    }
}
