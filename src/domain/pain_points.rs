//! 痛点: what stands out as negative in a slice, against a baseline — what is asked, and what is found.

use super::{
    calendar::{Day, Interval},
    rating::Rating,
    review::ReviewId,
    slice::Slice,
};

/// What complaints are gathered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// Aspects judged negative.
    Aspect,
    /// Opinions whose normal form is negative.
    Opinion,
}

impl Key {
    /// All, in the order of the documentation.
    pub const ALL: [Self; 2] = [Self::Aspect, Self::Opinion];

    /// The name used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aspect => "aspect",
            Self::Opinion => "opinion",
        }
    }

    /// The key of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }

    /// The field whose values are the keys.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Aspect => "aspect_sentiment",
            Self::Opinion => "opinion",
        }
    }
}

/// What a slice is held against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Baseline {
    /// All reviews that are not in the slice.
    Rest,
    /// Any other reviews; they may overlap with the slice.
    Slice(Slice),
}

/// Which pain points are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PainPointsRequest {
    /// Where to look.
    pub slice: Slice,
    /// What to compare with.
    pub baseline: Baseline,
    /// By what complaints are gathered.
    pub by: Key,
    /// Points at most.
    pub limit: usize,
    /// Quotes of each point at most.
    pub quotes: usize,
}

/// The pain points of a slice. Means and impacts are in stars; they are absent where no review is rated.
#[derive(Debug, Clone, PartialEq)]
pub struct PainPoints {
    /// Reviews of the slice.
    pub total: u64,
    /// Reviews of the baseline.
    pub baseline_total: u64,
    /// Mean rating of the slice.
    pub mean_rating: Option<f64>,
    /// Mean rating of the baseline: R.
    pub baseline_mean_rating: Option<f64>,
    /// The width of the buckets of all trends.
    pub trend_interval: Interval,
    /// Highest score first.
    pub points: Vec<PainPoint>,
    /// Complaints that are none of the points.
    pub other: Remainder,
    /// Reviews that complain of nothing.
    pub none: Remainder,
}

/// What is not in a point.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Remainder {
    /// Reviews.
    pub count: u64,
    /// Their share of the difference of the means; absent where that is unknown.
    pub impact: Option<f64>,
    /// Keys that the limit left out.
    pub keys: u64,
}

/// One pain point.
#[derive(Debug, Clone, PartialEq)]
pub struct PainPoint {
    /// A pair of aspect and polarity, or the normal form of an opinion: a value of [`Key::field`].
    pub key: String,
    /// The aspect; of an opinion the one that its quotes are about, if any.
    pub aspect: Option<String>,
    /// Reviews of the slice that complain of it.
    pub count: u64,
    /// The same with near-duplicates counted once.
    pub distinct_count: u64,
    /// `count` of all reviews of the slice.
    pub share: f64,
    /// Reviews of the baseline that complain of it.
    pub baseline_count: u64,
    /// The same as a share; absent for an empty baseline.
    pub baseline_share: Option<f64>,
    /// How many times as frequent it is as in the baseline; absent for an empty baseline.
    pub lift: Option<f64>,
    /// Interval of the lift.
    pub interval: Option<[f64; 2]>,
    /// Of the comparison with the baseline, corrected for all keys; absent for an empty baseline.
    pub p_value: Option<f64>,
    /// Its share of the difference of the means; absent where that is unknown.
    pub impact: Option<f64>,
    /// The slice's mean without these reviews, minus its mean; absent where nothing rated is left.
    pub removal_delta: Option<f64>,
    /// Complaints by calendar bucket, from the first to the last of the slice, without gaps.
    pub trend: Vec<TrendBucket>,
    /// First day of the first bucket from which it is worse.
    pub since: Option<Day>,
    /// How many times as frequent it is since then.
    pub change: Option<f64>,
    /// What ranks it: the product of its parts.
    pub score: f64,
    /// The factors of the score.
    pub score_parts: ScoreParts,
    /// What people say.
    pub quotes: Vec<Quote>,
}

/// One calendar bucket of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendBucket {
    /// First day.
    pub start: Day,
    /// Reviews that complain of the point.
    pub count: u64,
    /// Reviews of the slice.
    pub total: u64,
}

/// The factors of a point's score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreParts {
    /// Share of the slice, in percent.
    pub volume: f64,
    /// How negative its reviews are, 0 to 1.
    pub negativity: f64,
    /// How much more frequent it is than in the baseline; 1 is as frequent.
    pub over_representation: f64,
    /// How much worse it has become, 1 to 2.
    pub movement: f64,
}

/// A sentence of a review.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// The review.
    pub id: ReviewId,
    /// A part of the review, or a window of it.
    pub text: String,
    /// Where the sentence stands in `text`, in characters, `[start, end)`.
    pub range: [u32; 2],
    /// The review's rating.
    pub rating: Option<Rating>,
    /// When it was written, seconds since the epoch.
    pub created: Option<i64>,
    /// What was reviewed.
    pub item: Option<String>,
}
