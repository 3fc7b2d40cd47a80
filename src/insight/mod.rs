//! What a text says: sentiment, clauses, aspects, opinions and flags.
//!
//! Knows nothing of storage: an analysis is a pure function of one folded text (see `crate::text`) and a pack of aspects, without I/O and
//! the same on every machine. What needs the corpus, near-duplicates and bursts, is a pass of its own.

mod clauses;
pub mod duplicates;
mod sentiment;

pub use sentiment::LexiconError;
use sentiment::Sentiment;

use crate::domain::{analysis::Analysis, marks::Likeness};

/// Everything that reads texts; build it once and share it.
#[derive(Debug)]
pub struct Insight {
    sentiment: Sentiment,
}

impl Insight {
    /// Rises whenever the same text may be read differently, so that stored analyses can be renewed.
    pub const VERSION: u32 = 2;

    /// What is compiled into the binary.
    #[must_use]
    pub fn builtin() -> Self {
        Self { sentiment: Sentiment::builtin() }
    }

    /// Rises whenever other texts count as alike, so that all are compared again.
    pub const LIKENESS_VERSION: u32 = 1;

    /// By what the copies of a folded text are found; `None` where equal texts are no copies.
    #[must_use]
    pub fn likeness(&self, text: &str) -> Option<Likeness> {
        duplicates::likeness(text)
    }

    /// Reads one folded text; `\n` parts title, text and follow-up.
    #[must_use]
    pub fn read(&self, text: &str) -> Analysis {
        let cuts = clauses::cut(text);
        let (score, clauses) = self.sentiment.read(text, &cuts);
        Analysis { score, clauses, ..Analysis::default() }
    }
}

#[cfg(test)]
mod tests;
