//! Proving that nothing was lost: the store against itself, and the index against the store.

use super::{Service, ServiceError};
use crate::{domain::review::ReviewNumber, engine::Texts, store::Finding};

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Faults; empty when all is well.
    pub findings: Vec<Finding>,
    /// Reviews in the store.
    pub reviews: u64,
    /// Reviews whose index entry was compared field by field.
    pub sampled: u64,
}

/// Reviews whose index entry is compared with the store, spread evenly over all numbers.
const SAMPLE: u64 = 1_000;

impl Service {
    /// Checks the store, and that the index holds the same reviews with the same fields.
    ///
    /// # Errors
    /// When store or index cannot be read at all.
    pub fn verify(&self) -> Result<Verification, ServiceError> {
        let mut findings = self.store.check()?;
        let snapshot = self.engine.snapshot();
        let (reviews, sequence) = (self.store.review_count()?, self.store.last_sequence()?);
        if snapshot.sequence() != sequence {
            let detail = format!("the index stands at change {}, the store at {sequence}", snapshot.sequence());
            findings.push(Finding { code: "index_behind", detail });
        } else if snapshot.review_count() != reviews {
            let detail = format!("the index holds {} reviews, the store {reviews}", snapshot.review_count());
            findings.push(Finding { code: "index_count", detail });
        }
        let last = snapshot.last_number();
        let step = (last / SAMPLE).max(1);
        let numbers: Vec<ReviewNumber> =
            (1..=last).step_by(usize::try_from(step).unwrap_or(1)).map(ReviewNumber).collect();
        let indexed = snapshot.entries(&numbers);
        let stored = self.store.reviews_as_of(&numbers, snapshot.sequence())?;
        for review in &stored {
            let mut expected = self.entry(review);
            expected.texts = Texts::default();
            let found = indexed.get(&review.number);
            if found != Some(&expected) {
                let detail =
                    format!("review {} ({}) differs: index {found:?}, store {expected:?}", review.id, review.number.0);
                findings.push(Finding { code: "index_fields", detail });
            }
        }
        Ok(Verification { findings, reviews, sampled: stored.len() as u64 })
    }
}
