//! A whole slice in its order, without the texts: what an export walks along.

use super::{
    EngineError,
    page::Hit,
    search::{Budget, Request},
    snapshot::Snapshot,
};
use crate::domain::{
    calendar::Day,
    page::Sort,
    sentiment::{SentimentBucket, SentimentScore},
    slice::Slice,
};

/// One review of an ordered slice: eight bytes, because millions of them are held at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordered {
    /// Review number.
    pub number: u32,
    /// Sentiment score of its text.
    pub sentiment: SentimentScore,
    /// Its sentiment bucket: the operator's, or that of the score.
    pub bucket: SentimentBucket,
}

impl Snapshot {
    /// Every review of a slice, in the order in which the pages of a search show them: it is one page that holds all.
    ///
    /// # Errors
    /// [`EngineError::OutOfTime`] when the budget is spent, and errors of the index files.
    pub fn ordered(
        &self,
        slice: &Slice,
        sort: Sort,
        today: Day,
        budget: &Budget<'_>,
    ) -> Result<Vec<Ordered>, EngineError> {
        let mut request = Request::page(slice.clone(), sort, 0, today);
        let total = self.search(&request, budget)?.total;
        request.limit = usize::try_from(total).unwrap_or(usize::MAX - 1);
        let hits = self.search(&request, budget)?.hits;
        let ordered = |hit: &Hit| Ordered { number: hit.place.number, sentiment: hit.sentiment, bucket: hit.bucket };
        Ok(hits.iter().map(ordered).collect())
    }
}
