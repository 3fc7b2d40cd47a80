//! Mean and variance of ratings or scores, from what a counting pass adds up.

/// Count, mean and variance of values that are whole multiples of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// Values.
    pub count: u64,
    /// Their mean.
    pub mean: f64,
    /// Their variance, with count − 1 in the denominator, and no less than step² / 12: a value is known to half a step only, so equal
    /// values do not prove that nothing varies (the variance of rounding, Sheppard 1898).
    pub variance: f64,
}

impl Moments {
    /// From sums in whole steps: exact, for up to 2³² values of up to 2³¹ steps. `None` for fewer than two values.
    #[must_use]
    pub fn from_sums(count: u64, sum: i64, sum_of_squares: u64, step: f64) -> Option<Self> {
        if count < 2 {
            return None;
        }
        let spread = i128::from(count) * i128::from(sum_of_squares) - i128::from(sum) * i128::from(sum);
        let n = count as f64;
        let variance = spread as f64 / (n * (n - 1.0)) * step * step;
        Some(Self { count, mean: sum as f64 / n * step, variance: variance.max(step * step / 12.0) })
    }

    /// From how often each value occurs: `counts[i]` times (i + 1) steps.
    #[must_use]
    pub fn from_histogram(counts: &[u64], step: f64) -> Option<Self> {
        let (mut count, mut sum, mut squares) = (0u64, 0u64, 0u64);
        for (steps, times) in (1u64..).zip(counts) {
            count = count.saturating_add(*times);
            sum = sum.saturating_add(times.saturating_mul(steps));
            squares = squares.saturating_add(times.saturating_mul(steps * steps));
        }
        Self::from_sums(count, i64::try_from(sum).unwrap_or(i64::MAX), squares, step)
    }
}
