//! Search: hits with their texts and highlights, totals, facets, timeline and summary of one snapshot.

use std::sync::Arc;

use super::{
    CursorError, Findings, Service, ServiceError,
    cache::{CacheKey, Question},
    understand::{Available, Highlights, Understanding, Widening},
};
use crate::{
    compute::Job,
    domain::{
        calendar::Day,
        facet::{Facet, Summary, Timeline},
        page::Sort,
        review::{Review, ReviewNumber},
        slice::Slice,
    },
    engine::{Budget, Request, Snapshot, TimelineRequest},
    text::print_query,
};

/// What is asked: the checked meaning of a search request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SearchRequest {
    /// Which reviews.
    pub slice: Slice,
    /// How far its query may be widened.
    pub widening: Widening,
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
            widening: Widening::default(),
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
    /// The request asked for reviews that match in part.
    Approximate,
}

/// One page with all that was asked beside it.
#[derive(Debug, Clone)]
pub struct SearchPage {
    /// Reviews in the slice.
    pub total: u64,
    /// How they were found.
    pub mode: Mode,
    /// For each term of the query, the pieces that must occur; the wordings of a piece stand between bars.
    pub understood: Vec<Vec<String>>,
    /// The query in its canonical form, as typed and not widened.
    pub parsed: String,
    /// Pieces for which the dictionary has other words.
    pub synonyms: Vec<Available>,
    /// When an exact search finds nothing: whether an approximate one finds something.
    pub approximate_available: Option<bool>,
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
    /// What is said of it.
    pub findings: Findings,
    /// What to highlight.
    pub highlights: Highlights,
}

impl Service {
    /// The key under which the answer to `request` may be kept, and the snapshot that would answer it.
    ///
    /// # Errors
    /// When the request's cursor cannot be followed.
    pub fn cache_key(&self, request: &SearchRequest) -> Result<CacheKey, CursorError> {
        let snapshot = match &request.cursor {
            Some(cursor) => self.pins.follow(cursor, request)?.0,
            None => self.engine.snapshot(),
        };
        Ok(CacheKey::new(&snapshot, Question::Search(request.clone())))
    }

    /// Keeps the current snapshot for the cursor of an answer that came from the cache.
    pub fn renew_pin(&self, key: &CacheKey) {
        let snapshot = self.engine.snapshot();
        if key.is_of(&snapshot) {
            self.pins.renew(&snapshot);
        }
    }

    /// Snapshots kept for cursors.
    #[must_use]
    pub fn pinned_snapshots(&self) -> usize {
        self.pins.len()
    }

    /// The slice that is searched when `slice` is typed.
    #[must_use]
    pub fn widened(&self, slice: Slice, widening: Widening) -> Slice {
        if widening == Widening::default() {
            return slice;
        }
        Slice { query: self.effective(&slice.query, widening), filter: slice.filter }
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
        let understanding = self.understand(&request.slice.query, request.widening, snapshot.segmenter());
        let found = snapshot.search(
            &Request {
                slice: Slice { query: understanding.query.clone(), filter: request.slice.filter.clone() },
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
        let approximate_available = if found.total == 0 && !request.widening.approximate {
            Some(self.finds_approximately(request, &snapshot, job)?)
        } else {
            None
        };
        let next_cursor = match found.hits.last() {
            Some(last) if found.more => Some(self.pins.issue(&snapshot, request, *last)),
            _ => None,
        };
        Ok(SearchPage {
            total: found.total,
            mode: if request.widening.approximate { Mode::Approximate } else { Mode::Exact },
            parsed: print_query(&request.slice.query),
            approximate_available,
            hits: self.hits(&found.hits, &snapshot, &understanding)?,
            understood: understanding.pieces,
            synonyms: understanding.synonyms,
            generation: snapshot.generation().to_owned(),
            next_cursor,
            facets: found.facets,
            timeline: found.timeline,
            summary: found.summary,
        })
    }

    /// Whether the approximate form of a query that finds nothing finds something in the same snapshot, under the same filters.
    fn finds_approximately(
        &self,
        request: &SearchRequest,
        snapshot: &Arc<Snapshot>,
        job: &Job,
    ) -> Result<bool, ServiceError> {
        let typed = &request.slice.query;
        let widened = self.effective(typed, Widening { approximate: true, ..request.widening });
        if widened == *typed {
            return Ok(false);
        }
        let slice = Slice { query: widened, filter: request.slice.filter.clone() };
        let count = Request::page(slice, Sort::Newest, 0, request.today);
        let budget = Budget { deadline: job.deadline, cancelled: &job.cancelled };
        Ok(snapshot.search(&count, &budget)?.total > 0)
    }

    /// Reads the texts of a page as of its snapshot: point reads by primary key.
    fn hits(
        &self,
        hits: &[crate::engine::Place],
        snapshot: &Arc<Snapshot>,
        understanding: &Understanding,
    ) -> Result<Vec<HitView>, ServiceError> {
        let numbers: Vec<ReviewNumber> = hits.iter().map(crate::engine::Place::review).collect();
        let reviews = self.store.reviews_as_of(&numbers, snapshot.sequence())?;
        // The store returns them in the order asked; the index holds no number that the store does not.
        let view = |review: Review| HitView {
            highlights: understanding.highlights(&review),
            findings: self.analyst.findings(&review),
            review,
        };
        Ok(reviews.into_iter().map(view).collect())
    }
}
