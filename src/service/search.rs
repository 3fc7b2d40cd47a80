//! Search: hits with their texts and highlights, totals, facets, timeline and summary of one snapshot.

use std::sync::Arc;

use super::{CursorError, Service, ServiceError, cache::CacheKey};
use crate::{
    compute::Job,
    domain::{
        calendar::Day,
        facet::{Facet, Summary, Timeline},
        page::Sort,
        query::Query,
        review::{Review, ReviewNumber},
        sentiment::{SentimentBucket, SentimentScore},
        slice::Slice,
    },
    engine::{Budget, Request, Snapshot, TimelineRequest},
    text::{Highlighter, fold},
};

/// What is asked: the checked meaning of a search request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SearchRequest {
    /// Which reviews.
    pub slice: Slice,
    /// In which order.
    pub sort: Sort,
    /// Hits per page, at most [`crate::limits::PAGE_HITS`].
    pub limit: usize,
    /// Continue after an earlier page.
    pub cursor: Option<String>,
    /// Facets wanted.
    pub facets: Vec<String>,
    /// Values per facet.
    pub facet_limit: usize,
    /// Timeline wanted.
    pub timeline: Option<TimelineRequest>,
    /// Whether the timeline's buckets are split by sentiment.
    pub split: bool,
    /// Whether the summary is wanted.
    pub summary: bool,
    /// The local day of the request: what relative times and recency are counted from. Stays the same from page to page.
    pub today: Day,
}

impl Default for SearchRequest {
    fn default() -> Self {
        Self {
            slice: Slice::default(),
            sort: Sort::default(),
            limit: 20,
            cursor: None,
            facets: Vec::new(),
            facet_limit: 20,
            timeline: None,
            split: true,
            summary: true,
            today: Day(0),
        }
    }
}

/// How the hits were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Every hit matches, and every match is a hit.
    Exact,
}

/// One page with all that was asked beside it.
#[derive(Debug, Clone)]
pub struct SearchPage {
    /// Reviews in the slice.
    pub total: u64,
    /// How they were found.
    pub mode: Mode,
    /// For each term of the query, the pieces that must occur.
    pub understood: Vec<Vec<String>>,
    /// Name of the generation that answered.
    pub generation: String,
    /// The page.
    pub hits: Vec<HitView>,
    /// Follows this page; `None` at the end.
    pub next_cursor: Option<String>,
    /// Facets in the order asked.
    pub facets: Vec<(String, Facet)>,
    /// Timeline, when asked for.
    pub timeline: Option<Timeline>,
    /// The slice in figures.
    pub summary: Summary,
}

/// One hit with its review and what the query points at.
#[derive(Debug, Clone)]
pub struct HitView {
    /// The review as of the snapshot.
    pub review: Review,
    /// Sentiment score of its text.
    pub sentiment: SentimentScore,
    /// Its bucket.
    pub bucket: SentimentBucket,
    /// What to highlight.
    pub highlights: Highlights,
}

/// Ranges `[start, end)` in Unicode scalars of each part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlights {
    /// In the title.
    pub title: Vec<[u32; 2]>,
    /// In the text.
    pub text: Vec<[u32; 2]>,
    /// In the append.
    pub append: Vec<[u32; 2]>,
}

/// A query with its terms cut: what must occur, for the answer and for the highlights.
pub(super) struct Understanding {
    pub(super) pieces: Vec<Vec<String>>,
    highlighter: Highlighter,
}

impl Understanding {
    pub(super) fn highlights(&self, review: &Review) -> Highlights {
        let ranges = |text: Option<&str>| text.map_or_else(Vec::new, |text| self.highlighter.ranges(text));
        Highlights {
            title: ranges(review.content.title.as_deref()),
            text: ranges(Some(&review.content.text)),
            append: ranges(review.content.append.as_deref()),
        }
    }
}

impl Service {
    pub(super) fn understand(&self, query: &Query) -> Understanding {
        let pieces: Vec<Vec<String>> = query.positive_terms().into_iter().map(|term| self.needles(term)).collect();
        let highlighter = Highlighter::new(pieces.iter().flatten().map(String::as_str));
        Understanding { pieces, highlighter }
    }

    /// What a text term looks for, folded.
    fn needles(&self, term: &Query) -> Vec<String> {
        match term {
            Query::Bare(text) => {
                let folded = fold(text);
                self.engine.segmenter().pieces(&folded).into_iter().map(str::to_owned).collect()
            }
            Query::Phrase(text) | Query::Word(text) => vec![fold(text)],
            Query::Pieces(pieces) => pieces.wordings.iter().flatten().cloned().collect(),
            Query::Near(near) => near.terms.iter().map(|term| fold(term)).collect(),
            Query::In(_, text) => self.needles(text),
            _ => Vec::new(),
        }
    }

    /// The key under which the answer to `request` may be kept, and the snapshot that would answer it.
    ///
    /// # Errors
    /// When the request's cursor cannot be followed.
    pub fn cache_key(&self, request: &SearchRequest) -> Result<CacheKey, CursorError> {
        let snapshot = match &request.cursor {
            Some(cursor) => self.pins.follow(cursor, request)?.0,
            None => self.engine.snapshot(),
        };
        Ok(CacheKey { generation: snapshot.generation().to_owned(), snapshot: snapshot.id(), request: request.clone() })
    }

    /// Keeps the current snapshot for the cursor of an answer that came from the cache.
    pub fn renew_pin(&self, key: &CacheKey) {
        let snapshot = self.engine.snapshot();
        if snapshot.id() == key.snapshot && snapshot.generation() == key.generation {
            self.pins.renew(&snapshot);
        }
    }

    /// Snapshots kept for cursors.
    #[must_use]
    pub fn pinned_snapshots(&self) -> usize {
        self.pins.len()
    }

    /// Answers a search.
    ///
    /// # Errors
    /// When the cursor cannot be followed, time runs out, or store or index fail.
    pub fn search(&self, request: &SearchRequest, job: &Job) -> Result<SearchPage, ServiceError> {
        let (snapshot, after) = match &request.cursor {
            Some(cursor) => self.pins.follow(cursor, request).map(|(snapshot, place)| (snapshot, Some(place)))?,
            None => (self.engine.snapshot(), None),
        };
        let found = snapshot.search(
            &Request {
                slice: request.slice.clone(),
                sort: request.sort,
                limit: request.limit,
                after,
                facets: request.facets.clone(),
                facet_limit: request.facet_limit,
                timeline: request.timeline,
                summary: request.summary,
                today: request.today,
            },
            &Budget { deadline: job.deadline, cancelled: &job.cancelled },
        )?;
        let understanding = self.understand(&request.slice.query);
        let next_cursor = match found.hits.last() {
            Some(last) if found.more => Some(self.pins.issue(&snapshot, request, last.place)),
            _ => None,
        };
        Ok(SearchPage {
            total: found.total,
            mode: Mode::Exact,
            hits: self.hits(&found.hits, &snapshot, &understanding)?,
            understood: understanding.pieces,
            generation: snapshot.generation().to_owned(),
            next_cursor,
            facets: found.facets,
            timeline: found.timeline,
            summary: found.summary,
        })
    }

    /// Reads the texts of a page as of its snapshot: point reads by primary key.
    fn hits(
        &self,
        hits: &[crate::engine::Hit],
        snapshot: &Arc<Snapshot>,
        understanding: &Understanding,
    ) -> Result<Vec<HitView>, ServiceError> {
        let numbers: Vec<ReviewNumber> = hits.iter().map(crate::engine::Hit::number).collect();
        let reviews = self.store.reviews_as_of(&numbers, snapshot.sequence())?;
        let view = |(review, hit): (Review, &crate::engine::Hit)| HitView {
            highlights: understanding.highlights(&review),
            sentiment: hit.sentiment,
            bucket: self.thresholds().bucket(hit.sentiment),
            review,
        };
        // The store returns them in the order asked; the index holds no number that the store does not.
        Ok(reviews.into_iter().zip(hits).map(view).collect())
    }
}
