//! What one pass over a slice yields: facets, timeline and summary, all exact and of one snapshot.

use super::{
    calendar::{Day, Interval},
    sentiment::SentimentBucket,
};

/// Counts per value of one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facet {
    /// The most frequent values, then by value; selected values and, for rating and sentiment, zero counts stay.
    pub buckets: Vec<FacetBucket>,
    /// How many values have at least one review.
    pub distinct: u64,
    /// Reviews without a value.
    pub missing: u64,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetBucket {
    /// The value.
    pub value: String,
    /// Reviews that carry it.
    pub count: u64,
    /// Whether the request's own filter names it.
    pub selected: bool,
}

/// Counts per calendar bucket, without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Width of the buckets.
    pub interval: Interval,
    /// Reviews without a time.
    pub missing: u64,
    /// From the first bucket with a review to the last.
    pub buckets: Vec<TimeBucket>,
}

/// One calendar bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeBucket {
    /// Its first day.
    pub start: Day,
    /// What its reviews add up to.
    pub tally: Tally,
}

/// Sums over a set of reviews; averages are taken from these integers and never rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Reviews per sentiment bucket, worst first.
    pub sentiment: [u64; SentimentBucket::ALL.len()],
    /// Reviews with a rating.
    pub rated: u64,
    /// Sum of their half stars.
    pub half_stars: u64,
}

impl Tally {
    /// How many reviews there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.sentiment.iter().sum()
    }

    /// The mean rating in stars.
    #[must_use]
    pub fn avg_rating(&self) -> Option<f64> {
        mean(self.half_stars as f64, self.rated).map(|half_stars| half_stars / 2.0)
    }
}

/// The whole slice in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Counts and rating sum.
    pub tally: Tally,
    /// Sum of the sentiment scores in thousandths.
    pub sentiment_thousandths: i64,
    /// Reviews per rating, half a star first.
    pub ratings: [u64; super::rating::Rating::STEPS],
}

impl Summary {
    /// The mean sentiment score, −1 to 1.
    #[must_use]
    pub fn avg_sentiment(&self) -> Option<f64> {
        mean(self.sentiment_thousandths as f64, self.tally.count()).map(|thousandths| thousandths / 1000.0)
    }
}

fn mean(sum: f64, count: u64) -> Option<f64> {
    (count > 0).then(|| sum / count as f64)
}
