//! The change log: which reviews changed, in which order.
//!
//! Invariant: sequences run from 1 without gaps, and the log up to a sequence never changes again.

use super::{
    Store, StoreError,
    rows::{read_u64, to_sql},
};
use crate::domain::review::ReviewNumber;

/// Writes a change: its sequence, the number of its review.
pub(super) const LOG: &str = "INSERT INTO changes (sequence, number) VALUES (?1, ?2)";

/// One insertion, update or correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its place in the log, from 1.
    pub sequence: u64,
    /// The review that it made or changed.
    pub number: ReviewNumber,
}

impl Store {
    /// Where the change log stands; 0 when nothing was ever written.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_sequence(&self) -> Result<u64, StoreError> {
        self.readers.with(last_sequence)
    }

    /// At most `limit` changes after `sequence`, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn changes_after(&self, sequence: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT sequence, number FROM changes WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
            )?;
            let changes = statement.query_and_then([to_sql(sequence), to_sql(limit as u64)], |row| {
                let number = ReviewNumber(read_u64(row, 1, "number")?);
                Ok(Change { sequence: read_u64(row, 0, "sequence")?, number })
            })?;
            changes.collect()
        })
    }
}

/// Logs a change of `number` and returns its sequence.
pub(super) fn append(connection: &rusqlite::Connection, number: ReviewNumber) -> Result<u64, StoreError> {
    let sequence = last_sequence(connection)? + 1;
    let mut statement = connection.prepare_cached(LOG)?;
    statement.execute([to_sql(sequence), to_sql(number.0)])?;
    Ok(sequence)
}

/// The newest sequence that `connection` sees, or 0.
pub(super) fn last_sequence(connection: &rusqlite::Connection) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT coalesce(max(sequence), 0) FROM changes")?;
    statement.query_row([], |row| Ok(read_u64(row, 0, "sequence")))?
}
