//! Finding words that hold more than one kind of character, such as T恤, 汤姆·克鲁斯 or game boy, in folded text.
//!
//! Invariant: a match neither begins nor ends inside a code (`3.6.3`, `KFR-72LW`), so codes stay whole words.

use std::collections::{HashMap, HashSet};

use super::segment::{Run, runs};

/// A set of words to find, longest first at each place, from left to right.
pub(super) struct Spanning {
    words: HashSet<String>,
    /// By first character, the byte lengths of the words that begin with it, longest first: few, so that a place costs few look-ups.
    lengths: HashMap<char, Vec<usize>>,
}

impl Spanning {
    /// From folded words.
    pub(super) fn new(words: Vec<String>) -> Self {
        let mut lengths: HashMap<char, Vec<usize>> = HashMap::new();
        for word in &words {
            lengths.entry(word.chars().next().unwrap_or_default()).or_default().push(word.len());
        }
        for lengths in lengths.values_mut() {
            lengths.sort_unstable_by(|a, b| b.cmp(a));
            lengths.dedup();
        }
        Self { words: words.into_iter().collect(), lengths }
    }

    /// Byte ranges of the words in a text, ascending, without overlaps.
    pub(super) fn occurrences(&self, text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        // Codes are known only once a first letter matches: most texts never get there.
        let mut codes: Option<Vec<(usize, usize)>> = None;
        let mut past = 0;
        for (at, first) in text.char_indices() {
            let Some(lengths) = self.lengths.get(&first).filter(|_| at >= past) else { continue };
            let codes = codes.get_or_insert_with(|| codes_of(text));
            if cuts_code(codes, at) {
                continue;
            }
            let fits = |length: &&usize| {
                let word = text.get(at..at + **length);
                word.is_some_and(|word| self.words.contains(word)) && !cuts_code(codes, at + **length)
            };
            if let Some(length) = lengths.iter().find(fits) {
                past = at + length;
                found.push((at, past));
            }
        }
        found
    }
}

/// Byte ranges of the codes of a text.
fn codes_of(text: &str) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut codes = Vec::new();
    for run in runs(text) {
        let (Run::Code(part) | Run::Script(part) | Run::Mark(part)) = run;
        if matches!(run, Run::Code(_)) {
            codes.push((at, at + part.len()));
        }
        at += part.len();
    }
    codes
}

/// Whether a cut at `at` would fall inside a code.
fn cuts_code(codes: &[(usize, usize)], at: usize) -> bool {
    let next = codes.partition_point(|(_, end)| *end <= at);
    codes.get(next).is_some_and(|(start, _)| *start < at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_from_the_left_wins() {
        let spanning = Spanning::new(["t恤", "t恤衫", "衫c", "a b"].map(str::to_owned).to_vec());
        let found = |text| spanning.occurrences(text).iter().map(|(from, to)| &text[*from..*to]).collect::<Vec<_>>();
        assert_eq!(found("t恤衫cool,t恤"), ["t恤衫", "t恤"]);
        assert_eq!(found("好t恤a b"), ["t恤", "a b"]);
        assert_eq!(found("at恤 aa b衫cd"), Vec::<&str>::new());
        assert_eq!(found(""), Vec::<&str>::new());
    }
}
