//! Finding the words of a list in a text, character by character.
//!
//! Knows nothing of what words mean. Words are told by their place in the list. A text costs one step of the tree a character, and for those
//! that begin a word as many more as the longest word has: linear in the text.

use std::ops::Range;

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

/// Lists of longest words that are found in one pass: each as if it were alone.
#[derive(Debug)]
pub(super) struct JointWords<const LISTS: usize> {
    /// The words of all lists, with the group of the word that ends at a node; 0 for none.
    tree: Tree<u32>,
    /// By group, and one more: the first of its words. Group 0 has none.
    firsts: Vec<u32>,
    /// By group: the longest word of each list that its word begins with.
    words: Vec<Longest>,
}

/// A word of a list.
#[derive(Debug, Clone, Copy)]
struct Longest {
    list: usize,
    word: usize,
    length: usize,
}

/// Words in a text, from left to right: the place in their list, and the characters.
pub(super) type FoundWords = Vec<(usize, Range<usize>)>;

/// The words with one more than the place of the word that ends at a node; 0 for none.
#[derive(Debug, Default)]
struct Words(Tree<u32>);

impl LongestWords {
    pub(super) fn new<W: AsRef<str>>(words: &[W]) -> Result<Self, WordsError> {
        Words::new(words).map(Self)
    }

    /// The words in `text`, from left to right.
    pub(super) fn find<'t>(&'t self, text: &'t [char]) -> impl Iterator<Item = (usize, Range<usize>)> + 't {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let start = at;
                let node = self.0.first(*text.get(start)?);
                at += 1;
                if node == NOWHERE {
                    continue;
                }
                let mut longest = None;
                self.0.walk(node, text, at, |word, end| longest = Some((word, end)));
                if let Some((word, end)) = longest {
                    at = end;
                    return Some((word, start..end));
                }
            }
        })
    }

    /// All words.
    fn words(&self) -> impl Iterator<Item = Vec<char>> + '_ {
        let Words(tree) = &self.0;
        let steps = tree.steps();
        let ends = tree.nodes().filter(|(_, word)| *word != 0);
        ends.map(move |(end, _)| {
            let mut word = Vec::new();
            let mut node = end;
            while node != NOWHERE {
                let (before, c) = steps[node as usize];
                word.push(c);
                node = before;
            }
            word.reverse();
            word
        })
    }

    /// The longest word that `text` begins with, and how many characters it has.
    pub(super) fn longest(&self, text: impl Iterator<Item = char>) -> Option<(usize, usize)> {
        let mut longest = None;
        self.0.descend(text, |word, length| longest = Some((word, length)));
        longest
    }

    /// The word that `text` is.
    pub(super) fn exact(&self, text: &[char]) -> Option<usize> {
        self.longest(text.iter().copied()).filter(|(_, length)| *length == text.len()).map(|(word, _)| word)
    }
}

impl AllWords {
    pub(super) fn new<W: AsRef<str>>(words: &[W]) -> Result<Self, WordsError> {
        Words::new(words).map(Self)
    }

    /// Meets the words in `text`, by where they begin, shorter ones first.
    pub(super) fn each(&self, text: &[char], mut meet: impl FnMut(usize, Range<usize>)) {
        for (start, c) in text.iter().enumerate() {
            let node = self.0.first(*c);
            if node != NOWHERE {
                self.0.walk(node, text, start + 1, |word, end| meet(word, start..end));
            }
        }
    }
}

impl<const LISTS: usize> Default for JointWords<LISTS> {
    /// Knows no word.
    fn default() -> Self {
        Self { tree: Tree::default(), firsts: vec![0, 0], words: Vec::new() }
    }
}

impl<const LISTS: usize> JointWords<LISTS> {
    pub(super) fn new(lists: [&LongestWords; LISTS]) -> Result<Self, WordsError> {
        let all: Vec<Vec<char>> = lists.iter().flat_map(|list| list.words()).collect();
        let (tree, nodes) = Tree::new(all.iter().map(|word| word.iter().copied())).ok_or(WordsError::TooMany)?;
        let mut joint = Self { tree, firsts: vec![0, 0], words: Vec::new() };
        for (run, node) in all.iter().zip(nodes) {
            if joint.tree.kept(node) != 0 {
                continue;
            }
            joint.tree.keep(node, count(joint.firsts.len() - 1)?);
            let longest = |(list, words): (usize, &&LongestWords)| {
                let (word, length) = words.longest(run.iter().copied())?;
                Some(Longest { list, word, length })
            };
            joint.words.extend(lists.iter().enumerate().filter_map(longest));
            joint.firsts.push(count(joint.words.len())?);
        }
        Ok(joint)
    }

    /// The words of each list in `text`.
    pub(super) fn find(&self, text: &[char]) -> [FoundWords; LISTS] {
        let mut found = std::array::from_fn(|_| Vec::with_capacity(text.len() / 2));
        // Where a word of each list may begin again.
        let mut free = [0; LISTS];
        for (start, c) in text.iter().enumerate() {
            let (mut node, mut group, mut end) = (self.tree.first(self.tree.number(*c)), 0, start + 1);
            while node != NOWHERE {
                let ending = self.tree.kept(node);
                group = if ending == 0 { group } else { ending };
                let Some(c) = text.get(end) else { break };
                node = self.tree.next(node, self.tree.number(*c));
                end += 1;
            }
            for Longest { list, word, length } in self.group(group) {
                if start >= free[*list] {
                    free[*list] = start + length;
                    found[*list].push((*word, start..start + length));
                }
            }
        }
        found
    }

    fn group(&self, group: u32) -> &[Longest] {
        let group = group as usize;
        &self.words[self.firsts[group] as usize..self.firsts[group + 1] as usize]
    }
}

fn count(words: usize) -> Result<u32, WordsError> {
    u32::try_from(words).map_err(|_| WordsError::TooMany)
}

impl Words {
    fn new<W: AsRef<str>>(words: &[W]) -> Result<Self, WordsError> {
        let (mut tree, nodes) = Tree::new(words.iter().map(|word| word.as_ref().chars())).ok_or(WordsError::TooMany)?;
        for ((place, node), word) in (1..).zip(nodes).zip(words) {
            if node == NOWHERE || tree.kept(node) != 0 {
                return Err(WordsError::Word(word.as_ref().to_owned()));
            }
            tree.keep(node, place);
        }
        Ok(Self(tree))
    }

    #[inline]
    fn first(&self, c: char) -> Node {
        self.0.first(self.0.number(c))
    }

    #[inline]
    fn next(&self, node: Node, c: char) -> Node {
        self.0.next(node, self.0.number(c))
    }

    /// Meets the words whose first character leads to `node`, shorter ones first, each with its end; `at` is the place behind that character.
    #[inline]
    fn walk(&self, mut node: Node, text: &[char], at: usize, mut meet: impl FnMut(usize, usize)) {
        let mut end = at;
        loop {
            let word = self.0.kept(node);
            if word != 0 {
                meet(word as usize - 1, end);
            }
            let Some(c) = text.get(end) else { return };
            node = self.next(node, *c);
            if node == NOWHERE {
                return;
            }
            end += 1;
        }
    }

    /// Meets the words that `text` begins with, shorter ones first, each with its length.
    fn descend(&self, mut text: impl Iterator<Item = char>, mut meet: impl FnMut(usize, usize)) {
        let Some(first) = text.next() else { return };
        let (mut node, mut length) = (self.first(first), 1);
        while node != NOWHERE {
            let word = self.0.kept(node);
            if word != 0 {
                meet(word as usize - 1, length);
            }
            node = text.next().map_or(NOWHERE, |c| self.next(node, c));
            length += 1;
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
        let text: Vec<char> = "很好吃😀好".chars().collect();
        let longest: Vec<_> = LongestWords::new(&words).unwrap().find(&text).collect();
        assert_eq!(longest, [(1, 1..3), (3, 3..4), (0, 4..5)]);
        let mut all = Vec::new();
        AllWords::new(&words).unwrap().each(&text, |word, range| all.push((word, range)));
        assert_eq!(all, [(0, 1..2), (1, 1..3), (2, 2..3), (3, 3..4), (0, 4..5)]);
    }

    proptest! {
        #[test]
        fn words_are_found_as_a_reader_would(
            words in prop::collection::hash_set("[ab好吃😀]{1,4}", 0..20), text in "[ab好吃😀不]{0,20}",
        ) {
            let words: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();
            let text: &[char] = &text.chars().collect::<Vec<char>>();
            let at = |start: usize| {
                let words = words.iter().enumerate().filter(move |(_, word)| text[start..].starts_with(word));
                words.map(move |(place, word)| (place, start..start + word.len()))
            };
            let mut every: Vec<(usize, Range<usize>)> = (0..text.len()).flat_map(at).collect();
            every.sort_by_key(|(_, range)| (range.start, range.end));
            let (mut longest, mut end) = (Vec::new(), 0);
            for start in 0..text.len() {
                if let Some(found) = at(start).max_by_key(|(_, range)| range.end).filter(|_| start >= end) {
                    end = found.1.end;
                    longest.push(found);
                }
            }
            let words: Vec<String> = words.iter().map(|word| word.iter().collect()).collect();
            prop_assert_eq!(LongestWords::new(&words).unwrap().find(text).collect::<Vec<_>>(), longest);
            let mut all = Vec::new();
            AllWords::new(&words).unwrap().each(text, |word, range| all.push((word, range)));
            prop_assert_eq!(all, every);
            let listed = LongestWords::new(&words).unwrap();
            let first = at(0).max_by_key(|(_, range)| range.end).map(|(word, range)| (word, range.end));
            prop_assert_eq!(listed.longest(text.iter().copied()), first);
            prop_assert_eq!(listed.exact(text), words.iter().position(|word| word.chars().eq(text.iter().copied())));
        }
    }

    proptest! {
        #[test]
        fn joint_lists_find_what_each_finds_alone(
            lists in prop::array::uniform3(prop::collection::hash_set("[ab好吃😀]{1,4}", 0..12)), text in "[ab好吃😀不]{0,20}",
        ) {
            let lists = lists.map(|words| LongestWords::new(&words.into_iter().collect::<Vec<_>>()).unwrap());
            let text: &[char] = &text.chars().collect::<Vec<char>>();
            let joint = JointWords::new([&lists[0], &lists[1], &lists[2]]).unwrap();
            prop_assert_eq!(joint.find(text), lists.each_ref().map(|list| list.find(text).collect::<Vec<_>>()));
        }
    }

    #[test]
    fn no_words_are_found_nowhere_and_faulty_lists_are_refused() {
        assert_eq!(LongestWords::new::<&str>(&[]).unwrap().find(&['好']).count(), 0);
        assert!(LongestWords::new(&["好", "好"]).is_err());
        assert!(AllWords::new(&["", "好"]).is_err());
    }
}
