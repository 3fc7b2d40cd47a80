//! Corrections by operators: what overrides the analysis of a review, and since when.
//!
//! Invariant: a correction is a change of its review like any other, so the index follows it; it holds until the next one, or until an
//! import brings another text.

use rusqlite::{Connection, Row, TransactionBehavior, params};

use super::{
    Store, StoreError, changes,
    rows::{to_sql, unreadable, write_json},
};
use crate::{
    domain::{correction::Correction, review::ReviewNumber},
    failpoint,
};

/// The column of the correction that is in effect for `r.number` at the sequence of the named parameter.
macro_rules! correction_column {
    ($sequence:literal) => {
        concat!(
            "(SELECT c.correction FROM corrections c WHERE c.number = r.number AND c.sequence <= ",
            $sequence,
            " ORDER BY c.sequence DESC LIMIT 1)"
        )
    };
}
pub(super) use correction_column;

const INSERT: &str =
    "INSERT INTO corrections (number, sequence, corrected_unix_s, lapsed, correction) VALUES (?1, ?2, ?3, 0, ?4)";
/// Ends what is in effect, if anything is.
pub(super) const LAPSE: &str = "INSERT INTO corrections (number, sequence, corrected_unix_s, lapsed, correction) \
    SELECT ?1, ?2, ?3, 1, '{}' WHERE EXISTS (SELECT 1 FROM corrections WHERE number = ?1)";

impl Store {
    /// Puts a correction into effect and returns its sequence; an empty one takes the last one back.
    ///
    /// # Errors
    /// `NoSuchReview`, `DiskFull`, or when the file cannot be used; nothing is changed then.
    pub fn correct(&self, number: ReviewNumber, correction: &Correction, now_unix_s: i64) -> Result<u64, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        require_review(&transaction, number)?;
        let sequence = changes::append(&transaction, number)?;
        let json = write_json(correction)?;
        transaction.execute(INSERT, params![to_sql(number.0), to_sql(sequence), now_unix_s, json])?;
        failpoint::reach("store.correct.before_commit");
        transaction.commit()?;
        failpoint::reach("store.correct.after_commit");
        Ok(sequence)
    }
}

fn require_review(connection: &Connection, number: ReviewNumber) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM reviews WHERE number = ?1")?;
    if statement.exists([to_sql(number.0)])? { Ok(()) } else { Err(StoreError::NoSuchReview { number: number.0 }) }
}

/// The correction whose column is `index`; `None` where nothing is corrected.
pub(super) fn read_correction(row: &Row<'_>, index: usize) -> Result<Option<Box<Correction>>, StoreError> {
    let json = row.get_ref(index)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    let Some(json) = json.filter(|json| *json != "{}") else { return Ok(None) };
    serde_json::from_str(json).map(Some).map_err(|_| unreadable("correction", json))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{analysis::Flag, sentiment::SentimentBucket},
        store::testing::{Fixture, record},
    };

    fn of(bucket: SentimentBucket) -> Correction {
        Correction { bucket: Some(bucket), flags_added: vec![Flag::Abuse], ..Correction::default() }
    }

    fn at(fixture: &Fixture, sequence: u64) -> Option<Correction> {
        let review = fixture.store.reviews_as_of(&[ReviewNumber(1)], sequence).unwrap().remove(0);
        review.correction.map(|correction| *correction)
    }

    #[test]
    fn a_correction_holds_until_the_next() {
        let fixture = Fixture::new();
        fixture.import(&[record("1", "a"), record("2", "b")]);
        let (bad, good) = (of(SentimentBucket::Negative), of(SentimentBucket::Positive));
        assert_eq!(fixture.store.correct(ReviewNumber(1), &bad, 7).unwrap(), 3);
        assert_eq!(fixture.store.correct(ReviewNumber(1), &good, 8).unwrap(), 4);
        assert_eq!(fixture.store.correct(ReviewNumber(1), &Correction::default(), 9).unwrap(), 5);
        let fixture = fixture.reopened();
        assert_eq!([2, 3, 4, 5].map(|sequence| at(&fixture, sequence)), [None, Some(bad), Some(good), None]);
        assert_eq!(fixture.store.changes_after(2, 9).unwrap().len(), 3);
        assert_eq!(fixture.store.check().unwrap(), []);
    }

    #[test]
    fn another_text_ends_a_correction_and_another_rating_does_not() {
        let fixture = Fixture::new();
        fixture.import(&[record("1", "a")]);
        let bad = of(SentimentBucket::Negative);
        fixture.store.correct(ReviewNumber(1), &bad, 7).unwrap();
        let mut rated = record("1", "a");
        rated.content.likes = Some(9);
        fixture.import(&[rated]);
        assert_eq!(at(&fixture, 3), Some(bad.clone()));
        fixture.import(&[record("1", "b")]);
        assert_eq!([2, 3, 4].map(|sequence| at(&fixture, sequence)), [Some(bad.clone()), Some(bad), None]);
        assert_eq!(fixture.store.check().unwrap(), []);
    }

    #[test]
    fn a_review_that_does_not_exist_is_not_corrected() {
        let fixture = Fixture::new();
        let error = fixture.store.correct(ReviewNumber(1), &Correction::default(), 7).unwrap_err();
        assert!(matches!(error, StoreError::NoSuchReview { number: 1 }));
        assert_eq!(fixture.store.last_sequence().unwrap(), 0);
    }
}
