//! Writing a batch of an import: which records are new, which change a review, which say nothing new.
//!
//! Invariant: reviews, versions, change log, rejects and the sums of the import change in one transaction or not at all.

use std::collections::HashMap;

use rusqlite::{CachedStatement, Transaction, TransactionBehavior};

use super::{
    Store, StoreError, changes, corrections, ledger, reviews,
    rows::{bind_content, content_columns, read_content, read_created, read_u64, to_sql},
};
use crate::{
    domain::{
        ledger::{Counts, Record, Reject},
        review::Content,
    },
    failpoint,
};

const FIND: &str =
    concat!("SELECT number, ", content_columns!(""), " FROM reviews WHERE source = ?1 AND external_id = ?2");
const INSERT: &str = concat!(
    "INSERT INTO reviews (number, sequence, import, row, source, external_id, ",
    content_columns!(""),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
);
const UPDATE: &str = concat!(
    "UPDATE reviews SET (sequence, import, row, ",
    content_columns!(""),
    ") = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) WHERE number = ?1"
);
const KEEP_VERSION: &str = concat!(
    "INSERT INTO versions (number, sequence_from, sequence_to, replaced_unix_s, import, row, ",
    content_columns!(""),
    ") SELECT number, sequence, ?2, ?3, import, row, ",
    content_columns!(""),
    " FROM reviews WHERE number = ?1"
);
const STORED: &str = "SELECT item, text, created, created_precision FROM reviews \
    WHERE source = (SELECT number FROM sources WHERE name = ?1) AND external_id = ?2";

impl Store {
    /// Writes a batch of a table of a running import in one transaction and returns the counts of this batch: `records` is
    /// `records.len() + rejects.len()`, and each of them is inserted, updated, unchanged or rejected.
    ///
    /// A record updates the review of its identity when it says something else where it says anything; the earlier content goes to the
    /// versions. A record that repeats the identity of another in the same batch follows it like one of a later batch.
    ///
    /// # Errors
    /// `NoSuchImport`, `ImportEnded`, `DiskFull`, or when the file cannot be used. Nothing is written then.
    pub fn apply(
        &self,
        (import, table): (u64, usize),
        records: &[Record],
        rejects: &[Reject],
        rows_read: u64,
        now_unix_s: i64,
    ) -> Result<Counts, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        ledger::require_running(&transaction, import)?;
        let all = (records.len() + rejects.len()) as u64;
        let mut counts = Counts { rows_read, records: all, rejected: rejects.len() as u64, ..Counts::default() };
        let mut batch = Batch::begin(&transaction, import, now_unix_s)?;
        for record in records {
            match batch.put(record)? {
                Outcome::Inserted => counts.inserted += 1,
                Outcome::Updated => counts.updated += 1,
                Outcome::Unchanged => counts.unchanged += 1,
            }
        }
        drop(batch);
        ledger::add_rejects(&transaction, import, rejects)?;
        ledger::add_counts(&transaction, (import, table), &counts)?;
        failpoint::reach("store.apply.before_commit");
        transaction.commit()?;
        failpoint::reach("store.apply.after_commit");
        Ok(counts)
    }

    /// How many of `records` would give a stored review another item, another time and another text all at once: a sign that their ids
    /// number the rows of an export and belong to other reviews. A record that has no item or no time changes none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn conflicting(&self, records: &[Record]) -> Result<usize, StoreError> {
        self.readers.with(|connection| {
            let mut stored = connection.prepare_cached(STORED)?;
            let mut conflicts = 0;
            for record in records {
                let mut rows = stored.query([&record.id.source, &record.id.external_id])?;
                let Some(row) = rows.next()? else { continue };
                let new = &record.content;
                let item = row.get_ref(0)?.as_str_or_null().map_err(rusqlite::Error::from)?;
                let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
                let same_time = |old| new.created.is_none_or(|created| Some(created.unix_s) == old);
                let other = new.item.as_deref().is_some_and(|name| Some(name) != item) && new.text != text;
                conflicts += usize::from(other && !same_time(read_created(row, 2)?.map(|created| created.unix_s)));
            }
            Ok(conflicts)
        })
    }
}

/// What a record did to the store.
enum Outcome {
    Inserted,
    Updated,
    Unchanged,
}

/// The batch being written: its statements, prepared once, and the next free numbers.
struct Batch<'t> {
    transaction: &'t Transaction<'t>,
    find: CachedStatement<'t>,
    insert: CachedStatement<'t>,
    update: CachedStatement<'t>,
    keep_version: CachedStatement<'t>,
    log: CachedStatement<'t>,
    /// Ends corrections of a text that is replaced.
    lapse: CachedStatement<'t>,
    sources: HashMap<String, i64>,
    last_number: u64,
    last_sequence: u64,
    import: i64,
    now_unix_s: i64,
}

impl<'t> Batch<'t> {
    fn begin(transaction: &'t Transaction<'t>, import: u64, now_unix_s: i64) -> Result<Self, StoreError> {
        Ok(Self {
            transaction,
            find: transaction.prepare_cached(FIND)?,
            insert: transaction.prepare_cached(INSERT)?,
            update: transaction.prepare_cached(UPDATE)?,
            keep_version: transaction.prepare_cached(KEEP_VERSION)?,
            log: transaction.prepare_cached(changes::LOG)?,
            lapse: transaction.prepare_cached(corrections::LAPSE)?,
            sources: HashMap::new(),
            last_number: reviews::last_number(transaction)?,
            last_sequence: changes::last_sequence(transaction)?,
            import: to_sql(import),
            now_unix_s,
        })
    }

    fn put(&mut self, record: &Record) -> Result<Outcome, StoreError> {
        let source = self.source(&record.id.source)?;
        let Some((number, content)) = self.stored(source, &record.id.external_id)? else {
            self.insert(source, record)?;
            return Ok(Outcome::Inserted);
        };
        if record.content == content {
            return Ok(Outcome::Unchanged);
        }
        let merged = record.content.clone().merged_over(&content);
        if merged == content {
            return Ok(Outcome::Unchanged);
        }
        self.update(number, record.row, &merged)?;
        if !merged.has_same_text(&content) {
            self.lapse.execute([to_sql(number), to_sql(self.last_sequence), self.now_unix_s])?;
        }
        Ok(Outcome::Updated)
    }

    /// The number of the source called `name`, which is entered when it is new.
    fn source(&mut self, name: &str) -> Result<i64, StoreError> {
        if let Some(number) = self.sources.get(name) {
            return Ok(*number);
        }
        self.transaction.execute("INSERT OR IGNORE INTO sources (name) VALUES (?1)", [name])?;
        let find = "SELECT number FROM sources WHERE name = ?1";
        let number = self.transaction.query_row(find, [name], |row| row.get(0))?;
        self.sources.insert(name.to_owned(), number);
        Ok(number)
    }

    fn stored(&mut self, source: i64, external_id: &str) -> Result<Option<(u64, Content)>, StoreError> {
        let mut rows = self.find.query((source, external_id))?;
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(Some((read_u64(row, 0, "number")?, read_content(row, 1)?)))
    }

    fn insert(&mut self, source: i64, record: &Record) -> Result<(), StoreError> {
        self.last_number += 1;
        let number = self.last_number;
        let sequence = self.next_sequence();
        for (index, value) in [to_sql(number), sequence, self.import, to_sql(record.row), source].iter().enumerate() {
            self.insert.raw_bind_parameter(index + 1, value)?;
        }
        self.insert.raw_bind_parameter(6, record.id.external_id.as_str())?;
        bind_content(&mut self.insert, 7, &record.content)?;
        self.insert.raw_execute()?;
        self.log.execute([sequence, to_sql(number)])?;
        Ok(())
    }

    fn update(&mut self, number: u64, row: u64, content: &Content) -> Result<(), StoreError> {
        let sequence = self.next_sequence();
        let number = to_sql(number);
        self.keep_version.execute([number, sequence, self.now_unix_s])?;
        for (index, value) in [number, sequence, self.import, to_sql(row)].iter().enumerate() {
            self.update.raw_bind_parameter(index + 1, value)?;
        }
        bind_content(&mut self.update, 5, content)?;
        self.update.raw_execute()?;
        self.log.execute([sequence, number])?;
        Ok(())
    }

    fn next_sequence(&mut self) -> i64 {
        self.last_sequence += 1;
        to_sql(self.last_sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            rating::Rating,
            review::{Created, Precision, ReviewId, ReviewNumber},
        },
        error::{Code, Coded},
        store::testing::{Fixture, full_content, record, reject},
    };

    fn counted(counts: Counts) -> [u64; 4] {
        assert!(counts.balances());
        [counts.inserted, counts.updated, counts.unchanged, counts.rejected]
    }

    #[test]
    fn records_are_inserted_updated_or_unchanged() {
        let fixture = Fixture::new();
        let first = [record("1", "好"), record("2", "差"), record("3", "")];
        assert_eq!(counted(fixture.import(&first).1), [3, 0, 0, 0]);
        assert_eq!(counted(fixture.import(&first).1), [0, 0, 3, 0]);
        let second = [record("1", "好"), record("2", "很差"), record("4", "新")];
        assert_eq!(counted(fixture.import(&second).1), [1, 1, 1, 0]);
        assert_eq!(fixture.store.review_count().unwrap(), 4);
        assert_eq!(fixture.store.last_sequence().unwrap(), 5);
    }

    #[test]
    fn contents_come_back_as_they_were() {
        let fixture = Fixture::new();
        let mut full = record("a:b/ü", "");
        (full.content, full.row) = (full_content(), 7);
        let (import, _) = fixture.import(&[full.clone(), record("bare", "")]);
        let found = fixture.store.find(&full.id).unwrap().unwrap();
        assert_eq!(found.content, full.content);
        assert_eq!((found.number, found.id, found.import, found.row), (ReviewNumber(1), full.id, import, 7));
        let bare = fixture.store.find(&record("bare", "").id).unwrap().unwrap();
        assert_eq!(bare.content, Content::default());
    }

    #[test]
    fn an_absent_column_erases_nothing() {
        let fixture = Fixture::new();
        let mut full = record("1", "");
        full.content = full_content();
        fixture.import(&[full.clone()]);
        let sparse = record("1", &full.content.text);
        assert_eq!(counted(fixture.import(&[sparse]).1), [0, 0, 1, 0]);
        let mut rated = record("1", "改了");
        (rated.content.rating, rated.content.rating_raw) = (Rating::from_half_stars(2), Some("1".to_owned()));
        assert_eq!(counted(fixture.import(&[rated.clone()]).1), [0, 1, 0, 0]);
        let merged = fixture.store.find(&full.id).unwrap().unwrap().content;
        assert_eq!(merged, rated.content.merged_over(&full.content));
        assert_eq!(merged.title, full.content.title);
    }

    #[test]
    fn an_id_twice_in_a_batch_acts_as_in_two_batches() {
        let fixture = Fixture::new();
        let batch = [record("1", "a"), record("1", "b"), record("1", "b"), record("1", "a")];
        assert_eq!(counted(fixture.import(&batch).1), [1, 2, 1, 0]);
        let texts: Vec<String> =
            fixture.store.versions(ReviewNumber(1)).unwrap().into_iter().map(|version| version.content.text).collect();
        assert_eq!(texts, ["b", "a"]);
    }

    #[test]
    fn sources_keep_the_same_external_id_apart() {
        let fixture = Fixture::new();
        let other = Record { id: ReviewId::parse("app:1").unwrap(), ..record("1", "a") };
        assert_eq!(counted(fixture.import(&[record("1", "a"), other.clone()]).1), [2, 0, 0, 0]);
        assert_eq!(fixture.store.find(&other.id).unwrap().unwrap().id, other.id);
    }

    #[test]
    fn rejects_count_as_records() {
        let fixture = Fixture::new();
        let import = fixture.store.begin_import("a.csv", "shop", "d", 0).unwrap();
        let counts = fixture.store.apply((import, 0), &[record("1", "a")], &[reject(2), reject(3)], 3, 0).unwrap();
        assert_eq!(counts, Counts { rows_read: 3, records: 3, inserted: 1, rejected: 2, ..Counts::default() });
        assert_eq!(fixture.store.import(import).unwrap().unwrap().counts, counts);
    }

    #[test]
    fn a_full_disk_leaves_everything_as_before() {
        let fixture = Fixture::new();
        let (import, counts) = fixture.import(&[record("1", "a")]);
        fixture.store.writer().pragma_update(None, "max_page_count", 1).unwrap();
        let large: Vec<Record> = (0..200).map(|n| record(&n.to_string(), &"长".repeat(500))).collect();
        let error = fixture.store.apply((import, 0), &large, &[], 200, 0).unwrap_err();
        assert_eq!(error.code(), Code::DiskFull);
        assert!(error.hint().is_some());
        assert_eq!(fixture.store.import(import).unwrap().unwrap().counts, counts);
        assert_eq!((fixture.store.review_count().unwrap(), fixture.store.last_sequence().unwrap()), (1, 1));
        fixture.store.writer().pragma_update(None, "max_page_count", 1_000_000).unwrap();
        assert_eq!(counted(fixture.store.apply((import, 0), &large, &[], 200, 0).unwrap()), [199, 1, 0, 0]);
        assert_eq!(fixture.store.check().unwrap(), []);
    }

    #[test]
    fn only_another_item_time_and_text_together_conflict() {
        let fixture = Fixture::new();
        let told = |item: &str, unix_s, text| {
            let mut told = record("1", text);
            told.content.item = Some(item.to_owned());
            told.content.created = Some(Created { unix_s, precision: Precision::Minute });
            told
        };
        fixture.import(&[told("甲", 1, "a")]);
        let conflicts = |record: Record| fixture.store.conflicting(&[record]).unwrap();
        assert_eq!(conflicts(told("乙", 2, "b")), 1);
        assert_eq!(conflicts(told("甲", 2, "b")), 0);
        assert_eq!(conflicts(told("乙", 1, "b")), 0);
        assert_eq!(conflicts(told("乙", 2, "a")), 0);
        assert_eq!(conflicts(record("1", "b")), 0);
        assert_eq!(conflicts(Record { id: ReviewId::parse("shop:2").unwrap(), ..told("乙", 2, "b") }), 0);
    }
}
