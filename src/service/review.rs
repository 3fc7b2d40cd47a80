//! One review with its history.

use super::{Findings, Highlights, Service, ServiceError, Widening};
use crate::domain::{
    query::Query,
    review::{Review, ReviewId, ReviewNumber, Version},
};

/// Duplicates shown with a review: who wants all of a large cluster filters by the flag.
const MOST_DUPLICATES: usize = 20;

/// A review with all that is known of it.
#[derive(Debug, Clone)]
pub struct ReviewDetail {
    /// Its current content.
    pub review: Review,
    /// What is said of it.
    pub findings: Findings,
    /// What the query points at.
    pub highlights: Highlights,
    /// Other reviews with nearly the same text, earliest first; at most 20.
    pub duplicates: Vec<Review>,
    /// Earlier contents, newest first.
    pub versions: Vec<Version>,
}

impl Service {
    /// The review with that identity; highlights for `query`, widened so far.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn review(
        &self,
        id: &ReviewId,
        query: &Query,
        widening: Widening,
    ) -> Result<Option<ReviewDetail>, ServiceError> {
        let Some(review) = self.store.find(id)? else { return Ok(None) };
        Ok(Some(ReviewDetail {
            findings: self.analyst.findings(&review),
            highlights: self.understand(query, widening, self.engine.snapshot().segmenter()).highlights(&review),
            duplicates: self.other_duplicates(review.number)?,
            versions: self.store.versions(review.number)?,
            review,
        }))
    }

    fn other_duplicates(&self, number: ReviewNumber) -> Result<Vec<Review>, ServiceError> {
        let mut all = self.duplicates_of(number, MOST_DUPLICATES + 1)?;
        all.retain(|review| review.number != number);
        all.truncate(MOST_DUPLICATES);
        Ok(all)
    }
}
