//! Answering a slice: which reviews, how many, in which order — all from one snapshot.

use std::{
    ops::ControlFlow,
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use tantivy::{
    DocId, SegmentReader,
    query::{EnableScoring, Query, Weight},
};

use super::{
    EngineError,
    buckets::TimelineCut,
    columns::Columns,
    compile::Compiler,
    page::{Page, Place},
    predicate::{self, TimeRange},
    rank::Ranker,
    score::ScoreParts,
    snapshot::Snapshot,
    source::{BLOCK, Source},
    tally::{Counters, Plan},
};
use crate::domain::{
    calendar::{Day, Interval},
    facet::{Facet, Summary, Timeline},
    page::Sort,
    review::ReviewNumber,
    slice::{Condition, Slice},
};

/// What is asked of a slice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Request {
    /// Which reviews.
    pub slice: Slice,
    /// Order of the hits; `Relevance` becomes `Newest` when the query has nothing that scores.
    pub sort: Sort,
    /// Hits wanted; 0 for none.
    pub limit: usize,
    /// Begin after this place.
    pub after: Option<Place>,
    /// Facets wanted.
    pub facets: Vec<String>,
    /// Values per facet.
    pub facet_limit: usize,
    /// Timeline wanted.
    pub timeline: Option<TimelineRequest>,
    /// Whether the summary is wanted.
    pub summary: bool,
    /// From which day recency is counted.
    pub today: Day,
}

impl Request {
    /// A page of hits with its total, and nothing beside it.
    #[must_use]
    pub fn page(slice: Slice, sort: Sort, limit: usize, today: Day) -> Self {
        Self {
            slice,
            sort,
            limit,
            after: None,
            facets: Vec::new(),
            facet_limit: 1,
            timeline: None,
            summary: false,
            today,
        }
    }
}

/// The width of the timeline's buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimelineRequest {
    /// Chosen from the days that the filter and the index span.
    Auto,
    /// As given.
    Interval(Interval),
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Reviews in the slice.
    pub total: u64,
    /// The page's hits.
    pub hits: Vec<Place>,
    /// Whether hits follow after these.
    pub more: bool,
    /// Facets in the order asked.
    pub facets: Vec<(String, Facet)>,
    /// Timeline, when asked for.
    pub timeline: Option<Timeline>,
    /// The whole slice in figures.
    pub summary: Summary,
}

/// When a search must give up.
#[derive(Debug)]
pub struct Budget<'a> {
    /// No later than this.
    pub deadline: Instant,
    /// Set when nobody waits for the answer any more.
    pub cancelled: &'a AtomicBool,
}

impl Budget<'_> {
    fn is_spent(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed) || Instant::now() >= self.deadline
    }
}

impl Snapshot {
    /// Answers a request.
    ///
    /// # Errors
    /// [`EngineError::OutOfTime`] when the budget is spent, [`EngineError::TooManyBuckets`] for a timeline too fine for its span, and errors
    /// of the index files.
    pub fn search(&self, request: &Request, budget: &Budget<'_>) -> Result<Answer, EngineError> {
        let mut groups = predicate::groups(&request.slice.filter, self);
        let time = TimeRange::take(&request.slice.filter, &mut groups, &self.settings.zone);
        let cut = request.timeline.map(|timeline| self.cut(timeline, &request.slice));
        let plan = Plan::new(self, groups, &request.facets, cut).map_err(|_| EngineError::TooManyBuckets)?;
        let matching =
            Compiler { fields: &self.fields, segmenter: &self.segmenter, snapshot: self }.matching(&request.slice);
        let ranker = match request.sort {
            Sort::Relevance if request.limit > 0 => {
                Ranker::new(self, &request.slice.query, &self.segmenter, request.today)?
            }
            _ => None,
        };
        let sort = if request.sort == Sort::Relevance { Sort::Newest } else { request.sort };
        let mut search = Search {
            snapshot: self,
            // One hit more than asked tells whether others follow.
            page: Page::new(sort, request.limit + 1, request.after),
            pages: request.limit > 0,
            ranker,
            counters: plan.counters(),
            time,
            budget,
        };
        let counts = request.summary || request.timeline.is_some() || !request.facets.is_empty();
        if counts || !plan.groups.is_empty() || search.time.is_some() || search.ranker.is_some() || sort != Sort::Newest
        {
            search.walk(&*matching)?;
            return Ok(search.answer(request));
        }
        // Only a page of the newest is wanted: the walk may end when the page is full, if the total is found without it.
        let total = search.count(&*matching)?;
        search.walk_newest(&*matching)?;
        Ok(Answer { total, ..search.answer(request) })
    }

    /// The score of a review, taken apart; `None` when this state does not hold it or the query has nothing that scores.
    ///
    /// # Errors
    /// Errors of the index files.
    pub fn explain_score(
        &self,
        number: ReviewNumber,
        slice: &Slice,
        today: Day,
    ) -> Result<Option<ScoreParts>, EngineError> {
        let Some(ranker) = Ranker::new(self, &slice.query, &self.segmenter, today)? else { return Ok(None) };
        for (ordinal, (reader, columns)) in self.segments().enumerate() {
            let found = columns.numbers.iter().enumerate().find(|(doc, stored)| {
                u64::from(**stored) == number.0
                    && DocId::try_from(*doc).is_ok_and(|doc| reader.alive_bitset().is_none_or(|a| a.is_alive(doc)))
            });
            if let Some(doc) = found.and_then(|(doc, _)| DocId::try_from(doc).ok()) {
                return Ok(Some(ranker.segment(ordinal, reader, columns)?.explain(doc)));
            }
        }
        Ok(None)
    }

    pub(super) fn segments(&self) -> impl Iterator<Item = (&SegmentReader, &Columns)> {
        self.searcher.segment_readers().iter().zip(self.columns.iter().map(|columns| &**columns))
    }

    /// Calls `visit` for blocks of the reviews of a slice, segment by segment, newest first within each; a break ends the segment.
    pub(super) fn each_block(&self, slice: &Slice, budget: &Budget<'_>, visit: Visit<'_>) -> Result<(), EngineError> {
        let groups = predicate::groups(&slice.filter, self);
        let matching = Compiler { fields: &self.fields, segmenter: &self.segmenter, snapshot: self }.matching(slice);
        let weight = matching.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        let mut passing = Vec::with_capacity(BLOCK);
        for (reader, columns) in self.segments() {
            let mut look = Looks::new(budget);
            let source = Source::open(&*matching, &*weight, reader)?;
            let outcome = source.each_block(0..reader.max_doc(), reader.alive_bitset(), |block| {
                let block = if groups.is_empty() {
                    block
                } else {
                    passing.clear();
                    let passes = |doc: &&DocId| groups.iter().all(|group| group.passes(columns, **doc as usize));
                    passing.extend(block.iter().filter(passes));
                    &passing
                };
                if visit(columns, block).is_break() {
                    return ControlFlow::Break(Ok(()));
                }
                look.next()
            });
            ended(outcome)?;
        }
        Ok(())
    }

    /// The timeline's interval and the days that it must cover.
    fn cut(&self, timeline: TimelineRequest, slice: &Slice) -> TimelineCut {
        let span = self.span(slice);
        let interval = match (timeline, span) {
            (TimelineRequest::Interval(interval), _) => interval,
            (TimelineRequest::Auto, Some((first, last))) => Interval::auto(first, last),
            (TimelineRequest::Auto, None) => Interval::Month,
        };
        TimelineCut { interval, span }
    }

    /// The days on which a review of the slice can lie: those of the index, narrowed by the filter; `None` when there is none.
    fn span(&self, slice: &Slice) -> Option<(Day, Day)> {
        let (mut first, mut last) = self.days?;
        for condition in slice.filter.fields.get("created").into_iter().flatten() {
            let (from, to) = match condition {
                Condition::Days { from, to } => (*from, *to),
                Condition::Instants { from, to } => (from.map(|at| self.day(at)), to.map(|at| self.day(at))),
                _ => (None, None),
            };
            first = from.map_or(first, |day| day.max(first));
            last = to.map_or(last, |day| day.min(last));
        }
        (first <= last).then_some((first, last))
    }

    fn day(&self, unix_s: i64) -> Day {
        self.settings.zone.day(unix_s)
    }
}

/// Blocks between two looks at the budget: some tens of microseconds.
const CHECK_BLOCKS: u32 = 64;

/// Takes a block of reviews of one segment.
pub(super) type Visit<'v> = &'v mut dyn FnMut(&Columns, &[DocId]) -> ControlFlow<()>;

/// Looks at the budget now and then.
pub(super) struct Looks<'a> {
    budget: &'a Budget<'a>,
    blocks: u32,
}

impl<'a> Looks<'a> {
    pub(super) fn new(budget: &'a Budget<'a>) -> Self {
        Self { budget, blocks: 0 }
    }

    /// Breaks with an error when the budget is spent.
    pub(super) fn next(&mut self) -> ControlFlow<Result<(), EngineError>> {
        self.blocks = self.blocks.wrapping_add(1);
        if self.blocks.is_multiple_of(CHECK_BLOCKS) && self.budget.is_spent() {
            return ControlFlow::Break(Err(EngineError::OutOfTime));
        }
        ControlFlow::Continue(())
    }
}

/// What a walk ended with: its end, or a break.
fn ended(outcome: ControlFlow<Result<(), EngineError>>) -> Result<(), EngineError> {
    match outcome {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(outcome) => outcome,
    }
}

/// One search under way.
struct Search<'a> {
    snapshot: &'a Snapshot,
    page: Page,
    /// Whether hits are wanted.
    pages: bool,
    ranker: Option<Ranker<'a>>,
    counters: Counters<'a>,
    time: Option<TimeRange>,
    budget: &'a Budget<'a>,
}

impl Search<'_> {
    /// Counts all reviews of the slice and takes the page from them: one pass.
    fn walk(&mut self, query: &dyn Query) -> Result<(), EngineError> {
        let weight = self.weight(query)?;
        for (ordinal, (reader, columns)) in self.snapshot.segments().enumerate() {
            let ranker = self.ranker.as_ref().map(|ranker| ranker.segment(ordinal, reader, columns));
            let mut ranker = ranker.transpose()?;
            let range = self.time.as_ref().map_or(0..reader.max_doc(), |time| columns.written_in(time.from, time.to));
            let (counters, page) = (&mut self.counters, &mut self.page);
            let mut look = Looks::new(self.budget);
            let mut wants_more = self.pages;
            let source = Source::open(query, &*weight, reader)?;
            let outcome = source.each_block(range, reader.alive_bitset(), |block| {
                let passing = counters.add(columns, block);
                match &mut ranker {
                    Some(ranker) => ranker.offer(passing, page),
                    None if wants_more => wants_more = page.add_all(columns, passing),
                    None => {}
                }
                look.next()
            });
            ended(outcome)?;
        }
        Ok(())
    }

    /// Takes a page of the newest: segments hold their reviews newest first, so each is left when nothing of it can enter any more.
    fn walk_newest(&mut self, query: &dyn Query) -> Result<(), EngineError> {
        let weight = self.weight(query)?;
        for (reader, columns) in self.snapshot.segments().filter(|_| self.pages) {
            let page = &mut self.page;
            let mut look = Looks::new(self.budget);
            let source = Source::open(query, &*weight, reader)?;
            let outcome = source.each_block(0..reader.max_doc(), reader.alive_bitset(), |block| {
                if page.add_all(columns, block) { look.next() } else { ControlFlow::Break(Ok(())) }
            });
            ended(outcome)?;
        }
        Ok(())
    }

    /// How many live reviews match, filters not applied: where nothing is deleted, a term's list knows its length.
    fn count(&self, query: &dyn Query) -> Result<u64, EngineError> {
        let weight = self.weight(query)?;
        let mut total = 0;
        for (reader, _) in self.snapshot.segments() {
            let mut look = Looks::new(self.budget);
            total += match (Source::open(query, &*weight, reader)?, reader.alive_bitset()) {
                (Source::All, _) => u64::from(reader.num_docs()),
                (Source::Term(postings), None) => u64::from(postings.doc_freq()),
                (source, alive) => {
                    let mut count = 0;
                    ended(source.each_block(0..reader.max_doc(), alive, |block| {
                        count += block.len() as u64;
                        look.next()
                    }))?;
                    count
                }
            };
        }
        Ok(total)
    }

    fn weight(&self, query: &dyn Query) -> Result<Box<dyn Weight>, EngineError> {
        Ok(query.weight(EnableScoring::disabled_from_searcher(&self.snapshot.searcher))?)
    }

    fn answer(self, request: &Request) -> Answer {
        let Self { page, counters, .. } = self;
        let timeline = counters.timeline();
        let summary = counters.summary();
        let mut hits = page.hits();
        let more = request.limit > 0 && hits.len() > request.limit;
        hits.truncate(request.limit);
        let facets = counters.facets(&summary, &request.slice.filter, request.facet_limit);
        Answer { total: summary.tally.count(), hits, more, facets, timeline, summary }
    }
}
