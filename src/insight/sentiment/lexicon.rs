//! The words that carry or change an opinion, and the longest of them at a place in a text.
//!
//! Knows nothing of how they are weighed. Words are unique over both lists, so the longest match has one meaning.

use std::collections::HashMap;

use thiserror::Error;

/// What a listed word does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    /// Judges, −3 to 3. Zero keeps the shorter words inside it from counting (好像 is not 好).
    Opinion(f64),
    /// Turns the next opinion round, with this strength.
    Negate(f64),
    /// Multiplies the next opinion.
    Degree(f64),
    /// What follows in the sentence weighs more than what came before.
    Contrast {
        /// Only as the first word of a clause: 就是 is a contrast there, and plain emphasis elsewhere.
        opening: bool,
    },
    /// The rest of the clause is granted in passing: 虽然, 除了.
    Concede,
}

/// Which list a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListKind {
    /// `word⇥weight`
    Words,
    /// `word⇥role`
    Modifiers,
}

/// A word list that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum LexiconError {
    /// A line is not a word, a tab and what the word does.
    #[error("line {line} is not `word<tab>weight` or `word<tab>role`: {text}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// The line.
        text: String,
    },
    /// A word comes before its predecessor, or twice.
    #[error("`{0}` is out of order or listed twice")]
    Order(String),
}

/// All listed words, by first character and then longest first.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    by_first: HashMap<char, Vec<(Box<str>, Token)>>,
}

impl Lexicon {
    /// Adds the lines of a list; `#` begins a comment line.
    pub(super) fn add(&mut self, list: &str, kind: ListKind) -> Result<(), LexiconError> {
        let mut previous = "";
        for (number, text) in list.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let malformed = || LexiconError::Line { line: number + 1, text: text.to_owned() };
            let (word, meaning) = text.split_once('\t').ok_or_else(malformed)?;
            let token = parse_token(meaning, kind).ok_or_else(malformed)?;
            if word <= previous {
                return Err(LexiconError::Order(word.to_owned()));
            }
            previous = word;
            self.insert(word, token)?;
        }
        Ok(())
    }

    fn insert(&mut self, word: &str, token: Token) -> Result<(), LexiconError> {
        let twice = || LexiconError::Order(word.to_owned());
        let entries = self.by_first.entry(word.chars().next().ok_or_else(twice)?).or_default();
        if entries.iter().any(|(known, _)| known.as_ref() == word) {
            return Err(twice());
        }
        let place = entries.partition_point(|(known, _)| known.len() > word.len());
        entries.insert(place, (word.into(), token));
        Ok(())
    }

    /// The longest word that `text` begins with, as its length in bytes and what it does. `first` is the first character of `text`.
    pub(super) fn longest(&self, text: &str, first: char) -> Option<(usize, Token)> {
        let entries = self.by_first.get(&first)?;
        entries.iter().find(|(word, _)| text.starts_with(word.as_ref())).map(|(word, token)| (word.len(), *token))
    }
}

fn parse_token(meaning: &str, kind: ListKind) -> Option<Token> {
    let percent = |text: &str| text.parse::<u8>().ok().map(|n| f64::from(n) / 100.0);
    match kind {
        ListKind::Words => {
            let weight: i8 = meaning.parse().ok()?;
            (-3..=3).contains(&weight).then(|| Token::Opinion(f64::from(weight)))
        }
        ListKind::Modifiers => match meaning.split_once(' ') {
            Some(("negate", n)) => percent(n).map(Token::Negate),
            Some(("degree", n)) => percent(n).map(Token::Degree),
            Some(("contrast", "opening")) => Some(Token::Contrast { opening: true }),
            None if meaning == "contrast" => Some(Token::Contrast { opening: false }),
            None if meaning == "concede" => Some(Token::Concede),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins() {
        let mut lexicon = Lexicon::default();
        lexicon.add("好\t1\n好像\t0\n好吃\t2", ListKind::Words).unwrap();
        assert_eq!(lexicon.longest("好吃极了", '好'), Some((6, Token::Opinion(2.0))));
        assert_eq!(lexicon.longest("好极了", '好'), Some((3, Token::Opinion(1.0))));
        assert_eq!(lexicon.longest("极了", '极'), None);
    }

    #[test]
    fn broken_lists_are_refused() {
        let add = |list: &str, kind| Lexicon::default().add(list, kind);
        assert_eq!(add("好 1", ListKind::Words), Err(LexiconError::Line { line: 1, text: "好 1".into() }));
        assert_eq!(add("# 词\n好\t4", ListKind::Words), Err(LexiconError::Line { line: 2, text: "好\t4".into() }));
        assert_eq!(add("好\t1\n好\t1", ListKind::Words), Err(LexiconError::Order("好".into())));
        assert_eq!(
            add("很\tloud 3", ListKind::Modifiers),
            Err(LexiconError::Line { line: 1, text: "很\tloud 3".into() })
        );
    }
}
