//! The values of one facet: all of them, or those that contain a text — what a facet shows beyond its first few.

use std::{cmp::Reverse, collections::BTreeSet, ops::ControlFlow};

use super::{EngineError, columns::Dictionary, search::Budget, snapshot::Snapshot};
use crate::{
    domain::{
        facet::{Facet, FacetBucket},
        rating::Rating,
        sentiment::SentimentBucket,
        slice::{Condition, Slice},
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
        let Some(slot) = self.slot(field) else { return Ok(Facet::default()) };
        let mut lifted = request.slice.clone();
        lifted.filter.fields.remove(field);
        lifted.filter.not.remove(field);
        let mut counts = vec![0u32; self.slot_values(field)];
        self.each_block(&lifted, budget, &mut |columns, block| {
            let word = &columns.words[slot.word()];
            block.iter().for_each(|doc| counts[slot.take(word[*doc as usize])] += 1);
            ControlFlow::Continue(())
        })?;
        let wanted = Wanted::new(request);
        Ok(match (field, self.facet(field)) {
            ("rating", _) => {
                let named = Rating::all().map(|rating| (rating.to_string(), usize::from(rating.half_stars())));
                wanted.in_order(named, &counts, count(&counts, 0))
            }
            ("sentiment", _) => {
                let named = SentimentBucket::ALL.into_iter().map(|bucket| (bucket.name().to_owned(), bucket as usize));
                wanted.in_order(named, &counts, 0)
            }
            (_, Some((_, dictionary))) => wanted.most_frequent(dictionary, &counts),
            (_, None) => Facet::default(),
        })
    }
}

/// What to show of the counted values.
struct Wanted {
    folded: String,
    limit: usize,
    selected: BTreeSet<String>,
}

impl Wanted {
    fn new(request: &ValuesRequest) -> Self {
        let conditions = request.slice.filter.fields.get(&request.field).into_iter().flatten();
        let mut selected = BTreeSet::new();
        for condition in conditions {
            match condition {
                Condition::Values(values) => selected.extend(values.iter().cloned()),
                Condition::Ratings(ratings) => {
                    let named = ratings.iter().filter_map(|half_stars| Rating::from_half_stars(*half_stars));
                    selected.extend(named.map(|rating| rating.to_string()));
                }
                Condition::Sentiments(buckets) => {
                    selected.extend(buckets.iter().map(|bucket| bucket.name().to_owned()));
                }
                _ => {}
            }
        }
        Self { folded: fold(&request.contains), limit: request.limit, selected }
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
    fn most_frequent(&self, dictionary: &Dictionary, counts: &[u32]) -> Facet {
        let values = &dictionary.values;
        let frequency = |index: usize| counts.get(index + 1).copied().unwrap_or(0);
        let mut indexes: Vec<usize> = (0..values.len()).filter(|index| self.holds(&values[*index])).collect();
        let distinct = indexes.iter().filter(|index| frequency(**index) > 0).count() as u64;
        let places = dictionary.places();
        let rank = |index: &usize| (Reverse(frequency(*index)), places[*index]);
        let beyond = if indexes.len() > self.limit {
            indexes.select_nth_unstable_by_key(self.limit, rank);
            indexes.split_off(self.limit)
        } else {
            Vec::new()
        };
        indexes.extend(beyond.into_iter().filter(|index| self.selected.contains(&*values[*index])));
        let mut buckets: Vec<FacetBucket> =
            indexes.into_iter().map(|index| self.bucket(&values[index], u64::from(frequency(index)))).collect();
        let unknown = self.selected.iter().filter(|value| dictionary.ordinal(value).is_none() && self.holds(value));
        buckets.extend(unknown.map(|value| self.bucket(value, 0)));
        buckets.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        Facet { buckets, distinct, missing: count(counts, 0) }
    }
}

fn count(counts: &[u32], value: usize) -> u64 {
    u64::from(counts.get(value).copied().unwrap_or(0))
}
