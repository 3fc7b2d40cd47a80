//! One review with its history.

use super::{Highlights, Service, ServiceError, Widening};
use crate::domain::{
    query::Query,
    review::{Review, ReviewId, Version},
    sentiment::{SentimentBucket, SentimentScore},
};

/// A review with all that is known of it.
#[derive(Debug, Clone)]
pub struct ReviewDetail {
    /// Its current content.
    pub review: Review,
    /// Sentiment score of its text.
    pub sentiment: SentimentScore,
    /// Its bucket.
    pub bucket: SentimentBucket,
    /// What the query points at.
    pub highlights: Highlights,
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
        let sentiment = self.sentiment(&review.content);
        Ok(Some(ReviewDetail {
            sentiment,
            bucket: self.thresholds().bucket(sentiment),
            highlights: self.understand(query, widening, self.engine.snapshot().segmenter()).highlights(&review),
            versions: self.store.versions(review.number)?,
            review,
        }))
    }
}
