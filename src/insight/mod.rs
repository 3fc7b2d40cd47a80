//! What a text says: its sentiment, read from words, negation, degree and contrast.
//!
//! Knows nothing of ratings, items or storage: an analysis is a pure function of one text, without I/O and the same on every
//! machine. Texts come in folded (see `crate::text`), and the word lists of `index-schema/dictionary/` are in folded form.
//! Later clauses, aspects, opinions and flags join the score in [`Analysis`].

mod lexicon;
mod score;

pub use lexicon::LexiconError;
use lexicon::{Lexicon, ListKind};

use crate::domain::sentiment::SentimentScore;

const WORDS: &str = include_str!("../../index-schema/dictionary/sentiment-words.txt");
const MODIFIERS: &str = include_str!("../../index-schema/dictionary/sentiment-modifiers.txt");

/// The model that reads texts; build it once and share it.
#[derive(Debug)]
pub struct Insight {
    lexicon: Lexicon,
}

/// What was read out of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Analysis {
    /// How the text as a whole judges, from its words alone; 0 when it holds no opinion word.
    pub score: SentimentScore,
}

impl Insight {
    /// Rises whenever the same text may be read differently, so that stored analyses can be renewed.
    pub const VERSION: u32 = 1;

    /// The model compiled into the binary.
    #[must_use]
    pub fn builtin() -> Self {
        // The lists are part of the binary and a test parses them; should they be broken, every text would score 0.
        Self::parse(WORDS, MODIFIERS).unwrap_or_else(|_| Self { lexicon: Lexicon::default() })
    }

    /// A model from the text of `sentiment-words.txt` and `sentiment-modifiers.txt`.
    ///
    /// # Errors
    /// When a line has another shape, or lists are unsorted or name a word twice.
    pub fn parse(words: &str, modifiers: &str) -> Result<Self, LexiconError> {
        let mut lexicon = Lexicon::default();
        lexicon.add(words, ListKind::Words)?;
        lexicon.add(modifiers, ListKind::Modifiers)?;
        Ok(Self { lexicon })
    }

    /// Reads one folded text.
    #[must_use]
    pub fn analyze(&self, text: &str) -> Analysis {
        Analysis { score: score::score(&self.lexicon, text) }
    }
}

#[cfg(test)]
mod tests;
