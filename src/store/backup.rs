//! Copies of the store, made beside readers and the writer, and what a copy holds.
//!
//! Invariant: a copy is of one moment; examining one changes nothing in it.

use std::path::Path;

use rusqlite::{Connection, InterruptHandle, OpenFlags};

use super::{Finding, Store, StoreError, changes, check, connection, reviews, rows::read_u64};
use crate::{domain::ledger::Counts, failpoint};

/// What a store holds, added up.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sums {
    /// Where the change log stands.
    pub sequence: u64,
    /// Reviews.
    pub reviews: u64,
    /// Imports in the ledger.
    pub imports: u64,
    /// The sums of all imports.
    pub counts: Counts,
    /// Words of users.
    pub words: u64,
}

impl Store {
    /// Writes a compact copy of one moment to `file`, which must not exist. Others read and write meanwhile. `begun` is handed what stops it.
    ///
    /// # Errors
    /// `DiskFull`, or when either file cannot be used; what was written stays for the caller to remove.
    pub fn copy_to(&self, file: &Path, begun: impl FnOnce(InterruptHandle)) -> Result<(), StoreError> {
        let connection = connection::open_reader(self.readers.file())?;
        begun(connection.get_interrupt_handle());
        failpoint::reach("store.copy");
        connection.execute("VACUUM INTO ?1", [file.to_string_lossy()])?;
        Ok(())
    }

    /// Ends all tasks that have not ended: those of a copy cannot go on.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn interrupt_tasks(&self, now_unix_s: i64) -> Result<(), StoreError> {
        let all = "UPDATE tasks SET status = 'interrupted', ended_unix_s = ?1 WHERE ended_unix_s IS NULL";
        self.writer().execute(all, [now_unix_s])?;
        Ok(())
    }
}

/// Reads a copy back: everything that [`Store::check`] checks, and its sums.
///
/// # Errors
/// When the file cannot be read at all; damage within it is a finding.
pub fn examine(file: &Path) -> Result<(Vec<Finding>, Option<Sums>), StoreError> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let findings = check::findings(&connection)?;
    let sums = if findings.is_empty() { Some(sums(&connection)?) } else { None };
    Ok((findings, sums))
}

fn sums(connection: &Connection) -> Result<Sums, StoreError> {
    let ledger = "SELECT count(*), coalesce(sum(rows_read), 0), coalesce(sum(records), 0), coalesce(sum(inserted), 0), \
        coalesce(sum(updated), 0), coalesce(sum(unchanged), 0), coalesce(sum(rejected), 0) FROM imports";
    let (imports, counts) = connection.query_row(ledger, [], |row| {
        let read = |index| read_u64(row, index, "sum");
        let counts = || -> Result<(u64, Counts), StoreError> {
            let counts = Counts {
                rows_read: read(1)?,
                records: read(2)?,
                inserted: read(3)?,
                updated: read(4)?,
                unchanged: read(5)?,
                rejected: read(6)?,
            };
            Ok((read(0)?, counts))
        };
        Ok(counts())
    })??;
    let words = connection.query_row("SELECT count(*) FROM user_words", [], |row| Ok(read_u64(row, 0, "count")))??;
    Ok(Sums {
        sequence: changes::last_sequence(connection)?,
        reviews: reviews::last_number(connection)?,
        imports,
        counts,
        words,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{Fixture, record};

    #[test]
    fn a_copy_is_of_one_moment_and_whole() {
        let fixture = Fixture::new();
        fixture.import(&[record("1", "a"), record("2", "b"), record("1", "c")]);
        let file = fixture.dir.path().join("copy.sqlite");
        fixture.store.copy_to(&file, drop).unwrap();
        fixture.import(&[record("3", "later")]);
        let (findings, sums) = examine(&file).unwrap();
        assert_eq!(findings, []);
        let sums = sums.unwrap();
        assert_eq!((sums.sequence, sums.reviews, sums.imports, sums.counts.updated), (3, 2, 1, 1));
        assert!(sums.counts.balances());
        assert!(fixture.store.copy_to(&file, drop).is_err(), "an existing file is not written over");
    }

    #[test]
    fn damage_in_a_copy_is_found() {
        let fixture = Fixture::new();
        let many: Vec<_> = (0..500).map(|n| record(&n.to_string(), &"字".repeat(100))).collect();
        fixture.import(&many);
        let file = fixture.dir.path().join("copy.sqlite");
        fixture.store.copy_to(&file, drop).unwrap();
        let mut bytes = std::fs::read(&file).unwrap();
        bytes[20 * 4096..21 * 4096].fill(0xA5);
        std::fs::write(&file, bytes).unwrap();
        let (findings, sums) = examine(&file).unwrap();
        assert!(!findings.is_empty() && sums.is_none());
    }
}
