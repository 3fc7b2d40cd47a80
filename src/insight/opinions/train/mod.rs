//! Training of both models from texts whose opinions are labelled. The same samples give the same bytes.
//!
//! Knows nothing of files. Labels are words, not places: each pair is looked up in its text first.

mod gold;
mod levels;
mod ranker;
mod tagger;

use super::{
    SOURCES,
    characters::Characters,
    file::Parts,
    lists::{ListError, Lists},
};
use crate::insight::clauses;

/// A text with the opinions that people found in it; all folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The text.
    pub text: String,
    /// Term, when named, and opinion words.
    pub pairs: Vec<(Option<String>, String)>,
}

/// The bytes of a model's file.
///
/// # Errors
/// When a word list is broken.
pub fn train(samples: &[Sample]) -> Result<Vec<u8>, ListError> {
    let lists = Lists::new(&SOURCES)?;
    let read = |sample: &Sample| {
        let characters: Vec<char> = sample.text.chars().collect();
        let text = Characters::new(&characters, &clauses::cut(&characters), &lists);
        let pairs = gold::locate(&text, &sample.pairs);
        gold::Example { tags: gold::tags(&text, &pairs), text, pairs }
    };
    let examples: Vec<gold::Example> = samples.iter().map(read).collect();
    let tagger = tagger::train(&examples);
    let ranks = ranker::train(&examples, &tagger.tagged);
    let (follow, grams) = levels::of_tagger(&tagger);
    let (ranks, margins) = levels::of_ranker(&ranks);
    Ok(Parts { follow, margins, grams, ranks }.write())
}

/// Where the numbers begin that order the texts and hide grams.
pub const SEED: u64 = 12_345;

/// Numbers that look random and are the same on every run.
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    const fn new() -> Self {
        Self(SEED)
    }

    /// A number below `bound`, by the generator of Knuth's MMIX.
    const fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}
