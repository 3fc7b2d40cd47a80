//! The import ledger: beginning and ending an import, its sums, its rejected rows.
//!
//! Invariant: only a running import takes rows, and its sums always balance.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::{
    Store, StoreError,
    rows::{read_u64, to_sql, unreadable, write_json},
};
use crate::{
    domain::ledger::{Counts, Import, ImportState, Reject, RejectReason, Table, Warning},
    failpoint,
};

/// The columns of an import, in the order that [`read_import`] expects.
macro_rules! imports_where {
    ($rest:literal) => {
        concat!(
            "SELECT number, file, source, state, started_unix_s, ended_unix_s, warnings, failure, \
             rows_read, records, inserted, updated, unchanged, rejected, tables FROM imports ",
            $rest
        )
    };
}

impl Store {
    /// Enters a running import and returns its number, from 1. `file` is the name without its folder, `digest` names content and options.
    ///
    /// # Errors
    /// `DiskFull`, or when the file cannot be used.
    pub fn begin_import(&self, file: &str, source: &str, digest: &str, now_unix_s: i64) -> Result<u64, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let insert = "INSERT INTO imports (file, source, digest, state, started_unix_s) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING number";
        let values = params![file, source, digest, ImportState::Running.name(), now_unix_s];
        let number = transaction.query_row(insert, values, |row| Ok(read_u64(row, 0, "number")))??;
        failpoint::reach("store.begin.before_commit");
        transaction.commit()?;
        failpoint::reach("store.begin.after_commit");
        Ok(number)
    }

    /// Takes up the interrupted import of the same content again: it is running then, with the sums that it had. `None` when there is none,
    /// or when a later import of its source has written since: then its first rows may no longer stand.
    ///
    /// # Errors
    /// `DiskFull`, or when the file cannot be used.
    pub fn resume_import(&self, source: &str, digest: &str) -> Result<Option<Import>, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found = transaction
            .prepare_cached(imports_where!(
                "WHERE digest = ?1 AND source = ?2 AND state = 'interrupted' AND NOT EXISTS \
                 (SELECT 1 FROM imports later WHERE later.source = ?2 AND later.number > imports.number AND later.rows_read > 0)"
            ))?
            .query_and_then([digest, source], read_import)?
            .next()
            .transpose()?;
        let Some(import) = found else { return Ok(None) };
        let state = ImportState::Running;
        transaction
            .execute("UPDATE imports SET state = ?2 WHERE number = ?1", params![to_sql(import.number), state.name()])?;
        failpoint::reach("store.resume.before_commit");
        transaction.commit()?;
        failpoint::reach("store.resume.after_commit");
        Ok(Some(Import { state, ..import }))
    }

    /// The newest import of that content that was begun at or after `since_unix_s` and has ended well.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn finished_import(&self, digest: &str, since_unix_s: i64) -> Result<Option<Import>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(imports_where!(
                "WHERE digest = ?1 AND started_unix_s >= ?2 AND state = 'done' ORDER BY number DESC LIMIT 1"
            ))?;
            let mut imports = statement.query_and_then(params![digest, since_unix_s], read_import)?;
            imports.next().transpose()
        })
    }

    /// Ends a running import as `state`, with what it noticed and, if it failed, why.
    ///
    /// # Errors
    /// `NoSuchImport`, `ImportEnded`, `DiskFull`, or when the file cannot be used.
    pub fn end_import(
        &self,
        import: u64,
        state: ImportState,
        warnings: &[Warning],
        failure: Option<&str>,
        now_unix_s: i64,
    ) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        require_running(&transaction, import)?;
        transaction.execute(
            "UPDATE imports SET state = ?2, warnings = ?3, failure = ?4, ended_unix_s = ?5 WHERE number = ?1",
            params![to_sql(import), state.name(), write_json(&warnings)?, failure, now_unix_s],
        )?;
        failpoint::reach("store.end.before_commit");
        transaction.commit()?;
        failpoint::reach("store.end.after_commit");
        Ok(())
    }

    /// Says which tables the file of a running import has; their sums stay those that were added.
    ///
    /// # Errors
    /// `NoSuchImport`, `ImportEnded`, `DiskFull`, or when the file cannot be used.
    pub fn set_tables(&self, import: u64, tables: &[Table]) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        require_running(&transaction, import)?;
        let known = read_tables(&transaction, import)?;
        let counts = |place| known.get(place).map(|table: &Table| table.counts).unwrap_or_default();
        let named = tables.iter().enumerate().map(|(place, table)| Table { counts: counts(place), ..table.clone() });
        write_tables(&transaction, import, &named.collect::<Vec<_>>())?;
        transaction.commit()?;
        Ok(())
    }

    /// At most `limit` imports, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn imports(&self, limit: usize) -> Result<Vec<Import>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(imports_where!("ORDER BY number DESC LIMIT ?1"))?;
            let imports = statement.query_and_then([to_sql(limit as u64)], read_import)?;
            imports.collect()
        })
    }

    /// The import of that number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn import(&self, number: u64) -> Result<Option<Import>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(imports_where!("WHERE number = ?1"))?;
            let mut imports = statement.query_and_then([to_sql(number)], read_import)?;
            imports.next().transpose()
        })
    }

    /// About `limit` rejects of rows after `after_row`, by row. A row with several comes whole, so that the next call may continue after
    /// the last row.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rejects(&self, import: u64, after_row: u64, limit: usize) -> Result<Vec<Reject>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT row, reason, detail, raw, at_column, cells FROM rejects WHERE import = ?1 AND row > ?2 ORDER BY row, rowid",
            )?;
            let mut rejects: Vec<Reject> = Vec::new();
            for reject in statement.query_and_then([to_sql(import), to_sql(after_row)], read_reject)? {
                let reject = reject?;
                if rejects.len() >= limit && rejects.last().is_none_or(|last| last.row != reject.row) {
                    break;
                }
                rejects.push(reject);
            }
            Ok(rejects)
        })
    }
}

/// Marks imports that a dead process left running. When they ended is not known.
pub(super) fn interrupt_running(writer: &Connection) -> Result<(), StoreError> {
    let (interrupted, running) = (ImportState::Interrupted.name(), ImportState::Running.name());
    writer.execute("UPDATE imports SET state = ?1 WHERE state = ?2", [interrupted, running])?;
    Ok(())
}

/// Refuses an import that does not exist or has ended.
pub(super) fn require_running(transaction: &Transaction<'_>, import: u64) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached("SELECT state FROM imports WHERE number = ?1")?;
    let state: Option<String> = statement.query_row([to_sql(import)], |row| row.get(0)).optional()?;
    match state {
        None => Err(StoreError::NoSuchImport { import }),
        Some(state) if state != ImportState::Running.name() => Err(StoreError::ImportEnded { import }),
        Some(_) => Ok(()),
    }
}

/// Keeps rejected rows.
pub(super) fn add_rejects(transaction: &Transaction<'_>, import: u64, rejects: &[Reject]) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO rejects (import, row, reason, detail, raw, at_column, cells) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for Reject { row, reason, column, detail, raw, cells } in rejects {
        let cells = write_json(cells)?;
        statement.execute(params![to_sql(import), to_sql(*row), reason.name(), detail, raw, column, cells])?;
    }
    Ok(())
}

/// Adds a batch to the sums of its import and of its table, by the table's place in the file.
pub(super) fn add_counts(
    transaction: &Transaction<'_>,
    (import, table): (u64, usize),
    counts: &Counts,
) -> Result<(), StoreError> {
    let mut tables = read_tables(transaction, import)?;
    tables.resize(tables.len().max(table + 1), Table::default());
    tables[table].counts.add(counts);
    write_tables(transaction, import, &tables)?;
    let mut statement = transaction.prepare_cached(
        "UPDATE imports SET rows_read = rows_read + ?2, records = records + ?3, inserted = inserted + ?4, \
         updated = updated + ?5, unchanged = unchanged + ?6, rejected = rejected + ?7 WHERE number = ?1",
    )?;
    let Counts { rows_read, records, inserted, updated, unchanged, rejected } = *counts;
    statement.execute([import, rows_read, records, inserted, updated, unchanged, rejected].map(to_sql))?;
    Ok(())
}

fn read_tables(transaction: &Transaction<'_>, import: u64) -> Result<Vec<Table>, StoreError> {
    let mut statement = transaction.prepare_cached("SELECT tables FROM imports WHERE number = ?1")?;
    let tables: String = statement.query_row([to_sql(import)], |row| row.get(0))?;
    serde_json::from_str(&tables).map_err(|_| unreadable("tables", tables))
}

fn write_tables(transaction: &Transaction<'_>, import: u64, tables: &[Table]) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached("UPDATE imports SET tables = ?2 WHERE number = ?1")?;
    statement.execute(params![to_sql(import), write_json(&tables)?])?;
    Ok(())
}

fn read_import(row: &Row<'_>) -> Result<Import, StoreError> {
    let state: String = row.get(3)?;
    let warnings: String = row.get(6)?;
    let tables: String = row.get(14)?;
    Ok(Import {
        number: read_u64(row, 0, "number")?,
        file: row.get(1)?,
        source: row.get(2)?,
        state: ImportState::parse(&state).ok_or_else(|| unreadable("state", state))?,
        started_unix_s: row.get(4)?,
        ended_unix_s: row.get(5)?,
        warnings: serde_json::from_str(&warnings).map_err(|_| unreadable("warnings", warnings))?,
        tables: serde_json::from_str(&tables).map_err(|_| unreadable("tables", tables))?,
        failure: row.get(7)?,
        counts: Counts {
            rows_read: read_u64(row, 8, "rows_read")?,
            records: read_u64(row, 9, "records")?,
            inserted: read_u64(row, 10, "inserted")?,
            updated: read_u64(row, 11, "updated")?,
            unchanged: read_u64(row, 12, "unchanged")?,
            rejected: read_u64(row, 13, "rejected")?,
        },
    })
}

pub(super) fn read_reject(row: &Row<'_>) -> Result<Reject, StoreError> {
    let reason: String = row.get(1)?;
    let cells: String = row.get(5)?;
    Ok(Reject {
        row: read_u64(row, 0, "row")?,
        reason: RejectReason::parse(&reason).ok_or_else(|| unreadable("reason", reason))?,
        column: row.get(4)?,
        detail: row.get(2)?,
        raw: row.get(3)?,
        cells: serde_json::from_str(&cells).map_err(|_| unreadable("cells", cells))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        error::{Code, Coded},
        store::testing::{Fixture, record, reject},
    };

    #[test]
    fn an_import_is_entered_counted_and_ended() {
        let Fixture { store, dir: _dir } = Fixture::new();
        let import = store.begin_import("评价.csv", "shop", "d", 10).unwrap();
        store.apply((import, 0), &[record("1", "a")], &[reject(2)], 2, 11).unwrap();
        store.apply((import, 0), &[record("1", "a"), record("2", "b")], &[], 2, 12).unwrap();
        let warning = Warning { code: "no_year".to_owned(), detail: "2 行".to_owned() };
        let named = Table { sheet: Some("一月".to_owned()), columns: vec!["评分".to_owned()], ..Table::default() };
        store.set_tables(import, std::slice::from_ref(&named)).unwrap();
        store.end_import(import, ImportState::Failed, std::slice::from_ref(&warning), Some("磁盘"), 13).unwrap();
        let entry = store.import(import).unwrap().unwrap();
        let counts = Counts { rows_read: 4, records: 4, inserted: 2, updated: 0, unchanged: 1, rejected: 1 };
        let table = Table { counts, ..named };
        assert_eq!(
            entry,
            Import {
                number: 1,
                file: "评价.csv".to_owned(),
                source: "shop".to_owned(),
                state: ImportState::Failed,
                counts,
                warnings: vec![warning],
                tables: vec![table],
                started_unix_s: 10,
                ended_unix_s: Some(13),
                failure: Some("磁盘".to_owned()),
            }
        );
        assert!(counts.balances());
    }

    #[test]
    fn only_a_running_import_takes_rows() {
        let Fixture { store, dir: _dir } = Fixture::new();
        let refused = |import| store.apply((import, 0), &[record("1", "a")], &[], 1, 0).unwrap_err();
        assert_eq!(refused(1).code(), Code::ImportNotFound);
        let import = store.begin_import("a.csv", "shop", "d", 0).unwrap();
        store.end_import(import, ImportState::Done, &[], None, 1).unwrap();
        assert!(matches!(refused(import), StoreError::ImportEnded { import: 1 }));
        assert!(store.end_import(import, ImportState::Failed, &[], None, 2).is_err());
        assert_eq!(store.review_count().unwrap(), 0);
        assert_eq!(store.import(2).unwrap(), None);
    }

    #[test]
    fn an_interrupted_import_is_taken_up_by_its_content_until_another_has_written() {
        let fixture = Fixture::new();
        let import = fixture.store.begin_import("a.csv", "shop", "d", 0).unwrap();
        let counts = fixture.store.apply((import, 0), &[record("1", "a")], &[reject(2)], 2, 0).unwrap();
        assert_eq!(fixture.store.resume_import("shop", "d").unwrap(), None, "it is running");
        let fixture = fixture.reopened();
        for (source, digest) in [("shop", "other"), ("other", "d")] {
            assert_eq!(fixture.store.resume_import(source, digest).unwrap(), None);
        }
        let resumed = fixture.store.resume_import("shop", "d").unwrap().unwrap();
        assert_eq!((resumed.number, resumed.state, resumed.counts), (import, ImportState::Running, counts));
        fixture.store.apply((import, 0), &[record("3", "c")], &[], 1, 0).unwrap();
        let fixture = fixture.reopened();
        assert_eq!(fixture.store.import(import).unwrap().unwrap().counts.rows_read, 3);
        let later = fixture.store.begin_import("b.csv", "shop", "e", 0).unwrap();
        fixture.store.apply((later, 0), &[record("1", "z")], &[], 1, 0).unwrap();
        assert_eq!(fixture.store.resume_import("shop", "d").unwrap(), None, "its first row no longer stands");
    }

    #[test]
    fn imports_come_newest_first() {
        let Fixture { store, dir: _dir } = Fixture::new();
        for _ in 0..3 {
            store.begin_import("a.csv", "shop", "d", 0).unwrap();
        }
        let numbers: Vec<u64> = store.imports(2).unwrap().iter().map(|import| import.number).collect();
        assert_eq!(numbers, [3, 2]);
    }

    #[test]
    fn pages_of_rejects_lose_none() {
        let Fixture { store, dir: _dir } = Fixture::new();
        let import = store.begin_import("a.csv", "shop", "d", 0).unwrap();
        let rows = [1, 2, 2, 2, 5];
        store.apply((import, 0), &[], &rows.map(reject), 5, 0).unwrap();
        let page = |after| store.rejects(import, after, 2).unwrap();
        assert_eq!(page(0).iter().map(|reject| reject.row).collect::<Vec<_>>(), [1, 2, 2, 2]);
        assert_eq!(page(2), [reject(5)]);
        assert_eq!(page(5), []);
    }
}
