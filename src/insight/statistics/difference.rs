//! Differences between two disjoint sets of reviews, a − b, with their intervals and how large they are.

use super::{
    Moments, Share,
    distributions::{student_quantile, student_two_sided},
    lift::association,
};

/// What the interval leaves out, both sides together.
const LEFT_OUT: f64 = 0.05;
/// The normal distribution's distance from 0 that 5 % exceed.
const Z: f64 = 1.959_963_984_540_054;

/// How far a figure of one set lies above that of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The first minus the second.
    pub difference: f64,
    /// Its 95 % confidence interval.
    pub interval: [f64; 2],
    /// How likely a difference at least as large is when there is none.
    pub p_value: f64,
    /// Size without unit: Cohen's d of means, Cohen's h of shares (0.2 small, 0.5 medium, 0.8 large; Cohen 1988).
    pub effect: f64,
}

/// The difference of two means by Welch's t-test, which lets the variances differ (Welch 1947, Biometrika 34; degrees of freedom by
/// Satterthwaite 1946); the effect is Cohen's d with the pooled standard deviation.
#[must_use]
pub fn difference_of_means(a: &Moments, b: &Moments) -> Difference {
    let part = |set: &Moments| set.variance / set.count as f64;
    let freedom = |set: &Moments| (set.count - 1) as f64;
    let error = (part(a) + part(b)).sqrt();
    let degrees = error.powi(4) / (part(a).powi(2) / freedom(a) + part(b).powi(2) / freedom(b));
    let difference = a.mean - b.mean;
    let reach = student_quantile(LEFT_OUT, degrees) * error;
    let pooled = (freedom(a) * a.variance + freedom(b) * b.variance) / (freedom(a) + freedom(b));
    Difference {
        difference,
        interval: [difference - reach, difference + reach],
        p_value: student_two_sided(difference / error, degrees),
        effect: difference / pooled.sqrt(),
    }
}

/// The difference of two shares: interval by Newcombe's hybrid of two score intervals (1998, Statistics in Medicine 17, method 10),
/// p-value by [`association`], effect by Cohen's h, the difference of the angles 2·asin(√share). `None` when a set is empty.
#[must_use]
pub fn difference_of_shares(a: Share, b: Share) -> Option<Difference> {
    if a.of == 0 || b.of == 0 {
        return None;
    }
    let (share, other) = (a.value(), b.value());
    let ([low, high], [other_low, other_high]) = (wilson(a), wilson(b));
    let difference = share - other;
    let angle = |share: f64| 2.0 * share.clamp(0.0, 1.0).sqrt().asin();
    Some(Difference {
        difference,
        interval: [
            difference - (share - low).hypot(other_high - other),
            difference + (high - share).hypot(other - other_low),
        ],
        p_value: association(a, b),
        effect: angle(share) - angle(other),
    })
}

/// The 95 % score interval of a share (Wilson 1927, JASA 22).
fn wilson(share: Share) -> [f64; 2] {
    let (p, n) = (share.value(), share.of as f64);
    let centre = p + Z * Z / (2.0 * n);
    let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    [((centre - reach) / scale).clamp(0.0, p), ((centre + reach) / scale).clamp(p, 1.0)]
}

/// Cliff's delta (1993, Psychological Bulletin 114) of two counts by ordered value: how much more often a value of the first is above
/// one of the second than below, −1 to 1, ties counting neither way. Needs no distance between values, which stars do not have.
/// `None` when one holds nothing.
#[must_use]
pub fn cliffs_delta(a: &[u64], b: &[u64]) -> Option<f64> {
    let total = |counts: &[u64]| counts.iter().map(|count| u128::from(*count)).sum::<u128>();
    let (all, all_other) = (total(a), total(b));
    let (mut above, mut below, mut passed) = (0u128, 0u128, 0u128);
    for (index, count) in a.iter().enumerate() {
        let same = u128::from(b.get(index).copied().unwrap_or(0));
        above += u128::from(*count) * passed;
        below += u128::from(*count) * (all_other - passed - same);
        passed += same;
    }
    (all > 0 && all_other > 0).then(|| (above as f64 - below as f64) / (all as f64 * all_other as f64))
}
