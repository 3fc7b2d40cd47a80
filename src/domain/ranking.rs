//! How much each thing counts that makes a review relevant.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// How much each part of a score weighs. BM25 of a rare word is about 8, of a frequent one about 2.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ranking {
    /// Added for each term that stands in the review as typed.
    pub literal: f32,
    /// Added where all parts of the query stand side by side; less the further apart.
    pub closeness: f32,
    /// Added for a review of today; half of it after each half-life.
    pub recency: f32,
    /// Days after which recency counts half.
    pub recency_half_life_days: f32,
    /// Added for a thousand likes; less for fewer, on a logarithmic scale.
    pub likes: f32,
}

impl Default for Ranking {
    fn default() -> Self {
        Self { literal: 8.0, closeness: 2.0, recency: 0.5, recency_half_life_days: 180.0, likes: 0.5 }
    }
}

impl Ranking {
    /// Whether every weight is finite and not negative, and the half-life is positive.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let weights = [self.literal, self.closeness, self.recency, self.likes];
        weights.iter().all(|weight| (0.0..=1000.0).contains(weight))
            && (0.1..=100_000.0).contains(&self.recency_half_life_days)
    }

    /// For parts with so many characters between them.
    #[must_use]
    pub fn close(&self, slack: u32) -> f32 {
        self.closeness * CLOSE / (CLOSE + slack as f32)
    }

    /// For a review so many days old.
    #[must_use]
    #[inline]
    pub fn recent(&self, age_days: i64) -> f32 {
        self.recency * (-(age_days as f32) / self.recency_half_life_days).exp2()
    }

    /// For so many likes.
    #[must_use]
    #[inline]
    pub fn liked(&self, likes: u32) -> f32 {
        self.likes * LIKED.get(likes as usize).copied().unwrap_or(1.0)
    }
}

/// Whole days from `created` to `now`, both in seconds since the epoch; 0 for times to come.
#[must_use]
#[inline]
pub fn age_days(created: i64, now: i64) -> i64 {
    now.saturating_sub(created).max(0) / 86_400
}

/// ln(1 + likes) / ln 1001, by likes below a thousand.
static LIKED: LazyLock<Vec<f32>> =
    LazyLock::new(|| (0..1_000u16).map(|likes| f32::from(likes).ln_1p() / 1001f32.ln()).collect());

/// Characters between the parts at which closeness counts half.
const CLOSE: f32 = 8.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_falls_from_its_weight_towards_nothing() {
        let ranking =
            Ranking { closeness: 4.0, recency: 2.0, recency_half_life_days: 10.0, likes: 1.0, ..Ranking::default() };
        assert_eq!([0, 8, 24].map(|slack| ranking.close(slack)), [4.0, 2.0, 1.0]);
        assert_eq!([0, 10, 20].map(|days| ranking.recent(days)), [2.0, 1.0, 0.5]);
        assert_eq!((age_days(0, 86_399), age_days(0, 86_400), age_days(100, 0)), (0, 1, 0));
        assert_eq!(ranking.recent(age_days(i64::MIN, 0)), 0.0);
        assert_eq!((ranking.liked(0), ranking.liked(1_000), ranking.liked(u32::MAX)), (0.0, 1.0, 1.0));
        assert!(ranking.is_valid() && !Ranking { literal: f32::NAN, ..ranking }.is_valid());
    }
}
