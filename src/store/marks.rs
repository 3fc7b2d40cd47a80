//! What the pass over the corpus keeps: traits of every review, and the marks that it found, with their history.
//!
//! Knows nothing of how texts are compared. Invariants: each change of marks is one row here and one change of the log, in one
//! transaction with how far the pass has come; marks hold from their sequence on.

use std::collections::HashMap;

use rusqlite::{Connection, Row, TransactionBehavior};

use super::{
    Store, StoreError, changes,
    rows::{read_marks, read_u64, to_sql, unreadable},
};
use crate::{
    domain::{
        marks::{Likeness, Marks, Traits},
        review::ReviewNumber,
    },
    failpoint,
};

const CHANGED: &str = "SELECT DISTINCT c.number FROM changes c CROSS JOIN reviews r ON r.number = c.number \
    LEFT JOIN sketches k ON k.number = c.number \
    WHERE c.sequence > ?1 AND c.sequence <= ?2 AND k.sequence IS NOT r.sequence ORDER BY c.number";
const REACHED: &str =
    "SELECT max(sequence) FROM (SELECT sequence FROM changes WHERE sequence > ?1 ORDER BY sequence LIMIT ?2)";
const COMPARED: &str = "SELECT number, sequence, created, item, text FROM reviews WHERE number = ?1";
const TRAITS: &str = "SELECT number, sequence, created, item, hash, sketch FROM sketches";
const MARKS: &str = "SELECT cluster, duplicate, burst FROM marks WHERE number = ?1 ORDER BY sequence DESC LIMIT 1";
// Members are few, so each is asked whether its newest marks still name the cluster.
const MEMBERS: &str = "SELECT DISTINCT number FROM marks m WHERE cluster = ?1 \
    AND sequence = (SELECT max(sequence) FROM marks WHERE number = m.number) ORDER BY number LIMIT ?2";
const CLUSTERED: &str = "SELECT m.number, k.item, k.created, m.cluster, m.duplicate, m.burst \
    FROM marks m CROSS JOIN sketches k ON k.number = m.number \
    WHERE m.cluster IS NOT NULL AND m.sequence = (SELECT max(sequence) FROM marks WHERE number = m.number) \
    ORDER BY m.cluster, k.item, k.created, m.number";

// One line for each pair of sources of a cluster; those of one cluster are few.
const SHARED: &str = "WITH held AS (SELECT m.cluster, r.source, count(*) AS reviews \
      FROM marks m CROSS JOIN reviews r ON r.number = m.number \
      WHERE m.cluster IS NOT NULL AND m.sequence = (SELECT max(sequence) FROM marks WHERE number = m.number) \
      GROUP BY m.cluster, r.source) \
    SELECT sa.name, sb.name, count(*), sum(a.reviews + b.reviews) FROM held a \
    JOIN held b ON b.cluster = a.cluster AND b.source > a.source \
    JOIN sources sa ON sa.number = a.source JOIN sources sb ON sb.number = b.source \
    GROUP BY sa.name, sb.name ORDER BY 3 DESC LIMIT 100";

/// Two sources that hold the same texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedTexts {
    /// One source.
    pub one: String,
    /// The other.
    pub other: String,
    /// Clusters with reviews of both.
    pub clusters: u64,
    /// Their reviews of both.
    pub reviews: u64,
}

/// How far the pass over the corpus has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marking {
    /// The change up to which texts were compared.
    pub compared: u64,
    /// The change up to which bursts were counted.
    pub counted: u64,
}

/// What the pass reads of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The review.
    pub number: ReviewNumber,
    /// The change that made this content.
    pub sequence: u64,
    /// When it was written.
    pub created: Option<i64>,
    /// What it is about.
    pub item: Option<String>,
    /// Its text.
    pub text: String,
}

/// A review of a cluster, as [`Store::clustered`] lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clustered {
    /// The review.
    pub number: ReviewNumber,
    /// Hash of the item's name.
    pub item: Option<i64>,
    /// When it was written.
    pub created: Option<i64>,
    /// Its marks.
    pub marks: Marks,
}

impl Store {
    /// How far the pass has come by the method of that version; from the beginning where another one was used before.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn marking(&self, version: u32) -> Result<Marking, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let known: u32 = transaction.query_row("SELECT version FROM marking", [], |row| row.get(0))?;
        if known != version {
            transaction.execute("DELETE FROM sketches", [])?;
            transaction.execute("UPDATE marking SET version = ?1, compared = 0, counted = 0", [version])?;
        }
        let marking = transaction.query_row("SELECT compared, counted FROM marking", [], |row| {
            let (compared, counted) = (read_u64(row, 0, "compared"), read_u64(row, 1, "counted"));
            Ok(compared.and_then(|compared| Ok(Marking { compared, counted: counted? })))
        })?;
        transaction.commit()?;
        marking
    }

    /// The reviews whose content changed in the first `limit` changes after `sequence` and was not compared yet, ascending, and the last of
    /// these changes; `None` at the end of the log.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn uncompared_after(
        &self,
        sequence: u64,
        limit: usize,
    ) -> Result<Option<(u64, Vec<ReviewNumber>)>, StoreError> {
        self.readers.with(|connection| {
            let mut reached = connection.prepare_cached(REACHED)?;
            let reached: Option<i64> = reached.query_row([to_sql(sequence), to_sql(limit as u64)], |row| row.get(0))?;
            let Some(reached) = reached else { return Ok(None) };
            let mut statement = connection.prepare_cached(CHANGED)?;
            let numbers = statement.query_map([to_sql(sequence), reached], number)?.collect::<Result<_, _>>()?;
            Ok(Some((u64::try_from(reached).unwrap_or_default(), numbers)))
        })
    }

    /// What is compared of these reviews, in the order asked.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn compared(&self, numbers: &[ReviewNumber]) -> Result<Vec<Compared>, StoreError> {
        self.each(COMPARED, numbers, |row| {
            Ok(Compared {
                number: number(row)?,
                sequence: read_u64(row, 1, "sequence")?,
                created: row.get(2)?,
                item: row.get(3)?,
                text: row.get(4)?,
            })
        })
    }

    /// The kept traits of these reviews, in the order asked.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn traits(&self, numbers: &[ReviewNumber]) -> Result<Vec<Traits>, StoreError> {
        self.each(&format!("{TRAITS} WHERE number = ?1"), numbers, read_traits)
    }

    /// Hands the kept traits of all reviews to `take`, ascending.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn for_each_traits(&self, mut take: impl FnMut(Traits)) -> Result<(), StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(TRAITS)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                take(read_traits(row)?);
            }
            Ok(())
        })
    }

    /// The current marks of these reviews; those that have none are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn marks(&self, numbers: &[ReviewNumber]) -> Result<HashMap<ReviewNumber, Marks>, StoreError> {
        self.readers.with(|connection| current_marks(connection, numbers))
    }

    /// At most `limit` members of a cluster, ascending.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn members(&self, cluster: ReviewNumber, limit: usize) -> Result<Vec<ReviewNumber>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(MEMBERS)?;
            let members = statement.query_map([to_sql(cluster.0), to_sql(limit as u64)], number)?;
            Ok(members.collect::<Result<_, _>>()?)
        })
    }

    /// Pairs of sources that share clusters, those with most of them first; at most a hundred.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn shared_texts(&self) -> Result<Vec<SharedTexts>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(SHARED)?;
            let pairs = statement.query_and_then([], |row| {
                let (clusters, reviews) = (read_u64(row, 2, "count")?, read_u64(row, 3, "count")?);
                Ok(SharedTexts { one: row.get(0)?, other: row.get(1)?, clusters, reviews })
            })?;
            pairs.collect()
        })
    }

    /// Hands all members of clusters to `take`, by cluster, item and time.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn for_each_clustered(&self, mut take: impl FnMut(Clustered)) -> Result<(), StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(CLUSTERED)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (item, created) = (row.get(1)?, row.get(2)?);
                take(Clustered { number: number(row)?, item, created, marks: read_marks(row, 3)? });
            }
            Ok(())
        })
    }

    /// Keeps traits, enters those of `marks` that differ from what holds, and how far the pass has come, in one transaction. Returns how
    /// many reviews were marked anew.
    ///
    /// # Errors
    /// When the file cannot be used. Nothing is written then.
    pub fn keep_marks(
        &self,
        traits: &[Traits],
        marks: &[(ReviewNumber, Marks)],
        marking: Marking,
    ) -> Result<u64, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut keep = transaction.prepare_cached("INSERT OR REPLACE INTO sketches VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for Traits { number, sequence, created, item, likeness } in traits {
            let (hash, sketch) =
                (likeness.map(|likeness| likeness.hash), likeness.and_then(|likeness| likeness.sketch));
            let sketch = sketch.as_ref().map(<[u8; _]>::as_slice);
            keep.execute((to_sql(number.0), to_sql(*sequence), created, item, hash, sketch))?;
        }
        drop(keep);
        let numbers: Vec<ReviewNumber> = marks.iter().map(|(number, _)| *number).collect();
        let current = current_marks(&transaction, &numbers)?;
        let mut sequence = changes::last_sequence(&transaction)?;
        let mut log = transaction.prepare_cached("INSERT INTO changes (sequence, number) VALUES (?1, ?2)")?;
        let mut mark = transaction.prepare_cached("INSERT INTO marks VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let mut marked = 0;
        for (number, marks) in marks {
            if *marks == current.get(number).copied().unwrap_or_default() {
                continue;
            }
            (sequence, marked) = (sequence + 1, marked + 1);
            let (cluster, burst) =
                (marks.cluster.map(|cluster| to_sql(cluster.0)), marks.burst.map(|burst| burst.reviews));
            mark.execute((to_sql(number.0), to_sql(sequence), cluster, marks.duplicate, burst))?;
            log.execute([to_sql(sequence), to_sql(number.0)])?;
        }
        drop((log, mark));
        let reached = [to_sql(marking.compared), to_sql(marking.counted)];
        transaction.execute("UPDATE marking SET compared = ?1, counted = ?2", reached)?;
        failpoint::reach("store.marks.before_commit");
        transaction.commit()?;
        failpoint::reach("store.marks.after_commit");
        Ok(marked)
    }

    /// One row for each of `numbers` that exists.
    fn each<T>(
        &self,
        query: &str,
        numbers: &[ReviewNumber],
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(query)?;
            let mut found = Vec::with_capacity(numbers.len());
            for number in numbers {
                let mut rows = statement.query([to_sql(number.0)])?;
                if let Some(row) = rows.next()? {
                    found.push(read(row)?);
                }
            }
            Ok(found)
        })
    }
}

fn current_marks(
    connection: &Connection,
    numbers: &[ReviewNumber],
) -> Result<HashMap<ReviewNumber, Marks>, StoreError> {
    let mut statement = connection.prepare_cached(MARKS)?;
    let mut marks = HashMap::new();
    for number in numbers {
        let mut rows = statement.query([to_sql(number.0)])?;
        if let Some(row) = rows.next()? {
            marks.insert(*number, read_marks(row, 0)?);
        }
    }
    Ok(marks)
}

/// The number in column 0.
fn number(row: &Row<'_>) -> rusqlite::Result<ReviewNumber> {
    Ok(ReviewNumber(row.get::<_, i64>(0)?.cast_unsigned()))
}

fn read_traits(row: &Row<'_>) -> Result<Traits, StoreError> {
    let hash: Option<i64> = row.get(4)?;
    let sketch = row.get_ref(5)?.as_blob_or_null().map_err(rusqlite::Error::from)?;
    let sketch = sketch.map(|bytes| bytes.try_into().map_err(|_| unreadable("sketch", bytes.len()))).transpose()?;
    Ok(Traits {
        number: number(row)?,
        sequence: read_u64(row, 1, "sequence")?,
        created: row.get(2)?,
        item: row.get(3)?,
        likeness: hash.map(|hash| Likeness { hash, sketch }),
    })
}
