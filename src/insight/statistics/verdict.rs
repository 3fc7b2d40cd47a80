//! Significance in words.

use crate::error::Wording;

/// Below this a p-value, corrected where many were looked at, is significant.
pub const SIGNIFICANT: f64 = 0.05;

/// What is wished of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// As high as can be: stars, praise.
    High,
    /// As low as can be: complaints.
    Low,
    /// Neither: how often something is mentioned.
    Neither,
}

/// What a difference between a first and a second set comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The first is better, significantly.
    Better,
    /// The first is worse, significantly.
    Worse,
    /// The first has more of what is neither good nor bad, significantly.
    More,
    /// The first has less of it, significantly.
    Less,
    /// No significant difference.
    Alike,
    /// There are too few reviews to tell.
    Unknown,
}

/// The verdict on a difference, first minus second, with its p-value; `None` where neither could be computed.
#[must_use]
pub fn verdict(difference: Option<f64>, p_value: f64, wanted: Wanted) -> Verdict {
    let Some(difference) = difference else { return Verdict::Unknown };
    if p_value.is_nan() || p_value >= SIGNIFICANT || difference == 0.0 {
        return Verdict::Alike;
    }
    match (wanted, difference > 0.0) {
        (Wanted::High, true) | (Wanted::Low, false) => Verdict::Better,
        (Wanted::High, false) | (Wanted::Low, true) => Verdict::Worse,
        (Wanted::Neither, true) => Verdict::More,
        (Wanted::Neither, false) => Verdict::Less,
    }
}

impl Verdict {
    /// The verdict as the page shows it.
    #[must_use]
    pub fn words(self) -> Wording {
        match self {
            Self::Better => Wording::new("差异显著，好转", "significantly better"),
            Self::Worse => Wording::new("差异显著，恶化", "significantly worse"),
            Self::More => Wording::new("差异显著，更多", "significantly more"),
            Self::Less => Wording::new("差异显著，更少", "significantly less"),
            Self::Alike => Wording::new("差异不显著", "no significant difference"),
            Self::Unknown => Wording::new("样本不足", "too few reviews to tell"),
        }
    }
}
