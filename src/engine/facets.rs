//! From counters to facets: which values are shown, in which order, and which of them the filter names.

use std::collections::BTreeSet;

use super::columns::Dictionary;
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

/// The most frequent values first, then by value; beyond `limit` only those that the filter names. `counts` is by ordinal; 0 is "no value".
pub(super) fn keyword(dictionary: &Dictionary, counts: &[u32], filter: Option<&Vec<Condition>>, limit: usize) -> Facet {
    let selected: BTreeSet<&str> = selected_values(filter).collect();
    let values = &dictionary.values;
    let frequency = |index: &usize| count(counts, index + 1);
    let mut shown: Vec<usize> = (0..values.len()).collect();
    if shown.len() > limit {
        // Only the values that are shown need an order, and a text of their own.
        let by_rank = |a: &usize, b: &usize| frequency(b).cmp(&frequency(a)).then_with(|| values[*a].cmp(&values[*b]));
        shown.select_nth_unstable_by(limit, by_rank);
        shown.truncate(limit);
    }
    let frequent: BTreeSet<&str> = shown.iter().map(|index| &*values[*index]).collect();
    let bucket =
        |value: &str, count| FacetBucket { value: value.to_owned(), count, selected: selected.contains(value) };
    let named = selected
        .difference(&frequent)
        .map(|value| bucket(value, dictionary.ordinal(value).map_or(0, |ordinal| count(counts, ordinal as usize))));
    let mut buckets: Vec<FacetBucket> =
        shown.iter().map(|index| bucket(&values[*index], frequency(index))).chain(named).collect();
    buckets.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    let mut place = 0;
    buckets.retain(|bucket| {
        place += 1;
        place <= limit || bucket.selected
    });
    let distinct = counts.iter().skip(1).filter(|count| **count > 0).count() as u64;
    Facet { buckets, distinct, missing: count(counts, 0) }
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

fn selected_values(filter: Option<&Vec<Condition>>) -> impl Iterator<Item = &str> {
    filter.into_iter().flatten().flat_map(|condition| match condition {
        Condition::Values(values) => values.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    })
}
