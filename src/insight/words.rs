//! Finding the words of a list in one pass over a text; the only home of the automaton.
//!
//! Knows nothing of what words mean. Words are told by their place in the list.

use std::{fmt, ops::Range};

use daachorse::{
    CharwiseDoubleArrayAhoCorasick as Automaton, CharwiseDoubleArrayAhoCorasickBuilder as Builder, MatchKind,
};

/// A list that cannot be searched for: a word is empty or stands twice, or there are too many.
#[derive(Debug, thiserror::Error)]
#[error("word list: {0}")]
pub(super) struct WordsError(String);

/// Words of which the leftmost and then the longest counts: a longer word hides those inside it.
#[derive(Default)]
pub(super) struct LongestWords(Option<Automaton<u32>>);

/// Words that are all found, also inside one another.
#[derive(Default)]
pub(super) struct AllWords(Option<Automaton<u32>>);

impl LongestWords {
    pub(super) fn new<W: AsRef<str>>(words: &[W]) -> Result<Self, WordsError> {
        build(words, MatchKind::LeftmostLongest).map(Self)
    }

    /// The words in `text`, from left to right.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        let found = self.0.iter().flat_map(move |automaton| automaton.leftmost_find_iter(text));
        found.map(|found| (place(found.value()), found.start()..found.end()))
    }
}

impl AllWords {
    pub(super) fn new<W: AsRef<str>>(words: &[W]) -> Result<Self, WordsError> {
        build(words, MatchKind::Standard).map(Self)
    }

    /// The words in `text`, by where they end.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        let found = self.0.iter().flat_map(move |automaton| automaton.find_overlapping_iter(text));
        found.map(|found| (place(found.value()), found.start()..found.end()))
    }
}

/// No automaton for no words.
fn build<W: AsRef<str>>(words: &[W], kind: MatchKind) -> Result<Option<Automaton<u32>>, WordsError> {
    if words.is_empty() {
        return Ok(None);
    }
    let built = Builder::new().match_kind(kind).build(words);
    built.map(Some).map_err(|error| WordsError(error.to_string()))
}

fn place(word: u32) -> usize {
    usize::try_from(word).unwrap_or(usize::MAX)
}

impl fmt::Debug for LongestWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LongestWords").field(&self.0.as_ref().map(Automaton::num_states)).finish()
    }
}

impl fmt::Debug for AllWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AllWords").field(&self.0.as_ref().map(Automaton::num_states)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_words_hide_those_inside_unless_all_are_wanted() {
        let words = ["好", "好吃", "吃", "😀"];
        let text = "很好吃😀好";
        let named = |found: Vec<(usize, Range<usize>)>| {
            found.into_iter().map(|(word, range)| (words[word], range.start)).collect::<Vec<_>>()
        };
        assert_eq!(
            named(LongestWords::new(&words).unwrap().find(text).collect()),
            [("好吃", 3), ("😀", 9), ("好", 13)]
        );
        assert_eq!(
            named(AllWords::new(&words).unwrap().find(text).collect()),
            [("好", 3), ("好吃", 3), ("吃", 6), ("😀", 9), ("好", 13)]
        );
    }

    #[test]
    fn no_words_are_found_nowhere_and_faulty_lists_are_refused() {
        assert_eq!(LongestWords::new::<&str>(&[]).unwrap().find("好").count(), 0);
        assert!(LongestWords::new(&["好", "好"]).is_err());
        assert!(AllWords::new(&["", "好"]).is_err());
    }
}
