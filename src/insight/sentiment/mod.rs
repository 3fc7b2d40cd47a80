//! How a text judges: read from words, negation, degree and contrast.
//!
//! Knows nothing of ratings, items or storage. Texts come in folded (see `crate::text`), and the word lists of
//! `index-schema/dictionary/` are in folded form.

mod lexicon;
mod score;

pub use lexicon::LexiconError;
use lexicon::{Lexicon, ListKind};

use super::clauses::Cut;
use crate::domain::{analysis::Clause, sentiment::SentimentScore};

const WORDS: &str = include_str!("../../../index-schema/dictionary/sentiment-words.txt");
const MODIFIERS: &str = include_str!("../../../index-schema/dictionary/sentiment-modifiers.txt");

/// What judges texts.
#[derive(Debug, Default)]
pub(crate) struct Sentiment {
    lexicon: Lexicon,
}

impl Sentiment {
    /// The word lists compiled into the binary.
    pub(crate) fn builtin() -> Self {
        // The lists are part of the binary and a test parses them; should they be broken, every text would score 0.
        Self::parse(WORDS, MODIFIERS).unwrap_or_default()
    }

    /// From the text of `sentiment-words.txt` and `sentiment-modifiers.txt`.
    pub(crate) fn parse(words: &str, modifiers: &str) -> Result<Self, LexiconError> {
        let mut lexicon = Lexicon::default();
        lexicon.add(words, ListKind::Words)?;
        lexicon.add(modifiers, ListKind::Modifiers)?;
        Ok(Self { lexicon })
    }

    /// How the text and each of its clauses judge.
    pub(crate) fn read(&self, text: &str, cuts: &[Cut]) -> (SentimentScore, Vec<Clause>) {
        let clause = |cut: &Cut| {
            let words = text.get(cut.range.clone()).unwrap_or_default();
            Clause { range: cut.range.clone(), score: score::score(&self.lexicon, words) }
        };
        (score::score(&self.lexicon, text), cuts.iter().map(clause).collect())
    }
}

#[cfg(test)]
mod tests;
