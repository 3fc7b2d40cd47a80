//! The values of one facet: all of them, or those that contain a text — what a facet shows beyond its first few.

use std::{collections::BTreeSet, ops::ControlFlow};

use super::{
    EngineError,
    counter::Counts,
    facets::Shown,
    lists::{ListField, by_flag},
    search::Budget,
    snapshot::Snapshot,
};
use crate::{
    domain::{
        facet::{Facet, FacetBucket},
        rating::Rating,
        sentiment::SentimentBucket,
        slice::Slice,
    },
    text::fold,
};

/// Which values of a facet are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ValuesRequest {
    /// Over which reviews; the facet's own conditions are lifted.
    pub slice: Slice,
    /// The facet.
    pub field: String,
    /// Only values that contain this, both folded; empty for all.
    pub contains: String,
    /// Values at most, besides the selected ones.
    pub limit: usize,
}

impl Snapshot {
    /// The values of a facet with their counts: the most frequent first, then by value; ratings and sentiments in their own order. `distinct`
    /// counts those of the wanted values that have a review, `missing` the reviews without a value.
    ///
    /// # Errors
    /// [`EngineError::OutOfTime`] when the budget is spent, and errors of the index files.
    pub fn facet_values(&self, request: &ValuesRequest, budget: &Budget<'_>) -> Result<Facet, EngineError> {
        let field = request.field.as_str();
        let mut lifted = request.slice.clone();
        lifted.filter.fields.remove(field);
        lifted.filter.not.remove(field);
        let wanted = Wanted::new(self, request);
        if let Some(list) = ListField::parse(field).and_then(ListField::list) {
            let mut counter = self.lists.counter(list);
            self.each_block(&lifted, budget, &mut |columns, block| {
                columns.count(list, block, &mut counter);
                ControlFlow::Continue(())
            })?;
            let counts = counter.with(None);
            let counts = if field == "aspect" { self.lists.by_aspect(&counts) } else { counts };
            return Ok(wanted.most_frequent(self, &counts));
        }
        let Some(slot) = self.slot(field) else { return Ok(Facet::default()) };
        let mut counts = vec![0u32; self.slot_values(field)];
        self.each_block(&lifted, budget, &mut |columns, block| {
            let word = &columns.words[slot.word()];
            block.iter().for_each(|doc| counts[slot.take(word[*doc as usize])] += 1);
            ControlFlow::Continue(())
        })?;
        Ok(match field {
            "rating" => {
                let named = Rating::all().map(|rating| (rating.to_string(), usize::from(rating.half_stars())));
                wanted.in_order(named, &counts, count(&counts, 0))
            }
            "sentiment" => {
                let named = SentimentBucket::ALL.into_iter().map(|bucket| (bucket.name().to_owned(), bucket as usize));
                wanted.in_order(named, &counts, 0)
            }
            "flag" => wanted.most_frequent(self, &by_flag(&counts).into()),
            _ => wanted.most_frequent(self, &counts.into()),
        })
    }
}

/// What to show of the counted values.
struct Wanted<'a> {
    field: &'a str,
    folded: String,
    limit: usize,
    selected: BTreeSet<String>,
}

impl<'a> Wanted<'a> {
    fn new(snapshot: &Snapshot, request: &'a ValuesRequest) -> Self {
        let field = request.field.as_str();
        let selected = snapshot.selected(field, &request.slice.filter);
        Self { field, folded: fold(&request.contains), limit: request.limit, selected }
    }

    fn holds(&self, value: &str) -> bool {
        self.folded.is_empty() || fold(value).contains(&self.folded)
    }

    fn bucket(&self, value: &str, count: u64) -> FacetBucket {
        FacetBucket { value: value.to_owned(), count, selected: self.selected.contains(value) }
    }

    /// Values that have an order of their own and are few: all that are wanted.
    fn in_order(&self, named: impl Iterator<Item = (String, usize)>, counts: &[u32], missing: u64) -> Facet {
        let wanted = named.filter(|(value, _)| self.holds(value));
        let buckets: Vec<FacetBucket> = wanted.map(|(value, at)| self.bucket(&value, count(counts, at))).collect();
        let distinct = buckets.iter().filter(|bucket| bucket.count > 0).count() as u64;
        Facet { buckets, distinct, missing }
    }

    /// The most frequent of the wanted values, those without a review last, and the selected ones wherever they stand.
    fn most_frequent(&self, snapshot: &Snapshot, counts: &Counts<'_>) -> Facet {
        let Some(dictionary) = snapshot.dictionary(self.field) else { return Facet::default() };
        let shown = Shown { dictionary, counts, selected: &self.selected, limit: self.limit };
        // Opinions, of which there may be very many, are folded as they are.
        let is_folded = ListField::parse(self.field).is_some();
        shown.facet(|value| if is_folded { value.contains(&self.folded) } else { self.holds(value) })
    }
}

fn count(counts: &[u32], value: usize) -> u64 {
    u64::from(counts.get(value).copied().unwrap_or(0))
}
