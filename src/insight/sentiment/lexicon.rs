//! The words that carry or change an opinion, and where they stand in a text.
//!
//! Knows nothing of how they are weighed. Words are unique over both lists, and where several begin the longest counts, so that every
//! place of a text has one meaning.

use std::{collections::HashSet, ops::Range};

use thiserror::Error;

use super::Part;
use crate::insight::{clauses, words::LongestWords};

/// What a listed word does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    /// Judges, −3 to 3. Zero keeps the shorter words inside it from counting (好像 is not 好).
    Opinion(f64),
    /// 大, 软, 快: judges only beside a word that says too much, or not enough, or behind what it measures (油耗高).
    Plain {
        /// Which way it measures.
        way: Way,
        /// What it judges by itself (下降), 0 for nothing.
        alone: f64,
    },
    /// 油耗, 性价比: a word of measure behind it judges, by whether more of it is better.
    Measure {
        more_is_better: bool,
        /// What the word judges by itself (噪音), 0 for nothing.
        alone: f64,
    },
    /// Turns the next opinion round, with this strength.
    Negate {
        strength: f64,
        /// Over more characters than usual: 没有一道菜让人失望.
        far: bool,
    },
    /// Multiplies the next opinion.
    Degree {
        strength: f64,
        /// Makes a plain word a complaint: 有点软.
        excess: bool,
    },
    /// Multiplies the opinion right before it (好吃得不得了); without one it judges by itself.
    Boost { strength: f64, alone: f64 },
    /// Asks for what it states: 谁不喜欢, 怎么能不来. Strengthens like a degree word, and the question is none.
    Affirm,
    /// What follows weighs more than what came before.
    Contrast {
        /// Only as the first word of a clause: 就是 is a contrast there, and plain emphasis elsewhere.
        opening: bool,
        /// What follows is a reservation and does not outweigh the rest: 就是, 美中不足.
        mild: bool,
    },
    /// The rest of the clause is granted in passing: 虽然, 除了, 以为.
    Concede,
    /// 比: takes a 没有 before it back (没有比这更好的).
    Compare,
}

/// Which way a plain word measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
    /// 软, 甜: neither.
    Aside,
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
    /// The words do not fit one tree.
    #[error("the words cannot be searched for: {0}")]
    Words(String),
}

/// A listed word in a text, in characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) token: Token,
}

/// All listed words.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: LongestWords,
    tokens: Vec<Token>,
}

impl Lexicon {
    /// From the text of both lists; `#` begins a comment line.
    pub(super) fn parse(words: &str, modifiers: &str) -> Result<Self, LexiconError> {
        let mut entries = entries(words, ListKind::Words)?;
        entries.extend(self::entries(modifiers, ListKind::Modifiers)?);
        let mut known = HashSet::new();
        if let Some((twice, _)) = entries.iter().find(|(word, _)| !known.insert(*word)) {
            return Err(LexiconError::Order((*twice).to_owned()));
        }
        // What holds a mark between clauses, such as `:)`, stands in none: without it, a whole text shows what each of its clauses does.
        entries.retain(|(word, _)| !word.contains(clauses::ends_somewhere));
        let listed: Vec<&str> = entries.iter().map(|(word, _)| *word).collect();
        let words = LongestWords::new(&listed).map_err(|error| LexiconError::Words(error.to_string()))?;
        Ok(Self { words, tokens: entries.into_iter().map(|(_, token)| token).collect() })
    }

    /// Keeps the words of a part from doing anything; they still hide the shorter words inside them.
    pub(super) fn silence(&mut self, part: Part) {
        for token in &mut self.tokens {
            let belongs = match token {
                Token::Negate { .. } => part == Part::Negation,
                Token::Degree { .. } | Token::Boost { .. } => part == Part::Degree,
                Token::Contrast { .. } | Token::Concede => part == Part::Contrast,
                Token::Opinion(_) | Token::Affirm | Token::Compare | Token::Plain { .. } | Token::Measure { .. } => {
                    false
                }
            };
            if belongs {
                *token = Token::Opinion(0.0);
            }
        }
    }

    /// The words that stand inside clauses, of which the longest counts.
    pub(super) const fn words(&self) -> &LongestWords {
        &self.words
    }

    /// A word of the list in a text.
    pub(super) fn found(&self, (word, Range { start, end }): (usize, Range<usize>)) -> Option<Found> {
        Some(Found { start, end, token: *self.tokens.get(word)? })
    }
}

fn entries(list: &str, kind: ListKind) -> Result<Vec<(&str, Token)>, LexiconError> {
    let mut entries: Vec<(&str, Token)> = Vec::new();
    for (number, text) in list.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let malformed = || LexiconError::Line { line: number + 1, text: text.to_owned() };
        let (word, meaning) = text.split_once('\t').ok_or_else(malformed)?;
        let token = match kind {
            ListKind::Words => parse_weight(meaning).map(Token::Opinion),
            ListKind::Modifiers => parse_role(meaning),
        };
        if word.is_empty() || entries.last().is_some_and(|(previous, _)| word <= *previous) {
            return Err(LexiconError::Order(word.to_owned()));
        }
        entries.push((word, token.ok_or_else(malformed)?));
    }
    Ok(entries)
}

fn parse_weight(text: &str) -> Option<f64> {
    let weight: i8 = text.parse().ok()?;
    (-3..=3).contains(&weight).then(|| f64::from(weight))
}

fn parse_role(role: &str) -> Option<Token> {
    let percent = |text: &str| text.parse::<u8>().ok().map(|n| f64::from(n) / 100.0);
    let words: Vec<&str> = role.split(' ').collect();
    match words[..] {
        ["negate", n] => Some(Token::Negate { strength: percent(n)?, far: false }),
        ["negate", n, "far"] => Some(Token::Negate { strength: percent(n)?, far: true }),
        ["degree", n] => Some(Token::Degree { strength: percent(n)?, excess: false }),
        ["degree", n, "excess"] => Some(Token::Degree { strength: percent(n)?, excess: true }),
        ["boost", n, alone] => Some(Token::Boost { strength: percent(n)?, alone: parse_weight(alone)? }),
        ["contrast"] => Some(Token::Contrast { opening: false, mild: false }),
        ["contrast", "mild"] => Some(Token::Contrast { opening: false, mild: true }),
        ["contrast", "opening"] => Some(Token::Contrast { opening: true, mild: false }),
        ["contrast", "opening", "mild"] => Some(Token::Contrast { opening: true, mild: true }),
        ["affirm"] => Some(Token::Affirm),
        ["concede"] => Some(Token::Concede),
        ["compare"] => Some(Token::Compare),
        ["plain"] => Some(Token::Plain { way: Way::Aside, alone: 0.0 }),
        ["plain", way, alone] => Some(Token::Plain {
            way: match way {
                "up" => Way::Up,
                "down" => Way::Down,
                _ => return None,
            },
            alone: parse_weight(alone)?,
        }),
        ["measure", "more", alone] => Some(Token::Measure { more_is_better: true, alone: parse_weight(alone)? }),
        ["measure", "less", alone] => Some(Token::Measure { more_is_better: false, alone: parse_weight(alone)? }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_counts() {
        let lexicon = Lexicon::parse(":)\t2\n好\t1\n好像\t0\n好吃\t2", "很\tdegree 130").unwrap();
        let found = |text: &str| {
            let text: Vec<char> = text.chars().collect();
            let words = lexicon.words().find(&text).filter_map(|word| lexicon.found(word));
            words.map(|found| (found.start, found.token)).collect::<Vec<_>>()
        };
        assert_eq!(found("很好吃"), [(0, Token::Degree { strength: 1.3, excess: false }), (1, Token::Opinion(2.0))]);
        assert_eq!(found("好:)"), [(0, Token::Opinion(1.0))]);
        assert_eq!(found("好像好"), [(0, Token::Opinion(0.0)), (2, Token::Opinion(1.0))]);
    }

    #[test]
    fn broken_lists_are_refused() {
        let fault = |words: &str, modifiers: &str| Lexicon::parse(words, modifiers).unwrap_err();
        assert_eq!(fault("好 1", ""), LexiconError::Line { line: 1, text: "好 1".into() });
        assert_eq!(fault("# 词\n好\t4", ""), LexiconError::Line { line: 2, text: "好\t4".into() });
        assert_eq!(fault("好\t1\n好\t1", ""), LexiconError::Order("好".into()));
        assert_eq!(fault("很\t1", "很\tdegree 130"), LexiconError::Order("很".into()));
        assert_eq!(fault("", "很\tloud 3"), LexiconError::Line { line: 1, text: "很\tloud 3".into() });
    }
}
