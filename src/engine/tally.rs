//! The counting pass: total, disjunctive facets, timeline and summary from one walk over the matching reviews.
//!
//! Per review it reads the packed word, tests the filters, and increments one cell of a cube (bucket × sentiment × rating), from which
//! timeline, summary, rating and sentiment facets follow, and one counter per keyword facet. A review that fails exactly one group of
//! filters counts in that field's facet alone: so all disjunctive counts come from the same walk.

use super::{
    columns::{Columns, Slot},
    facets,
    predicate::Group,
    snapshot::Snapshot,
};
use crate::domain::{
    calendar::{Day, Interval},
    facet::{Facet, Summary, Tally, TimeBucket, Timeline},
    slice::Filter,
};

/// Cells of the cube per timeline bucket: 8 sentiment × 16 rating values, so that an index is two shifts.
const CELLS: usize = 128;
const RATINGS: usize = 16;

/// What to count, resolved against one snapshot.
pub(super) struct Plan<'a> {
    snapshot: &'a Snapshot,
    pub(super) groups: Vec<Group>,
    facets: Vec<FacetPlan>,
    /// For each group, the facet that lifts it.
    lifted_by: Vec<Option<usize>>,
    timeline: Option<(Interval, Buckets)>,
}

struct FacetPlan {
    field: String,
    slot: Slot,
    values: usize,
    /// Counted from the cube instead of a counter of its own.
    in_cube: bool,
}

/// Which timeline bucket a packed day belongs to.
struct Buckets {
    /// By packed day; 0 is "no time".
    of_day: Vec<u32>,
    starts: Vec<Day>,
}

/// How to cut time, and the days that the buckets must cover.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimelineCut {
    pub(super) interval: Interval,
    pub(super) span: Option<(Day, Day)>,
}

/// A timeline that would have more buckets than [`crate::limits::TIMELINE_BUCKETS`].
#[derive(Debug)]
pub(super) struct TooManyBuckets;

impl Buckets {
    fn new(TimelineCut { interval, span }: TimelineCut, snapshot: &Snapshot) -> Result<Self, TooManyBuckets> {
        let layout = &snapshot.layout;
        let mut buckets = Self { of_day: vec![0; layout.day_values()], starts: Vec::new() };
        let Some((first, last)) = span else { return Ok(buckets) };
        let mut start = interval.start(first);
        while start <= last {
            let next = interval.next(start);
            if buckets.starts.len() >= crate::limits::TIMELINE_BUCKETS || next <= start {
                return Err(TooManyBuckets);
            }
            buckets.starts.push(start);
            let ordinal = u32::try_from(buckets.starts.len()).unwrap_or(u32::MAX);
            for day in start.0.max(first.0)..next.0.min(last.0 + 1) {
                let value = layout.day_value(day).and_then(|value| usize::try_from(value).ok());
                if let Some(cell) = value.and_then(|value| buckets.of_day.get_mut(value)) {
                    *cell = ordinal;
                }
            }
            start = next;
        }
        Ok(buckets)
    }
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        groups: Vec<Group>,
        facets: &[String],
        timeline: Option<TimelineCut>,
    ) -> Result<Self, TooManyBuckets> {
        let planned = facets.iter().filter_map(|field| {
            let slot = snapshot.slot(field)?;
            let in_cube = matches!(field.as_str(), "rating" | "sentiment");
            Some(FacetPlan { field: field.clone(), slot, values: snapshot.slot_values(field), in_cube })
        });
        let facets: Vec<FacetPlan> = planned.collect();
        let lifted_by = groups.iter().map(|group| facets.iter().position(|facet| facet.field == group.field)).collect();
        let timeline = timeline.map(|cut| Ok((cut.interval, Buckets::new(cut, snapshot)?))).transpose()?;
        Ok(Self { snapshot, groups, facets, lifted_by, timeline })
    }

    /// Empty counters.
    pub(super) fn counters(&self) -> Counters<'_> {
        let buckets = self.timeline.as_ref().map_or(0, |(_, buckets)| buckets.starts.len());
        Counters {
            plan: self,
            cube: vec![0; (buckets + 1) * CELLS],
            facets: self.facets.iter().map(|facet| vec![0; facet.values]).collect(),
            sentiment_thousandths: 0,
        }
    }
}

/// The counters of one walk.
pub(super) struct Counters<'a> {
    plan: &'a Plan<'a>,
    cube: Vec<u32>,
    /// By facet and packed value. For facets in the cube: only the reviews counted by lifting.
    facets: Vec<Vec<u32>>,
    sentiment_thousandths: i64,
}

impl Counters<'_> {
    /// Counts one matching review; true when it passes all filters.
    #[inline]
    pub(super) fn add(&mut self, columns: &Columns, doc: usize) -> bool {
        let mut failed = None;
        for (index, group) in self.plan.groups.iter().enumerate() {
            if !group.passes(columns, doc) {
                if failed.is_some() || self.plan.lifted_by[index].is_none() {
                    return false;
                }
                failed = self.plan.lifted_by[index];
            }
        }
        match failed {
            Some(facet) => {
                let value = self.plan.facets[facet].slot.read(&columns.words, doc);
                self.facets[facet][value] += 1;
                false
            }
            None => {
                self.count(columns, doc);
                true
            }
        }
    }

    #[inline]
    fn count(&mut self, columns: &Columns, doc: usize) {
        let layout = &columns.layout;
        let words = &columns.words;
        let bucket = self.plan.timeline.as_ref().map_or(0, |(_, buckets)| buckets.of_day[layout.day.read(words, doc)]);
        let cell = layout.sentiment.read(words, doc) * RATINGS + layout.rating.read(words, doc);
        self.cube[bucket as usize * CELLS + cell] += 1;
        self.sentiment_thousandths += i64::from(columns.sentiment[doc]);
        for (facet, counts) in self.plan.facets.iter().zip(&mut self.facets) {
            if !facet.in_cube {
                counts[facet.slot.read(words, doc)] += 1;
            }
        }
    }

    /// The sums of one timeline bucket; bucket 0 holds the reviews without a time, or all when there is no timeline.
    fn bucket(&self, bucket: usize) -> Tally {
        let mut tally = Tally::default();
        for (sentiment, ratings) in self.cube[bucket * CELLS..][..CELLS].chunks(RATINGS).enumerate() {
            let counts = ratings.iter().map(|count| u64::from(*count));
            if sentiment < tally.sentiment.len() {
                tally.sentiment[sentiment] += counts.clone().sum::<u64>();
            }
            tally.rated += counts.clone().skip(1).sum::<u64>();
            tally.half_stars +=
                (0..).zip(counts).map(|(half_stars, count): (u64, u64)| half_stars * count).sum::<u64>();
        }
        tally
    }

    fn buckets(&self) -> usize {
        self.cube.len() / CELLS
    }

    /// All reviews that pass, in figures.
    pub(super) fn summary(&self) -> Summary {
        let mut summary = Summary { sentiment_thousandths: self.sentiment_thousandths, ..Summary::default() };
        for bucket in 0..self.buckets() {
            let tally = self.bucket(bucket);
            summary.tally.rated += tally.rated;
            summary.tally.half_stars += tally.half_stars;
            for (sum, count) in summary.tally.sentiment.iter_mut().zip(tally.sentiment) {
                *sum += count;
            }
        }
        for (index, count) in self.cube.iter().enumerate() {
            if let Some(rating) = (index % RATINGS).checked_sub(1).filter(|rating| *rating < summary.ratings.len()) {
                summary.ratings[rating] += u64::from(*count);
            }
        }
        summary
    }

    /// The timeline, when one was asked for: from its first bucket with a review to its last.
    pub(super) fn timeline(&self) -> Option<Timeline> {
        let (interval, buckets) = self.plan.timeline.as_ref()?;
        let tallies: Vec<TimeBucket> = buckets
            .starts
            .iter()
            .enumerate()
            .map(|(index, start)| TimeBucket { start: *start, tally: self.bucket(index + 1) })
            .collect();
        let filled = |bucket: &TimeBucket| bucket.tally.count() > 0;
        let first = tallies.iter().position(filled).unwrap_or(tallies.len());
        let past = tallies.iter().rposition(filled).map_or(first, |last| last + 1);
        let missing = self.bucket(0).count();
        Some(Timeline { interval: *interval, missing, buckets: tallies[first..past].to_vec() })
    }

    /// The facets in the order asked, each with at most `limit` values besides the selected ones.
    pub(super) fn facets(&self, filter: &Filter, limit: usize) -> Vec<(String, Facet)> {
        let summary = self.summary();
        let facet = |(plan, counts): (&FacetPlan, &Vec<u32>)| match plan.field.as_str() {
            "rating" => facets::rating(&summary, counts, filter),
            "sentiment" => facets::sentiment(&summary, counts, filter),
            field => {
                let dictionary = self.plan.snapshot.facet(field).map(|(_, dictionary)| dictionary);
                dictionary.map_or_else(Facet::default, |d| facets::keyword(d, counts, filter.fields.get(field), limit))
            }
        };
        let plans = self.plan.facets.iter();
        plans.zip(&self.facets).map(|pair| (pair.0.field.clone(), facet(pair))).collect()
    }
}
