//! What is read out of a review's text: clauses, aspects, opinions and flags.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{aspect::AspectNumber, sentiment::SentimentScore};

/// How something is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// 负面
    Negative,
    /// 中性
    Neutral,
    /// 正面
    Positive,
}

impl Polarity {
    /// All, worst first.
    pub const ALL: [Self; 3] = [Self::Negative, Self::Neutral, Self::Positive];

    /// The name used in API, URL and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Positive => "positive",
        }
    }

    /// The name for people, in Chinese.
    #[must_use]
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::Negative => "负面",
            Self::Neutral => "中性",
            Self::Positive => "正面",
        }
    }

    /// The polarity of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|polarity| polarity.name() == name)
    }
}

/// A clause and how it judges. All ranges of an analysis are bytes of the folded text that was analysed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Where it stands, without the punctuation that ends it.
    pub range: Range<usize>,
    /// How it judges.
    pub score: SentimentScore,
}

/// An aspect that a review talks about; one for each aspect and review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// The aspect, by its number in the catalogue of the packs in effect.
    pub aspect: AspectNumber,
    /// How it is judged over all that is said of it.
    pub polarity: Polarity,
    /// The same as a score.
    pub score: SentimentScore,
}

/// 观点: opinion words about a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// The aspect that it is about, when a pack knows it.
    pub aspect: Option<AspectNumber>,
    /// What is judged; `None` when the text leaves it unsaid.
    pub term: Option<Range<usize>>,
    /// The words that judge.
    pub opinion: Range<usize>,
    /// From the beginning of the first to the end of the second.
    pub range: Range<usize>,
    /// How it judges.
    pub polarity: Polarity,
    /// Its normal form: wordings of the same opinion share it.
    pub key: String,
}

/// What should be looked at in a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Empty, the platform's own words, or praise without content.
    LowInformation,
    /// Advertising or contact details.
    Advertising,
    /// Abuse of people.
    Abuse,
    /// Personal data.
    Privacy,
    /// Stars and text disagree.
    Conflict,
    /// Nearly the same text as an earlier review.
    Duplicate,
    /// One of many alike in a short time.
    Burst,
}

impl Flag {
    /// All flags.
    pub const ALL: [Self; 7] = [
        Self::LowInformation,
        Self::Advertising,
        Self::Abuse,
        Self::Privacy,
        Self::Conflict,
        Self::Duplicate,
        Self::Burst,
    ];

    /// The name used in API, URL and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LowInformation => "low_information",
            Self::Advertising => "advertising",
            Self::Abuse => "abuse",
            Self::Privacy => "privacy",
            Self::Conflict => "conflict",
            Self::Duplicate => "duplicate",
            Self::Burst => "burst",
        }
    }

    /// The name for people, in Chinese.
    #[must_use]
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::LowInformation => "低信息",
            Self::Advertising => "广告引流",
            Self::Abuse => "辱骂",
            Self::Privacy => "隐私",
            Self::Conflict => "星文不符",
            Self::Duplicate => "重复",
            Self::Burst => "集中出现",
        }
    }

    /// The name for people, in English.
    #[must_use]
    pub const fn name_en(self) -> &'static str {
        match self {
            Self::LowInformation => "Low information",
            Self::Advertising => "Advertising",
            Self::Abuse => "Abuse",
            Self::Privacy => "Personal data",
            Self::Conflict => "Stars and text disagree",
            Self::Duplicate => "Near-duplicate",
            Self::Burst => "Burst",
        }
    }

    /// The flag of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.name() == name)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Flags of one review, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct FlagSet(u8);

impl FlagSet {
    /// How many sets there are.
    pub const COUNT: usize = 1 << Flag::ALL.len();

    /// The set with these bits; bits of no flag are dropped.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & (u8::MAX >> (8 - Flag::ALL.len())))
    }

    /// Its bits, in the order of [`Flag::ALL`], lowest first.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Whether it holds `flag`.
    #[must_use]
    pub const fn contains(self, flag: Flag) -> bool {
        self.0 & flag.bit() != 0
    }

    /// Its flags.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.contains(*flag))
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Flag> for FlagSet {
    fn from_iter<I: IntoIterator<Item = Flag>>(flags: I) -> Self {
        Self(flags.into_iter().fold(0, |bits, flag| bits | flag.bit()))
    }
}

/// A flag with what it was raised for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flagged {
    /// The flag.
    pub flag: Flag,
    /// Names the rule that raised it, `[a-z_]+`.
    pub reason: &'static str,
    /// What was found: words of the review or a figure.
    pub evidence: String,
    /// Where it stands in the text, when it does.
    pub range: Option<Range<usize>>,
}

impl Analysis {
    /// Its flags, without what raised them.
    #[must_use]
    pub fn flag_set(&self) -> FlagSet {
        self.flags.iter().map(|flagged| flagged.flag).collect()
    }
}

/// Everything that is read out of one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Analysis {
    /// How the text as a whole judges.
    pub score: SentimentScore,
    /// Its clauses, in order.
    pub clauses: Vec<Clause>,
    /// What it talks about, by number.
    pub aspects: Vec<Mention>,
    /// What it says of what, in order.
    pub opinions: Vec<Opinion>,
    /// What should be looked at.
    pub flags: Vec<Flagged>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_flags_hold_what_was_put_in() {
        let set: FlagSet = [Flag::Duplicate, Flag::Abuse].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [Flag::Abuse, Flag::Duplicate]);
        assert_eq!(FlagSet::from_bits(set.bits() | 0x80), set);
        assert!(Flag::ALL.into_iter().all(|flag| Flag::parse(flag.name()) == Some(flag)));
    }
}
