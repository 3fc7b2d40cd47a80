//! Complaints over time.

use super::{Complainer, Complaints};
use crate::domain::{
    calendar::{Day, Interval},
    pain_points::TrendBucket,
};

/// The calendar buckets of a slice, from its first to its last day.
pub struct Trends {
    /// Their width.
    pub interval: Interval,
    starts: Vec<Day>,
    /// By packed day, the place of its bucket.
    place_of: Vec<u32>,
    /// Reviews of the slice.
    pub totals: Vec<u64>,
}

impl Trends {
    /// The first day of a bucket.
    #[must_use]
    pub fn start(&self, bucket: usize) -> Day {
        self.starts.get(bucket).copied().unwrap_or(Day(0))
    }
}

impl Complaints<'_> {
    /// The buckets of the slice, as narrow as its days allow.
    #[must_use]
    pub fn trends(&self) -> Trends {
        let layout = &self.snapshot.layout;
        let dated = || self.days.iter().enumerate().skip(1).filter(|(_, reviews)| **reviews > 0);
        let day_of = |packed: usize| Day(layout.first_day + i32::try_from(packed).unwrap_or_default() - 1);
        let ends = dated().next().zip(dated().next_back()).map(|((first, _), (last, _))| (day_of(first), day_of(last)));
        let interval = ends.map_or(Interval::Month, |(first, last)| Interval::auto(first, last));
        let mut trends =
            Trends { interval, starts: Vec::new(), place_of: vec![0; self.days.len()], totals: Vec::new() };
        let Some((first, last)) = ends else { return trends };
        let mut next = interval.start(first);
        while next <= last {
            trends.starts.push(next);
            next = interval.next(next);
        }
        trends.totals = vec![0; trends.starts.len()];
        for (packed, reviews) in dated() {
            let place = trends.starts.partition_point(|start| *start <= day_of(packed)) - 1;
            trends.place_of[packed] = u32::try_from(place).unwrap_or_default();
            trends.totals[place] += reviews;
        }
        trends
    }

    /// The reviews of a key by bucket; `place` is the key's among [`Self::keys`].
    #[must_use]
    pub fn trend(&self, place: usize, trends: &Trends) -> Vec<TrendBucket> {
        let mut counts = vec![0; trends.totals.len()];
        for packed in self.members(place).map(|review| self.packed_day(review)).filter(|packed| *packed > 0) {
            counts[trends.place_of[packed] as usize] += 1;
        }
        let buckets = trends.starts.iter().zip(counts).zip(&trends.totals);
        buckets.map(|((start, count), total)| TrendBucket { start: *start, count, total: *total }).collect()
    }

    /// The same with near-duplicates counted once, where the earliest of them is.
    #[must_use]
    pub fn distinct_by_bucket(&self, place: usize, trends: &Trends) -> Vec<u64> {
        let mut counts = vec![0; trends.totals.len()];
        let mut clustered: Vec<(u32, usize)> = Vec::new();
        for review in self.members(place) {
            let packed = self.packed_day(review);
            match self.cluster(review) {
                _ if packed == 0 => {}
                Some(cluster) => clustered.push((cluster, packed)),
                None => counts[trends.place_of[packed] as usize] += 1,
            }
        }
        clustered.sort_unstable();
        clustered.dedup_by_key(|(cluster, _)| *cluster);
        clustered.iter().for_each(|(_, packed)| counts[trends.place_of[*packed] as usize] += 1);
        counts
    }

    fn packed_day(&self, review: &Complainer) -> usize {
        self.snapshot.layout.day.read(&self.columns(review).words, review.doc as usize)
    }
}
