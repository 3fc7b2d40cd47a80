//! How many times as frequent something is in a slice as in a baseline.

use super::{
    Share,
    distributions::{beta_cdf, beta_quantile},
    hypergeometric::Hypergeometric,
};

/// What is known of a slice's share before looking: that half a review carries it where the baseline lets half a review expect it.
const PRIOR: f64 = 0.5;
/// Tails that the interval leaves out.
const TAILS: [f64; 2] = [0.025, 0.975];

/// A ratio of shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lift {
    /// The slice's share over the baseline's, shrunk towards 1: with `E` reviews expected and `n` found it is (n + ½) / (E + ½).
    pub ratio: f64,
    /// Where the ratio lies with 95 % probability; holds `ratio`.
    pub interval: [f64; 2],
    /// How likely shares at least as far apart are when there is no difference, from [`association`].
    pub p_value: f64,
}

/// The ratio of two shares of disjoint sets of reviews.
///
/// Shrinkage is that of a gamma-Poisson model (DuMouchel 1999, The American Statistician 53(3)) for a share that cannot exceed 1: the
/// slice's share has the prior Beta(½, ½(1−q)/q), whose mean is the baseline's share q = (y + ½)/(m + 1), the baseline's own has Jeffreys'
/// Beta(½, ½). The slice's posterior mean over q is (n + ½)/(E + ½), so a ratio of r needs at least (r − 1)/2 reviews: one review
/// alone never shows more than 3, however rare it is elsewhere. The interval combines the 95 % credible limits of both shares on the
/// logarithmic scale (MOVER: Zou and Donner 2008, Statistics in Medicine 27). It errs towards 1 where little is expected.
/// Without reviews on a side the ratio says what the prior says, and the p-value is 1.
#[must_use]
pub fn lift(slice: Share, baseline: Share) -> Lift {
    let baseline_beta = beta(baseline, PRIOR, PRIOR);
    let expected = (baseline.count as f64 + PRIOR) / (baseline.of as f64 + 2.0 * PRIOR);
    let slice_beta = beta(slice, PRIOR, PRIOR * (1.0 - expected) / expected);
    let share = slice_beta.0 / (slice_beta.0 + slice_beta.1);
    let ratio = share / expected;
    let [slice_low, slice_high] = limits(slice_beta, share);
    let [low, high] = limits(baseline_beta, expected);
    let distance = |own: f64, other: f64| own.ln().hypot(other.ln());
    let interval = [
        ratio * (-distance(share / slice_low, high / expected)).exp(),
        ratio * distance(slice_high / share, expected / low).exp(),
    ];
    Lift { ratio, interval, p_value: association(slice, baseline) }
}

fn beta(share: Share, hits: f64, misses: f64) -> (f64, f64) {
    (share.count as f64 + hits, share.of.saturating_sub(share.count) as f64 + misses)
}

/// The limits of a share's credible interval, on either side of its mean.
fn limits((a, b): (f64, f64), mean: f64) -> [f64; 2] {
    // Where nearly all of the distribution lies beyond the mean, the limit is the mean: it is what is shown.
    let at_mean = beta_cdf(mean, a, b);
    let low = if at_mean > TAILS[0] { beta_quantile(TAILS[0], a, b) } else { mean };
    let high = if at_mean < TAILS[1] { beta_quantile(TAILS[1], a, b) } else { mean };
    [low.min(mean).max(f64::MIN_POSITIVE), high.max(mean)]
}

/// Whether two disjoint sets of reviews carry something equally often: the p-value of Fisher's test with the mid-p correction.
///
/// Given how many reviews of both carry it, the count of one is hypergeometric; the p-value is twice the smaller tail, the observed count
/// itself counted half (Lancaster 1961, JASA 56; Berry and Armitage 1995, The Statistician 44). Exact sums at every size, no
/// approximation: a tail takes about as many terms as the count has standard deviations. Under the null it is below α in close to α of
/// cases, where Fisher's own p-value is far below. 1 when a set is empty.
#[must_use]
pub fn association(a: Share, b: Share) -> f64 {
    if a.of == 0 || b.of == 0 {
        return 1.0;
    }
    let (a_count, b_count) = (a.count.min(a.of), b.count.min(b.of));
    Hypergeometric::new(a.of + b.of, a_count + b_count, a.of).mid_p(a_count)
}
