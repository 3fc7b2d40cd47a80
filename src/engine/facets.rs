//! From counters to facets: which values are shown, in which order, and which of them the filter names.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{counter::Counts, dictionary::Dictionary};
use crate::domain::{
    facet::{Facet, FacetBucket, Summary},
    rating::Rating,
    sentiment::SentimentBucket,
    slice::{Condition, Filter},
};

/// All ratings in order. `lifted` counts, by half stars, the reviews that only the facet's own filter leaves out; 0 is "unrated".
pub(super) fn rating(summary: &Summary, lifted: &[u32], filter: &Filter) -> Facet {
    let selected = |rating: Rating| {
        conditions(filter, "rating").any(|condition| match condition {
            Condition::Ratings(ratings) => ratings.contains(&rating.half_stars()),
            _ => false,
        })
    };
    let buckets = Rating::all().zip(summary.ratings).map(|(rating, passing)| FacetBucket {
        value: rating.to_string(),
        count: passing + count(lifted, usize::from(rating.half_stars())),
        selected: selected(rating),
    });
    let unrated = summary.tally.count() - summary.tally.rated;
    complete(buckets.collect(), unrated + count(lifted, 0))
}

/// All sentiment buckets, worst first.
pub(super) fn sentiment(summary: &Summary, lifted: &[u32], filter: &Filter) -> Facet {
    let selected = |bucket: SentimentBucket| {
        conditions(filter, "sentiment").any(|condition| match condition {
            Condition::Sentiments(buckets) => buckets.contains(&bucket),
            _ => false,
        })
    };
    let buckets = SentimentBucket::ALL.into_iter().zip(summary.tally.sentiment).map(|(bucket, passing)| FacetBucket {
        value: bucket.name().to_owned(),
        count: passing + count(lifted, bucket as usize),
        selected: selected(bucket),
    });
    complete(buckets.collect(), 0)
}

/// Which values of a field to show.
pub(super) struct Shown<'a> {
    pub(super) dictionary: &'a Dictionary,
    pub(super) counts: &'a Counts<'a>,
    /// Values that stay wherever they stand.
    pub(super) selected: &'a BTreeSet<String>,
    /// Values besides them.
    pub(super) limit: usize,
}

impl Shown<'_> {
    /// Of the values that are `wanted` the most frequent first, then by value; beyond the limit only the selected ones.
    pub(super) fn facet(&self, wanted: impl Fn(&str) -> bool) -> Facet {
        let values = &self.dictionary.values;
        let met = self.counts.met().map(|(ordinal, count)| (Reverse(count), ordinal - 1));
        let met: Vec<(Reverse<u32>, usize)> = met.filter(|(_, index)| wanted(&values[*index])).collect();
        let distinct = met.len() as u64;
        let shown = self.most_frequent(met, &wanted);
        let frequent: BTreeSet<&str> = shown.iter().map(|index| &*values[*index]).collect();
        let bucket = |value: &str, count| FacetBucket {
            value: value.to_owned(),
            count,
            selected: self.selected.contains(value),
        };
        let named = self.selected.iter().filter(|value| !frequent.contains(value.as_str()) && wanted(value));
        let named = named.map(|value| {
            let ordinal = self.dictionary.ordinal(value);
            bucket(value, ordinal.map_or(0, |ordinal| self.counts.of(ordinal as usize)))
        });
        let shown = shown.iter().map(|index| bucket(&values[*index], self.counts.of(index + 1)));
        let mut buckets: Vec<FacetBucket> = shown.chain(named).collect();
        buckets.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        let mut place = 0;
        buckets.retain(|bucket| {
            place += 1;
            place <= self.limit || bucket.selected
        });
        Facet { buckets, distinct, missing: self.counts.of(0) }
    }

    /// Indexes of the most frequent of the values that were met, then by value, and where these are too few, of wanted ones that nobody has.
    /// Only values as frequent as the last one shown are compared by their order, which the dictionary knows.
    fn most_frequent(&self, mut met: Vec<(Reverse<u32>, usize)>, wanted: &impl Fn(&str) -> bool) -> Vec<usize> {
        let limit = self.limit;
        if limit > 0 && met.len() > limit {
            let (_, last, _) = met.select_nth_unstable_by_key(limit - 1, |(count, _)| *count);
            let least = last.0;
            met.retain(|(count, _)| *count <= least);
        }
        if met.len() > limit {
            let places = self.dictionary.places();
            met.select_nth_unstable_by_key(limit, |(count, index)| (*count, places[*index]));
            met.truncate(limit);
        }
        let mut shown: Vec<usize> = met.into_iter().map(|(_, index)| index).collect();
        if shown.len() < limit {
            let is_idle = |index: &usize| self.counts.of(index + 1) == 0 && wanted(&self.dictionary.values[*index]);
            shown.extend(self.dictionary.sorted().filter(is_idle).take(limit - shown.len()));
        }
        shown
    }
}

fn count(counts: &[u32], value: usize) -> u64 {
    u64::from(counts.get(value).copied().unwrap_or(0))
}

fn complete(buckets: Vec<FacetBucket>, missing: u64) -> Facet {
    let distinct = buckets.iter().filter(|bucket| bucket.count > 0).count() as u64;
    Facet { buckets, distinct, missing }
}

fn conditions<'f>(filter: &'f Filter, field: &str) -> impl Iterator<Item = &'f Condition> {
    filter.fields.get(field).into_iter().flatten()
}
