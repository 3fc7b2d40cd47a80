//! Flags of one review: low information, advertising, abuse, personal data, and stars that disagree with the text.
//!
//! Knows nothing of other reviews. Every flag names the rule that raised it and what it was raised for. The words are those of
//! `index-schema/moderation/`; there are no regular expressions, and each rule passes over the text a fixed number of times.

mod abuse;
mod advertising;
mod compact;
mod low_information;
mod phrases;
mod privacy;
#[cfg(test)]
mod tests;

use std::{ops::Range, sync::LazyLock};

use serde::Deserialize;
use thiserror::Error;

use self::{
    abuse::Abuse, advertising::Advertising, compact::Compact, low_information::LowInformation, privacy::Privacy,
};
use super::{letters::Letters, words::LongestWords};
use crate::domain::{
    analysis::{Flag, Flagged},
    fields::Label,
    rating::Rating,
    sentiment::SentimentScore,
};

/// All rules, with their words.
#[derive(Debug)]
pub(crate) struct Rules {
    low_information: LowInformation,
    advertising: Advertising,
    abuse: Abuse,
    privacy: Privacy,
}

/// Words or a model that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RulesError {
    /// A table does not parse.
    #[error("{0}")]
    Table(String),
    /// A word is empty or listed twice.
    #[error("`{0}` is empty or listed twice")]
    Word(String),
    /// The words cannot be put into one tree.
    #[error("{0}")]
    Words(String),
}

/// What a rule found, for people.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its code, as in [`Flagged::reason`].
    pub code: String,
    /// Name of the flag that it raises.
    pub flag: String,
    zh: String,
    en: String,
}

impl Reason {
    /// Its name for people.
    #[must_use]
    pub fn label(&self) -> Label {
        Label { zh: self.zh.clone(), en: self.en.clone() }
    }
}

/// All reasons, in the order of `reasons.toml`.
#[must_use]
pub fn reasons() -> &'static [Reason] {
    #[derive(Deserialize)]
    struct Reasons {
        reason: Vec<Reason>,
    }
    static REASONS: LazyLock<Vec<Reason>> = LazyLock::new(|| {
        let text = include_str!("../../../index-schema/moderation/reasons.toml");
        // Part of the binary, and a test reads it: an unreadable file would only lose the names.
        toml::from_str::<Reasons>(text).map(|reasons| reasons.reason).unwrap_or_default()
    });
    &REASONS
}

impl Rules {
    /// The rules compiled into the binary.
    ///
    /// # Errors
    /// When a table is broken, which a test rules out.
    pub(crate) fn builtin() -> Result<Self, RulesError> {
        Ok(Self {
            low_information: LowInformation::builtin()?,
            advertising: Advertising::builtin()?,
            abuse: Abuse::builtin()?,
            privacy: Privacy::builtin()?,
        })
    }

    /// The flags of a folded text, in the order of [`Flag::ALL`]; at most one of each kind of finding of low information and abuse.
    pub(crate) fn read(&self, text: &str) -> Vec<Flagged> {
        let letters = Letters::new(text);
        self.read_letters(&letters, self.words().map(|words| words.find(letters.chars())))
    }

    /// The words of low information, and those of abuse.
    pub(super) const fn words(&self) -> [&LongestWords; 2] {
        [self.low_information.words(), self.abuse.words()]
    }

    /// The same of a text that is taken apart already and in which the words of [`Self::words`] are found.
    pub(super) fn read_letters(
        &self,
        letters: &Letters<'_>,
        [of_low_information, of_abuse]: [impl Iterator<Item = (usize, Range<usize>)>; 2],
    ) -> Vec<Flagged> {
        let mut flags: Vec<Flagged> = self.low_information.read(letters, of_low_information).into_iter().collect();
        if flags.first().is_some_and(|found| found.reason == low_information::EMPTY) {
            return flags;
        }
        let compact = Compact::new(letters);
        flags.extend(self.advertising.read(letters, &compact));
        flags.extend(self.abuse.read(letters, of_abuse));
        flags.extend(self.privacy.read(letters));
        flags
    }

    /// How abusive the model alone reads a text: above 0 it is rather abuse than not, by the standards of social media.
    pub(crate) fn abuse_margin(&self, text: &str) -> f64 {
        self.abuse.margin(text)
    }

    /// Whether nobody wrote the text: equal ones are no copies of each other.
    pub(crate) fn is_boilerplate(&self, text: &str) -> bool {
        self.low_information.is_boilerplate(&text.chars().collect::<Vec<char>>())
    }
}

/// A finding at these bytes of the text.
fn found(flag: Flag, reason: &'static str, text: &str, range: Range<usize>) -> Flagged {
    let evidence = text.get(range.clone()).unwrap_or_default().to_owned();
    Flagged { flag, reason, evidence, range: Some(range).filter(|range| !range.is_empty()) }
}

/// Characters of a text that are shown where the whole of it is the evidence.
const SHOWN_CHARS: usize = 40;

/// The beginning of the text, without blanks around it.
fn shown(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    let end = text[start..].char_indices().nth(SHOWN_CHARS).map_or(text.len(), |(at, _)| start + at);
    start..start + text[start..end].trim_end().len()
}

/// A text counts as clearly good or bad from here on, in thousandths.
const CLEAR: i16 = 500;

/// Whether stars and text disagree: four and more with a clear complaint, two and fewer with clear praise.
#[must_use]
pub fn conflict(score: SentimentScore, rating: Option<Rating>) -> Option<Flagged> {
    let half_stars = rating?.half_stars();
    let reason = match half_stars {
        8.. if score.thousandths() <= -CLEAR => "complaint_with_high_rating",
        ..=4 if score.thousandths() >= CLEAR => "praise_with_low_rating",
        _ => return None,
    };
    let evidence = format!("{} / {:+.2}", f64::from(half_stars) / 2.0, score.value());
    Some(Flagged { flag: Flag::Conflict, reason, evidence, range: None })
}
