//! Long work: what is to be done, what became of it.
//!
//! Knows nothing of how work is done. Invariant: a number is given once; a task that has ended stays ended.

use rusqlite::{Connection, Row, params};

use super::{
    Store, StoreError,
    rows::{read_u64, to_sql, unreadable, write_json},
};
use crate::{
    domain::task::{KeptTask, TaskKind, TaskProblem, TaskStatus},
    failpoint,
};

const COLUMNS: &str = "SELECT id, kind, status, subject, work, attempts, created_unix_s, started_unix_s, ended_unix_s, result, problem FROM tasks";

impl Store {
    /// Enters a queued task and returns its number. Ended tasks from before `keep_since_unix_s` are forgotten, and more than `keep` of them.
    ///
    /// # Errors
    /// `DiskFull`, or when the file cannot be used.
    pub fn add_task(
        &self,
        kind: TaskKind,
        subject: Option<&str>,
        work: &serde_json::Value,
        now_unix_s: i64,
        (keep_since_unix_s, keep): (i64, usize),
    ) -> Result<u64, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction()?;
        transaction.execute(
            "DELETE FROM tasks WHERE ended_unix_s IS NOT NULL AND (ended_unix_s < ?1 OR id NOT IN
               (SELECT id FROM tasks WHERE ended_unix_s IS NOT NULL ORDER BY id DESC LIMIT ?2))",
            [keep_since_unix_s, to_sql(keep as u64)],
        )?;
        let insert = "INSERT INTO tasks (kind, status, subject, work, created_unix_s) VALUES (?1, 'queued', ?2, ?3, ?4) RETURNING id";
        let values = params![kind.name(), subject, write_json(work)?, now_unix_s];
        let id = transaction.query_row(insert, values, |row| Ok(read_u64(row, 0, "id")))??;
        failpoint::reach("store.task.before_commit");
        transaction.commit()?;
        failpoint::reach("store.task.after_commit");
        Ok(id)
    }

    /// Marks a queued task, or one that was cut off, as begun, once more.
    ///
    /// # Errors
    /// `DiskFull`, or when the file cannot be used.
    pub fn begin_task(&self, id: u64, now_unix_s: i64) -> Result<(), StoreError> {
        self.writer().execute(
            "UPDATE tasks SET status = 'running', attempts = attempts + 1, started_unix_s = ?2 WHERE id = ?1 AND ended_unix_s IS NULL",
            [to_sql(id), now_unix_s],
        )?;
        Ok(())
    }

    /// Ends a task that has not ended yet.
    ///
    /// # Errors
    /// `DiskFull`, or when the file cannot be used.
    pub fn end_task(
        &self,
        id: u64,
        status: TaskStatus,
        result: Option<&serde_json::Value>,
        problem: Option<&TaskProblem>,
        now_unix_s: i64,
    ) -> Result<(), StoreError> {
        let (result, problem) = (result.map(write_json).transpose()?, problem.map(write_json).transpose()?);
        failpoint::reach("store.task.end");
        self.writer().execute(
            "UPDATE tasks SET status = ?2, result = ?3, problem = ?4, ended_unix_s = ?5 WHERE id = ?1 AND ended_unix_s IS NULL",
            params![to_sql(id), status.name(), result, problem, now_unix_s],
        )?;
        Ok(())
    }

    /// All tasks that are kept, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn tasks(&self) -> Result<Vec<KeptTask>, StoreError> {
        self.readers.with(kept)
    }
}

fn kept(connection: &Connection) -> Result<Vec<KeptTask>, StoreError> {
    let mut statement = connection.prepare(&format!("{COLUMNS} ORDER BY id"))?;
    let tasks = statement.query_and_then([], read_task)?;
    tasks.collect()
}

fn read_task(row: &Row<'_>) -> Result<KeptTask, StoreError> {
    let (kind, status): (String, String) = (row.get(1)?, row.get(2)?);
    Ok(KeptTask {
        id: read_u64(row, 0, "id")?,
        kind: TaskKind::parse(&kind).ok_or_else(|| unreadable("kind", kind))?,
        status: TaskStatus::parse(&status).ok_or_else(|| unreadable("status", status))?,
        subject: row.get(3)?,
        order: read_json(row, 4, "work")?.unwrap_or_default(),
        attempts: row.get(5)?,
        created_unix_s: row.get(6)?,
        started_unix_s: row.get(7)?,
        ended_unix_s: row.get(8)?,
        result: read_json(row, 9, "result")?,
        problem: read_json(row, 10, "problem")?,
    })
}

fn read_json<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    index: usize,
    column: &'static str,
) -> Result<Option<T>, StoreError> {
    let text: Option<String> = row.get(index)?;
    text.map(|text| serde_json::from_str(&text).map_err(|_| unreadable(column, text))).transpose()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::testing::Fixture;

    const KEEP: (i64, usize) = (0, 100);

    #[test]
    fn a_task_is_kept_begun_ended_and_stays_ended() {
        let fixture = Fixture::new();
        let work = json!({"upload": "a"});
        let id = fixture.store.add_task(TaskKind::Import, Some("评价.csv"), &work, 10, KEEP).unwrap();
        fixture.store.begin_task(id, 11).unwrap();
        let fixture = fixture.reopened();
        let task = fixture.store.tasks().unwrap().remove(0);
        assert_eq!((task.status, task.attempts, &task.order), (TaskStatus::Running, 1, &work));
        fixture.store.end_task(id, TaskStatus::Done, Some(&json!({"rows": 1})), None, 12).unwrap();
        fixture.store.end_task(id, TaskStatus::Failed, None, None, 13).unwrap();
        fixture.store.begin_task(id, 14).unwrap();
        let task = fixture.store.tasks().unwrap().remove(0);
        assert_eq!(
            (task.status, task.ended_unix_s, task.result),
            (TaskStatus::Done, Some(12), Some(json!({"rows": 1})))
        );
    }

    #[test]
    fn old_and_too_many_ended_tasks_are_forgotten_and_numbers_are_not_used_again() {
        let Fixture { store, dir: _dir } = Fixture::new();
        let add = |keep| store.add_task(TaskKind::Reindex, None, &json!({}), 0, keep).unwrap();
        for ended in [5, 50, 51, 52] {
            store.end_task(add(KEEP), TaskStatus::Done, None, None, ended).unwrap();
        }
        add(KEEP);
        assert_eq!(add((10, 2)), 6);
        let kept: Vec<u64> = store.tasks().unwrap().iter().map(|task| task.id).collect();
        assert_eq!(kept, [3, 4, 5, 6]);
    }
}
