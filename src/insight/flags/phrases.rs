//! Word lists of `index-schema/moderation/`, found in one pass over a text.
//!
//! Knows nothing of what a kind of word means. Of overlapping words the leftmost and then the longest counts, so a longer harmless phrase
//! hides the word inside it.

use std::ops::Range;

use super::RulesError;
use crate::insight::words::LongestWords;

/// Words with what each is.
#[derive(Debug)]
pub(super) struct Phrases<K> {
    words: LongestWords,
    kinds: Vec<K>,
}

impl<K: Copy> Phrases<K> {
    /// # Errors
    /// When a word is empty or stands twice, or the lists are too large.
    pub(super) fn new(lists: &[(K, &[String])]) -> Result<Self, RulesError> {
        let words: Vec<(&str, K)> =
            lists.iter().flat_map(|(kind, words)| words.iter().map(|word| (word.as_str(), *kind))).collect();
        let mut sorted: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        sorted.sort_unstable();
        if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1] || pair[0].is_empty()) {
            return Err(RulesError::Word(twice[1].to_owned()));
        }
        let listed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let found = LongestWords::new(&listed).map_err(|error| RulesError::Words(error.to_string()))?;
        Ok(Self { words: found, kinds: words.into_iter().map(|(_, kind)| kind).collect() })
    }

    /// The words.
    pub(super) const fn words(&self) -> &LongestWords {
        &self.words
    }

    /// One of them in a text: which of all, what it is, and at which characters.
    pub(super) fn found(&self, (word, range): (usize, Range<usize>)) -> Option<(usize, K, Range<usize>)> {
        Some((word, *self.kinds.get(word)?, range))
    }

    /// The words in `text`, in order.
    pub(super) fn find<'t>(&'t self, text: &'t [char]) -> impl Iterator<Item = (usize, K, Range<usize>)> + 't {
        self.words.find(text).filter_map(|word| self.found(word))
    }
}
