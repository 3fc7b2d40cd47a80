//! Since when a share is higher.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

use super::{hypergeometric::Hypergeometric, verdict::SIGNIFICANT};

/// Reviews that carry it after the change: fewer are anecdotes, whatever their share.
const LEAST_AFTER: u64 = 5;
/// Reviews on either side of a change: below, a side has no share to speak of.
const LEAST_SIDE: u64 = 10;
/// Shuffles at most: resolves p-values of a thousandth.
const SHUFFLES: usize = 999;
/// Shuffles at least, for long series.
const SHUFFLES_LEAST: usize = 199;
/// Buckets shuffled at most: some thirty milliseconds.
const SHUFFLED_BUCKETS: usize = 100_000;
/// Any number: the same series must give the same answer.
const SEED: u64 = 0x5eed_0f5e_ed0f_5eed;

/// A share that rose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The first bucket of the higher share.
    pub since: usize,
    /// The share of all buckets before it.
    pub before: f64,
    /// The share from it on.
    pub after: f64,
    /// How likely so marked a rise is, at any bucket, when the share is constant. Below 0.05.
    pub p_value: f64,
}

/// The bucket since which a share is higher: of `totals[i]` reviews in bucket i, `counts[i]` carry something.
///
/// The bucket is where the binomial likelihood of two shares, the later one higher, exceeds that of one share most (Hinkley and Hinkley
/// 1970, Biometrika 57; Worsley 1983, Biometrika 70). Each bucket was a candidate, so the p-value is that of the greatest ratio anywhere:
/// by shuffling which reviews carry it over the buckets, with a fixed seed, (1 + as extreme) / (1 + shuffles), and no higher than
/// the sum over the buckets of the exact hypergeometric probabilities of so great a ratio there (Bonferroni), which settles clear
/// cases without shuffling. `None` unless below 0.05, with at least 5 such reviews from it on and 10 reviews on either side.
/// Buckets beyond the shorter of both lists are ignored. Costs microseconds to some thirty milliseconds; a hundred buckets are plenty.
#[must_use]
pub fn worse_since(counts: &[u64], totals: &[u64]) -> Option<Change> {
    let series = Series::new(counts, totals)?;
    let counts: Vec<u64> = counts.iter().zip(totals).map(|(count, total)| *count.min(total)).collect();
    let (since, greatest) = series.greatest(&counts)?;
    let p_value = series.p_value(greatest)?;
    let marked: u64 = counts[..since].iter().sum();
    let side = series.past[since];
    let share = |count: u64, of: u64| count as f64 / of as f64;
    let (before, after) = (share(marked, side), share(series.marked - marked, series.total() - side));
    Some(Change { since, before, after, p_value })
}

/// Buckets, and how many of their reviews are marked in all.
struct Series<'a> {
    totals: &'a [u64],
    marked: u64,
    /// For each bucket the reviews before it; one more for all.
    past: Vec<u64>,
    /// The log-likelihood of one share for all.
    constant: f64,
}

impl<'a> Series<'a> {
    fn new(counts: &[u64], totals: &'a [u64]) -> Option<Self> {
        let totals = &totals[..totals.len().min(counts.len())];
        let marked = counts.iter().zip(totals).map(|(count, total)| *count.min(total)).sum();
        let mut past = vec![0];
        for total in totals {
            past.push(past.last()? + total);
        }
        let constant = log_likelihood(marked, *past.last()?);
        (marked >= LEAST_AFTER).then_some(Self { totals, marked, past, constant })
    }

    fn total(&self) -> u64 {
        self.past.last().copied().unwrap_or(0)
    }

    /// Buckets that a change may begin with.
    fn candidates(&self) -> impl Iterator<Item = usize> {
        let enough = |since: &usize| self.past[*since] >= LEAST_SIDE && self.total() - self.past[*since] >= LEAST_SIDE;
        (1..self.totals.len()).filter(enough)
    }

    /// The log-likelihood ratio of a rise at `since` with so many marked reviews before it; 0 when it is none.
    fn ratio(&self, since: usize, before: u64) -> f64 {
        let (side, after) = (self.past[since], self.marked - before);
        let other = self.total() - side;
        if after < LEAST_AFTER || after as f64 * side as f64 <= before as f64 * other as f64 {
            return 0.0;
        }
        log_likelihood(before, side) + log_likelihood(after, other) - self.constant
    }

    /// Where the ratio is greatest, and how great.
    fn greatest(&self, counts: &[u64]) -> Option<(usize, f64)> {
        let mut before = 0;
        let mut past = vec![0];
        for count in counts {
            before += count;
            past.push(before);
        }
        let ratios = self.candidates().map(|since| (since, self.ratio(since, past[since])));
        ratios.filter(|(_, ratio)| *ratio > 0.0).reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// The p-value of a greatest ratio, when it is significant.
    fn p_value(&self, greatest: f64) -> Option<f64> {
        // Equal ratios that differ in their last bits are equal.
        let greatest = greatest * (1.0 - 1e-12);
        let bound: f64 = self.candidates().map(|since| self.as_great_at(since, greatest)).sum();
        let shuffles = (SHUFFLED_BUCKETS / self.totals.len().max(1)).clamp(SHUFFLES_LEAST, SHUFFLES);
        let resolved = 1.0 / (shuffles + 1) as f64;
        let p_value = if bound <= resolved { bound } else { self.shuffled(greatest, shuffles)?.min(bound) };
        (p_value < SIGNIFICANT).then_some(p_value)
    }

    /// Probability of a ratio at least as great at one bucket.
    fn as_great_at(&self, since: usize, greatest: f64) -> f64 {
        let before = Hypergeometric::new(self.total(), self.marked, self.past[since]);
        // The ratio falls with the count before; `low` is great enough, `high` is not.
        let mut low = before.least();
        if self.ratio(since, low) < greatest {
            return 0.0;
        }
        let mut high = self.marked.min(self.past[since]) + 1;
        while high - low > 1 {
            let middle = u64::midpoint(low, high);
            if self.ratio(since, middle) < greatest { high = middle } else { low = middle }
        }
        before.at_most(low)
    }

    /// The share of shuffled series with a ratio as great; `None` as soon as it cannot be significant any more.
    fn shuffled(&self, greatest: f64, shuffles: usize) -> Option<f64> {
        let mut random = ChaCha8Rng::seed_from_u64(SEED);
        let (mut extreme, mut counts) = (1, Vec::with_capacity(self.totals.len()));
        for _ in 0..shuffles {
            counts.clear();
            let (mut total, mut marked) = (self.total(), self.marked);
            for drawn in self.totals {
                let count = Hypergeometric::new(total, marked, *drawn).sample(uniform(&mut random));
                counts.push(count);
                (total, marked) = (total - drawn, marked - count);
            }
            if self.greatest(&counts).is_some_and(|(_, ratio)| ratio >= greatest) {
                extreme += 1;
                if f64::from(extreme) >= SIGNIFICANT * (shuffles + 1) as f64 {
                    return None;
                }
            }
        }
        Some(f64::from(extreme) / (shuffles + 1) as f64)
    }
}

/// The greatest log-likelihood of so many of a total, for any share.
fn log_likelihood(count: u64, total: u64) -> f64 {
    let part = |part: u64| if part == 0 { 0.0 } else { part as f64 * (part as f64 / total as f64).ln() };
    part(count) + part(total - count)
}

/// A draw from 0 to 1, of 53 bits.
fn uniform(random: &mut ChaCha8Rng) -> f64 {
    (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}
