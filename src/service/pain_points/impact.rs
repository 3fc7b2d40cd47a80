//! What complaints cost, in stars: contributions that add up to the difference of two means.
//!
//! With N rated reviews in the slice and the baseline's mean R, a review of rating r that complains of k keys gives each of them
//! (r − R) / (k · N). Summed over all keys, over complaints without a key and over reviews without complaint that is Σ (r − R) / N, the
//! slice's mean minus R. Sums are integers by k, so that the identity holds to the last bits of one division for each k.

use crate::engine::{Complaints, Ratings};

/// The two constants of all contributions: N and R.
#[derive(Debug, Clone, Copy)]
pub(super) struct Impact {
    rated: u64,
    baseline_mean: Option<f64>,
}

impl Impact {
    pub(super) fn of(complaints: &Complaints<'_>) -> Self {
        Self { rated: complaints.slice.reviews.rated, baseline_mean: complaints.baseline.reviews.mean() }
    }

    /// The contribution of reviews by how many keys they complain of (index k − 1), for each key once. 0 for a slice without a rated review,
    /// `None` where the baseline has none.
    pub(super) fn of_sums(&self, sums: &[Ratings]) -> Option<f64> {
        if self.rated == 0 {
            return Some(0.0);
        }
        let mean = self.baseline_mean?;
        let part = |(sum, keys): (&Ratings, u32)| {
            (sum.half_stars as f64 / 2.0 - mean * sum.rated as f64) / (f64::from(keys) * self.rated as f64)
        };
        // Not `sum`, whose neutral element is −0.
        Some(sums.iter().zip(1..).map(part).fold(0.0, |sum, part| sum + part))
    }

    /// The contribution of reviews that count as a whole.
    pub(super) fn of_one(&self, reviews: Ratings) -> Option<f64> {
        self.of_sums(&[reviews])
    }
}

/// The mean without `part`, minus the mean; `None` where nothing rated is left.
pub(super) fn removal_delta(all: Ratings, part: Ratings) -> Option<f64> {
    Some(all.without(part).mean()? - all.mean()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratings(rated: u64, half_stars: u64) -> Ratings {
        Ratings { count: rated, rated, half_stars }
    }

    #[test]
    fn contributions_add_up() {
        // Ratings 1 (complains of two keys), 2 (of one), 5 (of none); the baseline's mean is 4.
        let impact = Impact { rated: 3, baseline_mean: Some(4.0) };
        let first = impact.of_sums(&[ratings(1, 4), ratings(1, 2)]).unwrap();
        let second = impact.of_sums(&[ratings(0, 0), ratings(1, 2)]).unwrap();
        let none = impact.of_one(ratings(1, 10)).unwrap();
        assert!((first - (-2.0 / 3.0 - 0.5)).abs() < 1e-12 && (second + 0.5).abs() < 1e-12);
        assert!((first + second + none - (8.0 / 3.0 - 4.0)).abs() < 1e-12);
        assert_eq!(Impact { rated: 0, baseline_mean: None }.of_sums(&[]), Some(0.0));
        assert_eq!(Impact { rated: 1, baseline_mean: None }.of_sums(&[]), None);
    }

    #[test]
    fn what_is_left_has_its_own_mean() {
        assert_eq!(removal_delta(ratings(2, 12), ratings(1, 2)), Some(2.0));
        assert_eq!(removal_delta(ratings(1, 2), ratings(1, 2)), None);
    }
}
