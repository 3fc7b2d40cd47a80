//! Reading reviews: by number, by identity, as of a sequence, and all of them.
//!
//! Every call reads one moment of the store, also while an import writes.

use std::ops::ControlFlow;

use rusqlite::{Connection, OptionalExtension, Row};

use super::{
    Store, StoreError, changes,
    rows::{content_columns, marks_join, read_content, read_review, read_u64, review_columns, to_sql},
};
use crate::domain::review::{Review, ReviewId, ReviewNumber, Version};

// CROSS JOIN fixes the order of the loops: reviews outside, the name of the source looked up within.
const BY_NUMBER: &str = concat!(
    "SELECT r.sequence, ",
    review_columns!("r.", "?2"),
    " FROM reviews r CROSS JOIN sources s ON s.number = r.source",
    marks_join!("?2"),
    " WHERE r.number = ?1"
);
const EARLIER: &str = concat!(
    "SELECT v.sequence_from, ",
    review_columns!("v.", "?2"),
    " FROM versions v CROSS JOIN reviews r ON r.number = v.number CROSS JOIN sources s ON s.number = r.source",
    marks_join!("?2"),
    " WHERE v.number = ?1 AND v.sequence_to > ?2 ORDER BY v.sequence_to LIMIT 1"
);
const AFTER: &str = concat!(
    "SELECT ",
    review_columns!("r.", "9223372036854775807"),
    " FROM reviews r CROSS JOIN sources s ON s.number = r.source",
    marks_join!("9223372036854775807"),
    " WHERE r.number > ?1 ORDER BY r.number LIMIT ?2"
);
const BY_ID: &str = concat!(
    "SELECT ",
    review_columns!("r.", "9223372036854775807"),
    " FROM sources s CROSS JOIN reviews r ON r.source = s.number",
    marks_join!("9223372036854775807"),
    " WHERE s.name = ?1 AND r.external_id = ?2"
);
const CREATED: &str = "SELECT s.name, r.created FROM reviews r CROSS JOIN sources s ON s.number = r.source";
const VERSIONS: &str = concat!(
    "SELECT v.import, v.replaced_unix_s, ",
    content_columns!("v."),
    " FROM versions v WHERE v.number = ?1 ORDER BY v.sequence_to DESC"
);

impl Store {
    /// How many reviews there are.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn review_count(&self) -> Result<u64, StoreError> {
        // Numbers have no gaps (`check` counts), so the newest is the count, and reading it costs microseconds.
        self.readers.with(last_number)
    }

    /// The current contents, in the order asked; numbers that do not exist are skipped.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reviews(&self, numbers: &[ReviewNumber]) -> Result<Vec<Review>, StoreError> {
        self.reviews_as_of(numbers, u64::MAX)
    }

    /// The contents as they were when the change log stood at `sequence`, in the order asked; numbers that did not exist then are
    /// skipped. Two reads by key for a review edited since, one for any other.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reviews_as_of(&self, numbers: &[ReviewNumber], sequence: u64) -> Result<Vec<Review>, StoreError> {
        self.readers.with(|connection| {
            let mut current = connection.prepare_cached(BY_NUMBER)?;
            let mut earlier = connection.prepare_cached(EARLIER)?;
            let mut reviews = Vec::with_capacity(numbers.len());
            for number in numbers {
                let mut rows = current.query([to_sql(number.0), to_sql(sequence)])?;
                let Some(row) = rows.next()? else { continue };
                if let Some(review) = review_if_by(row, sequence)? {
                    reviews.push(review);
                    continue;
                }
                let mut rows = earlier.query([to_sql(number.0), to_sql(sequence)])?;
                if let Some(row) = rows.next()? {
                    reviews.extend(review_if_by(row, sequence)?);
                }
            }
            Ok(reviews)
        })
    }

    /// At most `limit` reviews with numbers above `number`, ascending.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reviews_after(&self, number: ReviewNumber, limit: usize) -> Result<Vec<Review>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(AFTER)?;
            let reviews =
                statement.query_and_then([to_sql(number.0), to_sql(limit as u64)], |row| read_review(row, 0))?;
            reviews.collect()
        })
    }

    /// Hands every review to `take`, ascending, in batches of `batch` that it may keep, until it breaks. Returns the sequence at which
    /// all of them were read. The log cannot shrink meanwhile, so `take` should not wait for people.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn for_each_review(
        &self,
        batch: usize,
        mut take: impl FnMut(Vec<Review>) -> ControlFlow<()>,
    ) -> Result<u64, StoreError> {
        let batch = batch.max(1);
        self.readers.with(|connection| {
            let sequence = changes::last_sequence(connection)?;
            let mut statement = connection.prepare_cached(AFTER)?;
            let mut rows = statement.query([0, i64::MAX])?;
            let mut reviews = Vec::with_capacity(batch);
            while let Some(row) = rows.next()? {
                reviews.push(read_review(row, 0)?);
                if reviews.len() == batch && take(std::mem::replace(&mut reviews, Vec::with_capacity(batch))).is_break()
                {
                    return Ok(sequence);
                }
            }
            if !reviews.is_empty() {
                let _ = take(reviews);
            }
            Ok(sequence)
        })
    }

    /// Hands source and time of every review to `take`, in no order. Returns the sequence at which all of them were read.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn for_each_created(&self, mut take: impl FnMut(&str, Option<i64>)) -> Result<u64, StoreError> {
        self.readers.with(|connection| {
            let sequence = changes::last_sequence(connection)?;
            let mut statement = connection.prepare_cached(CREATED)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                take(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?, row.get(1)?);
            }
            Ok(sequence)
        })
    }

    /// The review with that identity.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn find(&self, id: &ReviewId) -> Result<Option<Review>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(BY_ID)?;
            let mut rows = statement.query([&id.source, &id.external_id])?;
            rows.next()?.map(|row| read_review(row, 0)).transpose()
        })
    }

    /// The earlier contents of a review, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn versions(&self, number: ReviewNumber) -> Result<Vec<Version>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(VERSIONS)?;
            let versions = statement.query_and_then([to_sql(number.0)], |row| {
                let import = read_u64(row, 0, "import")?;
                Ok(Version { import, replaced_unix_s: row.get(1)?, content: read_content(row, 2)? })
            })?;
            versions.collect()
        })
    }
}

/// The review in `row`, unless the content there is younger than `sequence`; column 0 says since when it stands.
fn review_if_by(row: &Row<'_>, sequence: u64) -> Result<Option<Review>, StoreError> {
    let since = read_u64(row, 0, "sequence")?;
    (since <= sequence).then(|| read_review(row, 1)).transpose()
}

/// The newest review number that `connection` sees, or 0.
pub(super) fn last_number(connection: &Connection) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT max(number) FROM reviews")?;
    let newest: Option<i64> = statement.query_row([], |row| row.get(0)).optional()?.flatten();
    Ok(newest.map_or(0, |number| u64::try_from(number).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeMap,
        sync::atomic::{AtomicBool, Ordering},
    };

    use proptest::{collection, option, prelude::*, test_runner::TestCaseError};

    use super::*;
    use crate::{
        domain::{
            ledger::{Counts, Record},
            marks::Marks,
            rating::Rating,
            review::{Content, Created, Precision},
        },
        store::testing::{Fixture, record},
    };

    #[test]
    fn reviews_come_in_the_order_asked() {
        let fixture = Fixture::new();
        fixture.import(&[record("1", "a"), record("2", "b"), record("3", "c")]);
        let reviews = fixture.store.reviews(&[3, 9, 1, 3, 0, u64::MAX].map(ReviewNumber)).unwrap();
        assert_eq!(reviews.iter().map(|review| review.number.0).collect::<Vec<_>>(), [3, 1, 3]);
        let after = fixture.store.reviews_after(ReviewNumber(1), 1).unwrap();
        assert_eq!(after, reviews_of(&fixture, &[2]));
        assert!(fixture.store.reviews_after(ReviewNumber(u64::MAX), 1).unwrap().is_empty());
    }

    fn reviews_of(fixture: &Fixture, numbers: &[u64]) -> Vec<Review> {
        fixture.store.reviews(&numbers.iter().copied().map(ReviewNumber).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn a_scan_sees_one_moment_and_stops_when_told() {
        let fixture = Fixture::new();
        fixture.import(&["1", "2", "3", "4", "5"].map(|id| record(id, "old")));
        let mut batches = Vec::new();
        let sequence = fixture.store.for_each_review(2, |batch| {
            fixture.import(&[record("5", "new"), record("6", "new")]);
            batches.push(batch);
            ControlFlow::Continue(())
        });
        assert_eq!(sequence.unwrap(), 5);
        assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
        assert!(batches.iter().flatten().all(|review| review.content.text == "old"));
        let mut calls = 0;
        let stop = |_| {
            calls += 1;
            ControlFlow::Break(())
        };
        assert_eq!(fixture.store.for_each_review(1, stop).unwrap(), 7);
        assert_eq!(calls, 1);
    }

    #[test]
    fn changes_are_paged_in_order() {
        let fixture = Fixture::new();
        fixture.import(&[record("1", "a"), record("2", "b"), record("1", "c")]);
        let pairs = |after, limit| {
            let changes = fixture.store.changes_after(after, limit).unwrap();
            changes.iter().map(|change| (change.sequence, change.number.0)).collect::<Vec<_>>()
        };
        assert_eq!(pairs(0, 2), [(1, 1), (2, 2)]);
        assert_eq!(pairs(2, 2), [(3, 1)]);
        assert_eq!(pairs(3, 2), []);
    }

    #[test]
    fn readers_beside_a_writer_see_whole_batches() {
        let fixture = Fixture::new();
        let batch = |text: &str| (0..50).map(|id| record(&id.to_string(), text)).collect::<Vec<_>>();
        fixture.import(&batch("0"));
        let numbers: Vec<ReviewNumber> = (1..=50).map(ReviewNumber).collect();
        let done = AtomicBool::new(false);
        let one_text = |reviews: &[Review]| {
            assert_eq!(reviews.len(), 50);
            assert!(reviews.iter().all(|review| review.content.text == reviews[0].content.text));
        };
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let pinned = fixture.store.last_sequence().unwrap();
                    let then = fixture.store.reviews_as_of(&numbers, pinned).unwrap();
                    while !done.load(Ordering::Relaxed) {
                        one_text(&fixture.store.reviews(&numbers).unwrap());
                        one_text(&fixture.store.reviews_after(ReviewNumber(0), 100).unwrap());
                        assert_eq!(fixture.store.reviews_as_of(&numbers, pinned).unwrap(), then);
                    }
                });
            }
            for round in 1..60 {
                fixture.import(&batch(&round.to_string()));
            }
            done.store(true, Ordering::Relaxed);
        });
        assert_eq!(fixture.store.check().unwrap(), []);
    }

    /// The naive model: every state that the reviews ever had, by sequence.
    #[derive(Default)]
    struct Model {
        now: BTreeMap<u64, Review>,
        history: Vec<BTreeMap<u64, Review>>,
        versions: BTreeMap<u64, Vec<Version>>,
    }

    impl Model {
        fn apply(&mut self, import: u64, records: &[Record], now_unix_s: i64) -> Counts {
            let all = records.len() as u64;
            let mut counts = Counts { rows_read: all, records: all, ..Counts::default() };
            for record in records {
                let old = self.now.values().find(|review| review.id == record.id).cloned();
                let next = ReviewNumber(self.now.len() as u64 + 1);
                let number = old.as_ref().map_or(next, |review| review.number);
                let mut content = record.content.clone();
                if let Some(old) = old {
                    content = content.merged_over(&old.content);
                    if content == old.content {
                        counts.unchanged += 1;
                        continue;
                    }
                    let version = Version { import: old.import, replaced_unix_s: now_unix_s, content: old.content };
                    self.versions.entry(number.0).or_default().insert(0, version);
                    counts.updated += 1;
                } else {
                    counts.inserted += 1;
                }
                let review = Review {
                    number,
                    id: record.id.clone(),
                    content,
                    correction: None,
                    marks: Marks::default(),
                    import,
                    row: record.row,
                };
                self.now.insert(number.0, review);
                self.history.push(self.now.clone());
            }
            counts
        }
    }

    fn content() -> impl Strategy<Value = Content> {
        let word = || prop_oneof!["[a好差\0]{0,2}", Just("长".repeat(3_000))];
        let created = (0..3_i64, prop_oneof![Just(Precision::Second), Just(Precision::Day)])
            .prop_map(|(unix_s, precision)| Created { unix_s, precision });
        let rating = (1..=10_u8, "[1-5]").prop_map(|(half_stars, raw)| (Rating::from_half_stars(half_stars), raw));
        let attributes = collection::btree_map(prop_oneof!["city", "brand"], "[a-b]", 0..2);
        let texts = (option::of(word()), word(), option::of(word()), option::of(word()));
        (texts, option::of(rating), option::of(created), option::of("[ab]"), option::of(0..3_u32), attributes).prop_map(
            |((title, text, append, reply), rating, created, item, likes, attributes)| {
                let (rating, rating_raw) = rating.map_or((None, None), |(rating, raw)| (rating, Some(raw)));
                Content { title, text, append, reply, rating, rating_raw, created, item, likes, attributes }
            },
        )
    }

    fn batches() -> impl Strategy<Value = Vec<Vec<Record>>> {
        let record = ("[ab]", 0..4_u8, 1..100_u64, content()).prop_map(|(source, id, row, content)| {
            let id = ReviewId { source, external_id: id.to_string() };
            Record { row, id, content }
        });
        collection::vec(collection::vec(record, 0..8), 1..6)
    }

    fn compare(fixture: &Fixture, model: &Model) -> Result<(), TestCaseError> {
        let numbers: Vec<ReviewNumber> = (1..=model.now.len() as u64 + 1).map(ReviewNumber).collect();
        prop_assert_eq!(fixture.store.last_sequence().unwrap(), model.history.len() as u64);
        prop_assert!(fixture.store.reviews_as_of(&numbers, 0).unwrap().is_empty());
        for (sequence, then) in (1..).zip(&model.history) {
            let reviews = fixture.store.reviews_as_of(&numbers, sequence).unwrap();
            prop_assert_eq!(&reviews, &then.values().cloned().collect::<Vec<_>>(), "as of {}", sequence);
        }
        let now: Vec<Review> = model.now.values().cloned().collect();
        prop_assert_eq!(&fixture.store.reviews(&numbers).unwrap(), &now);
        prop_assert_eq!(&fixture.store.reviews_after(ReviewNumber(0), 100).unwrap(), &now);
        for number in &numbers {
            let expected = model.versions.get(&number.0).cloned().unwrap_or_default();
            prop_assert_eq!(fixture.store.versions(*number).unwrap(), expected);
        }
        prop_assert_eq!(fixture.store.check().unwrap(), []);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn every_sequence_reads_as_the_naive_model_says(batches in batches()) {
            let fixture = Fixture::new();
            let mut model = Model::default();
            for batch in &batches {
                let (import, counts) = fixture.import(batch);
                prop_assert_eq!(counts, model.apply(import, batch, 200));
            }
            compare(&fixture, &model)?;
            compare(&fixture.reopened(), &model)?;
        }
    }
}
