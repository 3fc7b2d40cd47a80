//! Answering a slice: which reviews, how many, in which order — all from one snapshot.

use std::{
    ops::ControlFlow,
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, SegmentReader, TERMINATED,
    fastfield::AliveBitSet,
    query::{EnableScoring, Query, Weight},
};

use super::{
    EngineError,
    columns::Columns,
    compile::Compiler,
    page::{Hit, Page, Place},
    predicate,
    snapshot::Snapshot,
    tally::{Counters, Plan, TimelineCut},
};
use crate::{
    domain::{
        calendar::{Day, Interval},
        facet::{Facet, Summary, Timeline},
        page::Sort,
        slice::{Condition, Slice},
    },
    text::Segmenter,
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
    pub hits: Vec<Hit>,
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
    pub fn search(&self, request: &Request, segmenter: &Segmenter, budget: &Budget<'_>) -> Result<Answer, EngineError> {
        let compiler = Compiler { fields: &self.fields, segmenter, snapshot: self };
        let groups = predicate::groups(&request.slice.filter, self);
        let cut = request.timeline.map(|timeline| self.cut(timeline, &request.slice));
        let plan = Plan::new(self, groups, &request.facets, cut).map_err(|_| EngineError::TooManyBuckets)?;
        let matching = compiler.matching(&request.slice);
        let scoring = (request.sort == Sort::Relevance).then(|| compiler.scoring(&request.slice)).flatten();
        let sort = if request.sort == Sort::Relevance { Sort::Newest } else { request.sort };
        // One hit more than asked tells whether others follow.
        let mut page = Page::new(sort, request.limit + 1, request.after);
        let mut counters = plan.counters();
        let walks_page = request.limit > 0 && scoring.is_none() && sort != Sort::Newest;
        self.walk(&*matching, budget, &mut |columns, block| {
            let passing = counters.add(columns, block);
            if walks_page {
                passing.iter().for_each(|doc| page.add(columns, *doc as usize));
            }
            ControlFlow::Continue(())
        })?;
        match scoring {
            Some(scoring) if request.limit > 0 => self.best(&*scoring, &plan, &mut page, budget)?,
            None if request.limit > 0 && !walks_page => self.newest(&*matching, &plan, &mut page, budget)?,
            _ => {}
        }
        Ok(answer(request, page, &counters))
    }

    /// Calls `visit` for blocks of the live reviews that match, filters not applied; a break ends the segment.
    fn walk(&self, query: &dyn Query, budget: &Budget<'_>, visit: Visit<'_>) -> Result<(), EngineError> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
        for (reader, columns) in self.searcher.segment_readers().iter().zip(&self.columns) {
            walk_segment(&*weight, reader, columns, budget, visit)?;
        }
        Ok(())
    }

    /// Fills a page of the newest: segments hold their reviews newest first, so each is left as soon as nothing can enter any more.
    fn newest(
        &self,
        query: &dyn Query,
        plan: &Plan<'_>,
        page: &mut Page,
        budget: &Budget<'_>,
    ) -> Result<(), EngineError> {
        self.walk(query, budget, &mut |columns, block| {
            for doc in block.iter().map(|doc| *doc as usize) {
                if page.is_settled(columns, doc) {
                    return ControlFlow::Break(());
                }
                if plan.groups.iter().all(|group| group.passes(columns, doc)) {
                    page.add(columns, doc);
                }
            }
            ControlFlow::Continue(())
        })
    }

    /// Fills a page of the best scores; the index skips blocks that cannot reach the threshold.
    fn best(
        &self,
        query: &dyn Query,
        plan: &Plan<'_>,
        page: &mut Page,
        budget: &Budget<'_>,
    ) -> Result<(), EngineError> {
        let weight = query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?;
        let mut seen = 0u32;
        let mut spent = false;
        for (reader, columns) in self.searcher.segment_readers().iter().zip(&self.columns) {
            let alive = reader.alive_bitset();
            weight.for_each_pruning(page.score_threshold(), reader, &mut |doc, score| {
                seen = seen.wrapping_add(1);
                spent = spent || (seen.is_multiple_of(CHECK_EVERY) && budget.is_spent());
                if spent {
                    return f32::INFINITY;
                }
                let index = doc as usize;
                let live = alive.is_none_or(|alive| alive.is_alive(doc));
                if live && plan.groups.iter().all(|group| group.passes(columns, index)) {
                    page.add_scored(columns, index, score);
                }
                page.score_threshold()
            })?;
        }
        if spent { Err(EngineError::OutOfTime) } else { Ok(()) }
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

/// Reviews between two looks at the budget: some tens of microseconds.
const CHECK_EVERY: u32 = 4_096;
/// The same in blocks.
const CHECK_BLOCKS: u32 = 64;

/// Takes a block of reviews of one segment.
pub(super) type Visit<'v> = &'v mut dyn FnMut(&Columns, &[DocId]) -> ControlFlow<()>;

fn walk_segment(
    weight: &dyn Weight,
    reader: &SegmentReader,
    columns: &Columns,
    budget: &Budget<'_>,
    visit: Visit<'_>,
) -> Result<(), EngineError> {
    let mut scorer = weight.scorer(reader, 1.0)?;
    let alive = reader.alive_bitset();
    let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
    let mut blocks = 0u32;
    while scorer.doc() != TERMINATED {
        let mut filled = scorer.fill_buffer(&mut block);
        if let Some(alive) = alive {
            filled = keep_alive(&mut block[..filled], alive);
        }
        if visit(columns, &block[..filled]).is_break() {
            return Ok(());
        }
        blocks = blocks.wrapping_add(1);
        if blocks.is_multiple_of(CHECK_BLOCKS) && budget.is_spent() {
            return Err(EngineError::OutOfTime);
        }
    }
    Ok(())
}

/// Moves the live reviews to the front; returns how many there are.
fn keep_alive(block: &mut [DocId], alive: &AliveBitSet) -> usize {
    let mut kept = 0;
    for index in 0..block.len() {
        block[kept] = block[index];
        kept += usize::from(alive.is_alive(block[index]));
    }
    kept
}

fn answer(request: &Request, page: Page, counters: &Counters<'_>) -> Answer {
    let summary = counters.summary();
    let mut hits = page.hits();
    let more = request.limit > 0 && hits.len() > request.limit;
    hits.truncate(request.limit);
    Answer {
        total: summary.tally.count(),
        hits,
        more,
        facets: counters.facets(&request.slice.filter, request.facet_limit),
        timeline: counters.timeline(),
        summary,
    }
}
