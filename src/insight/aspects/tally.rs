//! What is heard of one aspect in a text, and the verdict over it.
//!
//! Knows nothing of words and clauses but their scores and numbers. All sums run in the order of the text, so every machine comes to the
//! same figures.

use super::evidence::Seeded;
use crate::domain::{
    analysis::{Clause, Polarity},
    sentiment::SentimentScore,
};

/// Thousandths from which on a clause judges.
pub(super) const JUDGES: i16 = 60;
/// Two weak words make a mention.
const WEAK_WORDS: usize = 2;
/// Keeps a faint sum from counting as a verdict.
const DOUBT: f64 = 0.25;
/// Share of one side over the other from which on an aspect is judged that way.
const DECIDED: f64 = 0.4;
/// What naming an aspect says that reads as a verdict by itself, as long as nothing else is heard.
const UNJUDGED: f64 = 0.4;
/// What its own words count for the aspect of the review as a whole.
const OF_WHOLE: f64 = 0.3;
/// How much the whole text says where nothing near the aspect judges.
const FROM_WHOLE: f64 = 0.3;

/// What is known of one aspect while the clauses are read.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    named: bool,
    /// The weak words met, by wording.
    pub(super) weak: Vec<u32>,
    praise: f64,
    complaint: f64,
    /// The last clause that names it, by number.
    pub(super) named_in: Option<usize>,
    /// The clauses that speak of it, by number and in order; kept where learned models read them.
    pub(super) clauses: Vec<usize>,
}

impl Tally {
    /// The aspect is named, with this verdict.
    pub(super) fn name(&mut self, value: f64) {
        self.named = true;
        self.hear(value);
    }

    /// Faint values are mostly noise, so they count for less than their part.
    pub(super) fn hear(&mut self, value: f64) {
        let value = value * value.abs().sqrt();
        if value > 0.0 {
            self.praise += value;
        } else {
            self.complaint -= value;
        }
    }

    /// The aspect of the review as a whole: mentioned where anything judges, and judged by the whole text before its own words.
    pub(super) fn judge_whole(&mut self, whole: SentimentScore, clauses: &[Clause]) {
        let judges = |score: SentimentScore| score.thousandths().abs() >= JUDGES;
        if judges(whole) || clauses.iter().any(|clause| judges(clause.score)) {
            (self.praise, self.complaint) = (self.praise * OF_WHOLE, self.complaint * OF_WHOLE);
            self.name(whole.value());
        }
    }

    /// What learned models are told of it, without the clauses.
    pub(super) fn seeded(&self, verdict: Option<(Polarity, SentimentScore)>) -> Seeded {
        Seeded {
            verdict,
            named: self.named,
            weak: self.weak.len(),
            praise: self.praise,
            complaint: self.complaint,
            ..Seeded::default()
        }
    }

    pub(super) fn is_mentioned(&self) -> bool {
        self.named || self.weak.len() >= WEAK_WORDS
    }

    /// The verdict over all that was said, with the score of the whole text as a faint opinion.
    pub(super) fn verdict(&self, whole: SentimentScore, unjudged: Polarity) -> (Polarity, SentimentScore) {
        let unjudged = match unjudged {
            Polarity::Positive => UNJUDGED,
            Polarity::Neutral => 0.0,
            Polarity::Negative => -UNJUDGED,
        };
        let heard = self.praise + self.complaint + DOUBT;
        let balance = (self.praise - self.complaint + unjudged * DOUBT) / heard;
        let polarity = match balance {
            balance if balance >= DECIDED => Polarity::Positive,
            balance if balance <= -DECIDED => Polarity::Negative,
            _ => Polarity::Neutral,
        };
        let score = balance * (1.0 - FROM_WHOLE) + whole.value() * FROM_WHOLE;
        #[expect(clippy::cast_possible_truncation, reason = "the value lies in −1000…1000")]
        let thousandths = (score * 1000.0).round() as i32;
        (polarity, SentimentScore::from_thousandths(thousandths))
    }
}
