//! Finding the words of a list in a text, character by character.
//!
//! Knows nothing of what words mean. Words are told by their place in the list.

use std::{ops::Range, str::Chars};

use super::tree::{NOWHERE, Node, Tree};

/// A list that cannot be searched for.
#[derive(Debug, thiserror::Error)]
pub(super) enum WordsError {
    /// A word is empty or stands twice.
    #[error("word list: `{0}` is empty or listed twice")]
    Word(String),
    /// More than a tree holds.
    #[error("word list: too many words")]
    TooMany,
}

/// Words of which the leftmost and then the longest counts: a longer word hides those inside it.
#[derive(Debug, Default)]
pub(super) struct LongestWords(Words);

/// Words that are all found, also inside one another.
#[derive(Debug, Default)]
pub(super) struct AllWords(Words);

#[derive(Debug, Default)]
struct Words {
    tree: Tree,
    /// By node: one more than the place of the word that ends there; 0 for none.
    ends: Vec<u32>,
}

impl LongestWords {
    pub(super) fn new<W: AsRef<str>>(words: &[W]) -> Result<Self, WordsError> {
        Words::new(words).map(Self)
    }

    /// The words in `text`, from left to right.
    pub(super) fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        let mut rest = text.chars();
        std::iter::from_fn(move || {
            loop {
                let start = text.len() - rest.as_str().len();
                let node = self.0.tree.first(u32::from(rest.next()?));
                if node == NOWHERE {
                    continue;
                }
                let mut longest = None;
                self.0.walk(node, text.len(), rest.clone(), |word, end| longest = Some((word, end)));
                if let Some((word, end)) = longest {
                    rest = text[end..].chars();
                    return Some((word, start..end));
                }
            }
        })
    }
}

impl AllWords {
    pub(super) fn new<W: AsRef<str>>(words: &[W]) -> Result<Self, WordsError> {
        Words::new(words).map(Self)
    }

    /// Meets the words in `text`, by where they begin, shorter ones first.
    pub(super) fn each(&self, text: &str, mut meet: impl FnMut(usize, Range<usize>)) {
        let mut rest = text.chars();
        let mut start = 0;
        while let Some(c) = rest.next() {
            let node = self.0.tree.first(u32::from(c));
            if node != NOWHERE {
                self.0.walk(node, text.len(), rest.clone(), |word, end| meet(word, start..end));
            }
            start = text.len() - rest.as_str().len();
        }
    }
}

impl Words {
    fn new<W: AsRef<str>>(words: &[W]) -> Result<Self, WordsError> {
        let runs = words.iter().map(|word| word.as_ref().chars().map(u32::from));
        let (tree, nodes) = Tree::new(runs).ok_or(WordsError::TooMany)?;
        let mut ends = vec![0; tree.nodes()];
        for ((place, node), word) in (1..).zip(nodes).zip(words) {
            if node == NOWHERE || ends[node as usize] != 0 {
                return Err(WordsError::Word(word.as_ref().to_owned()));
            }
            ends[node as usize] = place;
        }
        Ok(Self { tree, ends })
    }

    /// Meets the words that begin with the character that leads to `node`, shorter ones first, each with its end; `rest` is what stands
    /// behind that character in a text of so many bytes.
    #[inline]
    fn walk(
        &self,
        mut node: Node,
        bytes: usize,
        mut rest: Chars<'_>,
        mut meet: impl FnMut(usize, usize),
    ) {
        loop {
            let word = self.ends[node as usize];
            if word != 0 {
                meet(word as usize - 1, bytes - rest.as_str().len());
            }
            let Some(c) = rest.next() else { return };
            node = self.tree.next(node, u32::from(c));
            if node == NOWHERE {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn longer_words_hide_those_inside_unless_all_are_wanted() {
        let words = ["好", "好吃", "吃", "😀"];
        let text = "很好吃😀好";
        let longest: Vec<_> = LongestWords::new(&words).unwrap().find(text).collect();
        assert_eq!(longest, [(1, 3..9), (3, 9..13), (0, 13..16)]);
        let mut all = Vec::new();
        AllWords::new(&words).unwrap().each(text, |word, range| all.push((word, range)));
        assert_eq!(all, [(0, 3..6), (1, 3..9), (2, 6..9), (3, 9..13), (0, 13..16)]);
    }

    proptest! {
        #[test]
        fn words_are_found_as_a_reader_would(
            words in prop::collection::hash_set("[ab好吃😀]{1,4}", 0..20), text in "[ab好吃😀不]{0,20}",
        ) {
            let words: Vec<String> = words.into_iter().collect();
            let at = |start: usize| words.iter().enumerate().filter(move |(_, word)| text[start..].starts_with(*word));
            let starts = || text.char_indices().map(|(start, _)| start);
            let mut every: Vec<(usize, Range<usize>)> =
                starts().flat_map(|start| at(start).map(move |(word, text)| (word, start..start + text.len()))).collect();
            let (mut longest, mut end) = (Vec::new(), 0);
            for start in starts() {
                if let Some((word, found)) = at(start).max_by_key(|(_, word)| word.len()).filter(|_| start >= end) {
                    end = start + found.len();
                    longest.push((word, start..end));
                }
            }
            prop_assert_eq!(LongestWords::new(&words).unwrap().find(&text).collect::<Vec<_>>(), longest);
            let mut all = Vec::new();
            AllWords::new(&words).unwrap().each(&text, |word, range| all.push((word, range)));
            every.sort_by_key(|(_, range)| (range.start, range.end));
            prop_assert_eq!(all, every);
        }
    }

    #[test]
    fn no_words_are_found_nowhere_and_faulty_lists_are_refused() {
        assert_eq!(LongestWords::new::<&str>(&[]).unwrap().find("好").count(), 0);
        assert!(LongestWords::new(&["好", "好"]).is_err());
        assert!(AllWords::new(&["", "好"]).is_err());
    }
}
