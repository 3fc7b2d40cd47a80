//! The sentiment score of a text, −1 to 1, and the five buckets that thresholds cut it into.

use serde::{Deserialize, Serialize};

/// A sentiment score in thousandths, −1000 to 1000. It comes from the text alone, never from the rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SentimentScore(i16);

impl SentimentScore {
    /// From thousandths; values outside −1000…1000 are clamped.
    #[must_use]
    pub fn from_thousandths(thousandths: i32) -> Self {
        Self(i16::try_from(thousandths.clamp(-1000, 1000)).unwrap_or_default())
    }

    /// The score in thousandths.
    #[must_use]
    pub const fn thousandths(self) -> i16 {
        self.0
    }

    /// The score as −1.0 … 1.0.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// 情感档: the five buckets, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentimentBucket {
    /// 强负
    VeryNegative,
    /// 负面
    Negative,
    /// 中性
    Neutral,
    /// 正面
    Positive,
    /// 强正
    VeryPositive,
}

impl SentimentBucket {
    /// Every bucket, worst first.
    pub const ALL: [Self; 5] = [Self::VeryNegative, Self::Negative, Self::Neutral, Self::Positive, Self::VeryPositive];

    /// The name used in API, URL and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::VeryNegative => "very_negative",
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Positive => "positive",
            Self::VeryPositive => "very_positive",
        }
    }

    /// The name for people, in Chinese.
    #[must_use]
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::VeryNegative => "强负",
            Self::Negative => "负面",
            Self::Neutral => "中性",
            Self::Positive => "正面",
            Self::VeryPositive => "强正",
        }
    }

    /// The bucket of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bucket| bucket.name() == name)
    }
}

/// Where the buckets begin, in thousandths and ascending: a score below `0[0]` is very negative, below `0[1]` negative, and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct SentimentThresholds(pub [i16; 4]);

/// Where buckets agree best with the stars of reviews of several industries. Writers who praise a little less than they complain still give
/// three stars, so the neutral bucket reaches further below 0 than above.
impl Default for SentimentThresholds {
    fn default() -> Self {
        Self([-670, -260, 130, 530])
    }
}

impl SentimentThresholds {
    /// Whether the four limits ascend strictly and lie inside the scale.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.0.windows(2).all(|pair| pair[0] < pair[1]) && self.0[0] > -1000 && self.0[3] <= 1000
    }

    /// The bucket that a score falls into.
    #[must_use]
    pub fn bucket(&self, score: SentimentScore) -> SentimentBucket {
        SentimentBucket::ALL[self.0.iter().filter(|limit| score.0 >= **limit).count()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_belongs_to_the_bucket_above_it() {
        let thresholds = SentimentThresholds::default();
        let bucket = |thousandths| thresholds.bucket(SentimentScore::from_thousandths(thousandths)).name();
        assert_eq!(
            [-1000, -671, -670, -261, -260, 129, 130, 529, 530, 1000].map(bucket),
            [
                "very_negative",
                "very_negative",
                "negative",
                "negative",
                "neutral",
                "neutral",
                "positive",
                "positive",
                "very_positive",
                "very_positive"
            ]
        );
    }
}
