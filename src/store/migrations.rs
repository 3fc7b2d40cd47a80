//! Brings a store file to the newest schema.
//!
//! `PRAGMA user_version` counts the steps that a file has taken. A step is never edited after a release, only followed by another; it
//! and its count are one transaction, so a crash leaves a file at one step or the next.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// The steps, oldest first; step n leads to schema n.
const STEPS: &[&str] = &[
    include_str!("migrations/001_reviews_and_ledger.sql"),
    include_str!("migrations/002_user_words.sql"),
    include_str!("migrations/003_marks.sql"),
    include_str!("migrations/004_corrections.sql"),
    include_str!("migrations/005_keys.sql"),
    include_str!("migrations/006_tasks.sql"),
    include_str!("migrations/007_tables_and_mappings.sql"),
];

/// The schema of the file, 0 for an empty one.
///
/// # Errors
/// `TooNew` when a newer version wrote it, before anything was touched.
pub(super) fn schema(connection: &Connection) -> Result<u32, StoreError> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    Ok(found)
}

/// Applies the steps that are missing.
///
/// # Errors
/// `TooNew`, or SQLite's failure; the steps before it stay applied.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found = schema(connection)?;
    for (reached, step) in (1..).zip(STEPS).filter(|(reached, _)| *reached > found) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", reached)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_reaches_the_newest_schema_and_stays() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert_eq!(schema(&connection).unwrap(), 0);
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        assert_eq!(schema(&connection).unwrap() as usize, STEPS.len());
    }

    #[test]
    fn a_newer_schema_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        let error = migrate(&mut connection).unwrap_err();
        assert!(matches!(error, StoreError::TooNew { found: 99, known } if known as usize == STEPS.len()));
    }
}
