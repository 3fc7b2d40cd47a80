//! The counting pass: total, disjunctive facets, timeline and summary from one walk over the matching reviews.
//!
//! It works on blocks of reviews whose packed words are gathered once. A block is tested against the filters; what passes increments one
//! cell of a cube (timeline bucket × sentiment × rating), from which timeline, summary, rating and sentiment facets follow, and one counter
//! per group of keyword facets: small facets are counted jointly, so that a review costs one increment for all of them. A review that fails
//! exactly one group of filters counts in that field's facet alone: so all disjunctive counts come from the same walk.

use std::sync::Arc;

use tantivy::DocId;

use super::{
    buckets::{Buckets, TimelineCut, TooManyBuckets},
    columns::{Columns, Layout, SCORE_OFFSET, Slot},
    counter::{Counter, Counts},
    facets::{self, Shown},
    gathered::Gathered,
    joint::Joint,
    lists::{List, ListField, by_flag},
    predicate::Group,
    snapshot::Snapshot,
    source::BLOCK,
};
use crate::domain::{
    calendar::Interval,
    facet::{Facet, Summary, Tally, TimeBucket, Timeline},
    slice::Filter,
};

/// Cells of the cube per timeline bucket.
const CELLS: usize = Layout::CELLS;
const RATINGS: usize = Layout::RATINGS;

/// What to count, resolved against one snapshot.
pub(super) struct Plan<'a> {
    snapshot: &'a Snapshot,
    pub(super) groups: Vec<Group>,
    facets: Vec<FacetPlan>,
    /// For each group, the facet that lifts it.
    lifted_by: Vec<Option<usize>>,
    /// Keyword facets that are counted together.
    joint: Vec<Joint>,
    /// Arrays that facets are counted from.
    lists: Vec<List>,
    timeline: Option<(Interval, Arc<Buckets>)>,
}

struct FacetPlan {
    field: String,
    counted: Counted,
}

/// How a facet is counted.
#[derive(Clone, Copy)]
enum Counted {
    /// One packed value a review.
    Slot { slot: Slot, values: usize },
    /// Any number of values a review.
    List(List),
}

impl FacetPlan {
    fn new(field: &str, snapshot: &Snapshot) -> Option<Self> {
        let list = ListField::parse(field).and_then(ListField::list);
        let counted = match list {
            Some(list) => Counted::List(list),
            None => Counted::Slot { slot: snapshot.slot(field)?, values: snapshot.slot_values(field) },
        };
        Some(Self { field: field.to_owned(), counted })
    }

    const fn slot(&self) -> Option<Slot> {
        match self.counted {
            Counted::Slot { slot, .. } => Some(slot),
            Counted::List(_) => None,
        }
    }

    const fn list(&self) -> Option<List> {
        match self.counted {
            Counted::List(list) => Some(list),
            Counted::Slot { .. } => None,
        }
    }

    /// Packed values.
    const fn values(&self) -> usize {
        match self.counted {
            Counted::Slot { values, .. } => values,
            Counted::List(_) => 0,
        }
    }

    fn is_in_cube(&self) -> bool {
        matches!(self.field.as_str(), "rating" | "sentiment")
    }
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        groups: Vec<Group>,
        facets: &[String],
        timeline: Option<TimelineCut>,
    ) -> Result<Self, TooManyBuckets> {
        let facets: Vec<FacetPlan> = facets.iter().filter_map(|field| FacetPlan::new(field, snapshot)).collect();
        let lifted_by = groups.iter().map(|group| facets.iter().position(|facet| facet.field == group.field)).collect();
        let timeline = timeline.map(|cut| Ok((cut.interval, snapshot.buckets(cut)?))).transpose()?;
        // Rating and sentiment follow from the cube.
        let keywords = facets.iter().enumerate().filter(|(_, facet)| !facet.is_in_cube());
        let joint = Joint::plan(keywords.filter_map(|(index, facet)| Some((index, facet.slot()?))));
        let mut lists: Vec<List> = Vec::new();
        for list in facets.iter().filter_map(FacetPlan::list) {
            if !lists.contains(&list) {
                lists.push(list);
            }
        }
        Ok(Self { snapshot, groups, joint, lists, facets, lifted_by, timeline })
    }

    fn combinations(&self, group: &Joint) -> usize {
        match group.members.as_slice() {
            [(facet, ..)] => self.facets[*facet].values(),
            _ => 1 << group.bits,
        }
    }

    /// Empty counters.
    pub(super) fn counters(&self) -> Counters<'_> {
        let buckets = self.timeline.as_ref().map_or(0, |(_, buckets)| buckets.starts.len());
        let facet_words = self.facets.iter().filter_map(|facet| Some(facet.slot()?.word()));
        let gathered = Gathered::new(facet_words.chain(self.groups.iter().flat_map(Group::words)));
        Counters {
            plan: self,
            cube: vec![0; (buckets + 1) * CELLS],
            joint: self
                .joint
                .iter()
                .map(|group| (gathered.place(group.word), vec![0; self.combinations(group)]))
                .collect(),
            lists: self.lists.iter().map(|list| (*list, self.snapshot.lists.counter(*list))).collect(),
            lifted: self.facets.iter().map(|facet| vec![0; facet.values()]).collect(),
            lifted_lists: self.lifted_lists(),
            thousandths: 0,
            places: [0; BLOCK],
            gathered,
        }
    }
}

impl Plan<'_> {
    /// For each facet that is counted from an array and lifts a group: a counter of what the group alone leaves out.
    fn lifted_lists(&self) -> Vec<Option<Counter>> {
        let counter = |(index, facet): (usize, &FacetPlan)| {
            let lifts = self.lifted_by.contains(&Some(index));
            facet.list().filter(|_| lifts).map(|list| self.snapshot.lists.counter(list))
        };
        self.facets.iter().enumerate().map(counter).collect()
    }
}

/// The counters of one walk.
pub(super) struct Counters<'a> {
    plan: &'a Plan<'a>,
    cube: Vec<u32>,
    /// For each group of facets: where its word is gathered, and the counts by combination.
    joint: Vec<(usize, Vec<u32>)>,
    /// By facet and packed value: the reviews that only the facet's own filters leave out.
    lifted: Vec<Vec<u32>>,
    /// What passes, counted by array.
    lists: Vec<(List, Counter)>,
    /// The same as `lifted` for facets that are counted from an array.
    lifted_lists: Vec<Option<Counter>>,
    /// Sum of the packed sentiment scores.
    thousandths: u64,
    gathered: Gathered,
    /// Places of the block that pass.
    places: [u8; BLOCK],
}

impl Counters<'_> {
    /// Counts a block of matching reviews of one segment; returns those that pass all filters.
    pub(super) fn add(&mut self, columns: &Columns, block: &[DocId]) -> &[DocId] {
        self.gathered.load(columns, block);
        if !self.plan.groups.is_empty() {
            self.filter(columns);
        }
        self.count();
        for (list, counter) in &mut self.lists {
            columns.count(*list, self.gathered.docs(), counter);
        }
        self.gathered.docs()
    }

    /// Keeps the reviews that pass; one that a single lifted group leaves out counts in that group's facet.
    fn filter(&mut self, columns: &Columns) {
        let mut failed = [0u64; BLOCK];
        let failed = &mut failed[..self.gathered.docs().len()];
        for (index, group) in self.plan.groups.iter().enumerate() {
            group.mark_failures(columns, &self.gathered, 1 << index, failed);
        }
        // Neither loop branches on what a review holds: guesses would be wrong as often as filters keep and leave out.
        for (facet, bit) in
            self.plan.lifted_by.iter().zip(0..).filter_map(|(facet, index)| Some(((*facet)?, 1u64 << index)))
        {
            let Some(slot) = self.plan.facets[facet].slot() else { continue };
            let words = self.gathered.words(self.gathered.place(slot.word()));
            let counts = &mut self.lifted[facet];
            for (word, failed) in words.iter().zip(failed.iter()) {
                counts[slot.take(*word)] += u32::from(*failed == bit);
            }
        }
        self.count_lifted_lists(columns, failed);
        let mut kept = 0;
        for (place, failed) in (0u8..).zip(failed.iter()) {
            self.places[kept] = place;
            kept += usize::from(*failed == 0);
        }
        self.gathered.keep(&self.places[..kept]);
    }

    /// Counts, for each facet that is counted from an array, the reviews that its own group alone leaves out.
    fn count_lifted_lists(&mut self, columns: &Columns, failed: &[u64]) {
        for (group, facet) in self.plan.lifted_by.iter().enumerate().filter_map(|(i, facet)| Some((i, (*facet)?))) {
            let list = self.plan.facets[facet].list();
            let (Some(list), Some(counter)) = (list, &mut self.lifted_lists[facet]) else { continue };
            let bit = 1 << group;
            for (doc, _) in self.gathered.docs().iter().zip(failed).filter(|(_, failed)| **failed == bit) {
                columns.count(list, std::slice::from_ref(doc), counter);
            }
        }
    }

    fn count(&mut self) {
        let first = self.gathered.words(0);
        let layout = &self.plan.snapshot.layout;
        match &self.plan.timeline {
            Some((_, buckets)) => {
                let cell = |word: &u64| buckets.cell_of_day[layout.day.take(*word)];
                // Segments are sorted by time: most blocks lie in one bucket, and its cells stay in the innermost cache.
                let mut rest = first;
                while let Some(word) = rest.first() {
                    let base = cell(word);
                    let one_bucket = rest.last().is_some_and(|last| layout.day.take(*last) > 0 && cell(last) == base);
                    let past =
                        if one_bucket { rest.len() } else { rest.iter().take_while(|w| cell(w) == base).count() };
                    add_cells(&mut self.cube[base as usize..][..CELLS], &rest[..past]);
                    rest = &rest[past..];
                }
            }
            None => add_cells(&mut self.cube[..CELLS], first),
        }
        self.thousandths += first.iter().map(|word| layout.score.take(*word) as u64).sum::<u64>();
        for (group, (place, counts)) in self.plan.joint.iter().zip(&mut self.joint) {
            let words = self.gathered.words(*place);
            match group.members.as_slice() {
                [(_, slot, _)] => words.iter().for_each(|word| increment(counts, slot.take(*word))),
                _ => words.iter().for_each(|word| increment(counts, group.take(*word))),
            }
        }
    }

    /// The sums of one timeline bucket; bucket 0 holds the reviews without a time, or all when there is no timeline.
    fn bucket(&self, bucket: usize) -> Tally {
        tally(&self.cube[bucket * CELLS..][..CELLS])
    }

    /// All reviews that pass, in figures.
    pub(super) fn summary(&self) -> Summary {
        let mut cells = [0u32; CELLS];
        for bucket in self.cube.chunks_exact(CELLS) {
            cells.iter_mut().zip(bucket).for_each(|(sum, count)| *sum = sum.wrapping_add(*count));
        }
        let tally = tally(&cells);
        let mut summary = Summary { tally, ..Summary::default() };
        for (index, count) in cells.iter().enumerate() {
            if let Some(rating) = (index % RATINGS).checked_sub(1).filter(|rating| *rating < summary.ratings.len()) {
                summary.ratings[rating] += u64::from(*count);
            }
        }
        let offset = SCORE_OFFSET.saturating_mul(i64::try_from(tally.count()).unwrap_or(i64::MAX));
        summary.sentiment_thousandths = i64::try_from(self.thousandths).unwrap_or(i64::MAX) - offset;
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
    pub(super) fn facets(&self, summary: &Summary, filter: &Filter, limit: usize) -> Vec<(String, Facet)> {
        let mut counts = self.lifted.clone();
        for (group, (_, joint)) in self.plan.joint.iter().zip(&self.joint) {
            for (combination, count) in joint.iter().enumerate().filter(|(_, count)| **count > 0) {
                for (facet, slot, from) in &group.members {
                    counts[*facet][slot.value_of(combination >> from)] += count;
                }
            }
        }
        let facet = |(index, plan): (usize, &FacetPlan)| {
            let field = plan.field.as_str();
            let facet = match field {
                "rating" => facets::rating(summary, &counts[index], filter),
                "sentiment" => facets::sentiment(summary, &counts[index], filter),
                _ => self.facet(field, self.counts(index, &counts[index]), filter, limit),
            };
            (field.to_owned(), facet)
        };
        self.plan.facets.iter().enumerate().map(facet).collect()
    }

    /// How often each value of a facet occurs; `packed` where it is counted by packed value.
    fn counts<'c>(&'c self, index: usize, packed: &'c [u32]) -> Counts<'c> {
        let facet = &self.plan.facets[index];
        let Some((_, counter)) = facet.list().and_then(|list| self.lists.iter().find(|(known, _)| *known == list))
        else {
            return if facet.field == "flag" { by_flag(packed).into() } else { packed.into() };
        };
        let counts = counter.with(self.lifted_lists[index].as_ref());
        if facet.field == "aspect" { self.plan.snapshot.lists.by_aspect(&counts) } else { counts }
    }

    fn facet(&self, field: &str, counts: Counts<'_>, filter: &Filter, limit: usize) -> Facet {
        let Some(dictionary) = self.plan.snapshot.dictionary(field) else { return Facet::default() };
        let selected = self.plan.snapshot.selected(field, filter);
        Shown { dictionary, counts: &counts, selected: &selected, limit }.facet(|_| true)
    }
}

/// What the cells of one bucket add up to.
fn tally(cells: &[u32]) -> Tally {
    let mut tally = Tally::default();
    for (sentiment, ratings) in cells.chunks(RATINGS).enumerate() {
        let counts = ratings.iter().map(|count| u64::from(*count));
        if sentiment < tally.sentiment.len() {
            tally.sentiment[sentiment] += counts.clone().sum::<u64>();
        }
        tally.rated += counts.clone().skip(1).sum::<u64>();
        tally.half_stars += (0..).zip(counts).map(|(half_stars, count): (u64, u64)| half_stars * count).sum::<u64>();
    }
    tally
}

/// Adds one to a counter; no count of a segment's reviews overflows.
#[inline]
fn increment(counts: &mut [u32], index: usize) {
    counts[index] = counts[index].wrapping_add(1);
}

/// Adds one to the cell of each review: sentiment × rating, the lowest bits of its first word.
fn add_cells(cells: &mut [u32], words: &[u64]) {
    if let Ok(cells) = <&mut [u32; CELLS]>::try_from(cells) {
        words.iter().for_each(|word| cells[Layout::cell(*word)] = cells[Layout::cell(*word)].wrapping_add(1));
    }
}
