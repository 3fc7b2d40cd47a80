//! Which complaints stand out most.
//!
//! score = volume × negativity × over-representation × movement, each from a shrunk estimate and with near-duplicates counted once:
//! - volume: the posterior share of the slice in percent, (n + ½) / (E + ½) · q, where E = q · N reviews are expected by the baseline's
//!   share q ([`crate::insight::statistics::lift`]); without a baseline (n + ½) / (N + 1);
//! - negativity: mean of (1 − sentiment) / 2, with [`PRIOR_REVIEWS`] reviews of the mean of all complaints added;
//! - over-representation: (n + ½) / (E + ½), which one review alone never lifts above 3; 1 without a baseline;
//! - movement: 1, or 1 + min(1, log₂(change) / 3) where a rise inside the slice is certain.

use crate::{
    domain::pain_points::ScoreParts,
    engine::{Complaints, KeyCounts, Trends},
    insight::statistics::{SIGNIFICANT, Share, association, holm, worse_since},
};

/// Reviews of slice and baseline together from which a key is tested: fewer could not be significant beside so many other keys. The sum says
/// nothing of which side they are on, so the choice does not favour either.
const TESTED_FROM: u64 = 5;
/// Keys whose movement is tested: those that stand out most without it. More tests would hide the clear ones among them.
pub(super) const MOVEMENT_TESTED: usize = 50;
/// Reviews of mean negativity that every key is given.
const PRIOR_REVIEWS: f64 = 5.0;
/// Standard deviations that the clearest rise of a series must have before it is worth a test that many others are corrected with.
const WORTH_TESTING: f64 = 3.0;

/// A key with its place in the ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranked {
    /// Its place among the keys of the complaints.
    pub(super) place: usize,
    pub(super) score: f64,
    pub(super) parts: ScoreParts,
    /// Corrected; 1 where it was not tested.
    pub(super) p_value: f64,
    pub(super) change: Option<Moved>,
}

/// A rise inside the slice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moved {
    /// The first bucket of the higher share.
    pub(super) since: usize,
    /// How many times as frequent it is since, shrunk towards 1.
    pub(super) ratio: f64,
}

/// The keys that stand out most, at most `limit`.
pub(super) fn rank(complaints: &Complaints<'_>, trends: &Trends, limit: usize) -> Vec<Ranked> {
    let p_values = corrected(complaints);
    let mean = mean_negativity(&complaints.keys);
    let keys = complaints.keys.iter().zip(p_values).enumerate();
    let mut ranked: Vec<Ranked> = keys
        .map(|(place, (key, p_value))| {
            let parts = parts(key, complaints, mean);
            Ranked { place, score: product(&parts), parts, p_value, change: None }
        })
        .collect();
    let by_score = |a: &Ranked, b: &Ranked| b.score.total_cmp(&a.score).then_with(|| a.place.cmp(&b.place));
    let kept = limit.max(MOVEMENT_TESTED);
    if ranked.len() > kept {
        ranked.select_nth_unstable_by(kept, by_score);
        ranked.truncate(kept);
    }
    ranked.sort_unstable_by(by_score);
    let tested = ranked.len().min(MOVEMENT_TESTED);
    let moved = movements(&ranked[..tested], complaints, trends);
    for (ranked, change) in ranked.iter_mut().zip(moved) {
        ranked.change = change;
        ranked.parts.movement = change.map_or(1.0, |change| 1.0 + (change.ratio.log2() / 3.0).clamp(0.0, 1.0));
        ranked.score = product(&ranked.parts);
    }
    ranked.sort_by(by_score);
    ranked.truncate(limit);
    ranked
}

fn product(parts: &ScoreParts) -> f64 {
    parts.volume * parts.negativity * parts.over_representation * parts.movement
}

/// The p-value of each key's difference from the baseline, corrected for all keys that are tested, those of the baseline alone included.
fn corrected(complaints: &Complaints<'_>) -> Vec<f64> {
    let (slice, baseline) = (complaints.slice.distinct, complaints.baseline.distinct);
    let is_tested = |key: &&KeyCounts| key.distinct + key.baseline_distinct >= TESTED_FROM;
    let p_value = |key: &KeyCounts| {
        association(Share { count: key.distinct, of: slice }, Share { count: key.baseline_distinct, of: baseline })
    };
    let mut p_values: Vec<f64> = complaints.keys.iter().filter(is_tested).map(p_value).collect();
    let elsewhere = complaints.elsewhere.iter().filter(|distinct| **distinct >= TESTED_FROM);
    p_values.extend(elsewhere.map(|_| 1.0));
    let mut corrected = holm(&p_values).into_iter();
    let one = |key: &KeyCounts| if is_tested(&key) { corrected.next().unwrap_or(1.0) } else { 1.0 };
    complaints.keys.iter().map(one).collect()
}

fn mean_negativity(keys: &[KeyCounts]) -> f64 {
    let reviews: u64 = keys.iter().map(|key| key.reviews.count).sum();
    let thousandths: i64 = keys.iter().map(|key| key.thousandths).sum();
    if reviews == 0 { 0.5 } else { negativity(thousandths as f64 / reviews as f64) }
}

fn negativity(thousandths: f64) -> f64 {
    (1.0 - thousandths / 1_000.0) / 2.0
}

fn parts(key: &KeyCounts, complaints: &Complaints<'_>, mean_negativity: f64) -> ScoreParts {
    let own = Share { count: key.distinct, of: complaints.slice.distinct };
    let other = Share { count: key.baseline_distinct, of: complaints.baseline.distinct };
    let (expected, ratio) =
        if other.of == 0 { (jeffreys(own), 1.0) } else { (jeffreys(other), shrunk_ratio(own, other)) };
    let reviews = key.reviews.count as f64;
    let own_negativity = negativity(key.thousandths as f64 / reviews) * reviews;
    ScoreParts {
        volume: 100.0 * expected * ratio,
        negativity: (own_negativity + PRIOR_REVIEWS * mean_negativity) / (reviews + PRIOR_REVIEWS),
        over_representation: ratio,
        movement: 1.0,
    }
}

fn jeffreys(share: Share) -> f64 {
    (share.count as f64 + 0.5) / (share.of as f64 + 1.0)
}

/// How many times as frequent, shrunk towards 1 as [`crate::insight::statistics::lift`] does.
fn shrunk_ratio(own: Share, other: Share) -> f64 {
    (own.count as f64 + 0.5) / (jeffreys(other) * own.of as f64 + 0.5)
}

/// For each of these keys since when it is worse, where that is significant among all of them.
fn movements(ranked: &[Ranked], complaints: &Complaints<'_>, trends: &Trends) -> Vec<Option<Moved>> {
    let series: Vec<Vec<u64>> =
        ranked.iter().map(|ranked| complaints.distinct_by_bucket(ranked.place, trends)).collect();
    let changes: Vec<_> = series
        .iter()
        .map(|counts| {
            let is_worth = clearest_rise(counts, &trends.totals) >= WORTH_TESTING;
            is_worth.then(|| worse_since(counts, &trends.totals)).flatten()
        })
        .collect();
    let p_values: Vec<f64> = changes.iter().map(|change| change.map_or(1.0, |change| change.p_value)).collect();
    let certain = changes.iter().zip(holm(&p_values)).map(|(change, p_value)| change.filter(|_| p_value < SIGNIFICANT));
    certain
        .zip(&series)
        .map(|(change, counts)| {
            let since = change?.since;
            let share = |range: std::ops::Range<usize>| Share {
                count: counts[range.clone()].iter().sum(),
                of: trends.totals[range].iter().sum(),
            };
            Some(Moved { since, ratio: shrunk_ratio(share(since..counts.len()), share(0..since)) })
        })
        .collect()
}

/// How many standard deviations the later share exceeds the earlier one by, where that is most.
fn clearest_rise(counts: &[u64], totals: &[u64]) -> f64 {
    let (marked, all) = (counts.iter().sum::<u64>() as f64, totals.iter().sum::<u64>() as f64);
    let rate = marked / all.max(1.0);
    let (mut before, mut past, mut most) = (0.0, 0.0, 0.0_f64);
    for (count, total) in counts.iter().zip(totals) {
        let variance = past * (1.0 - past / all.max(1.0)) * rate * (1.0 - rate);
        if variance > 0.0 {
            most = most.max((past * rate - before) / variance.sqrt());
        }
        (before, past) = (before + *count as f64, past + *total as f64);
    }
    most
}
