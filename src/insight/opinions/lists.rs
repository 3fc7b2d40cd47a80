//! The words that tell terms and opinions apart, and where they stand in a text.
//!
//! Knows the word lists alone: what they mean for a pair is learned by the model. A text is cut from left to right into the longest listed
//! words; each character is labelled with the class of its word and its place inside it.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use thiserror::Error;

use super::normal::Grammar;
use crate::insight::words::LongestWords;

/// A list that cannot be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ListError {
    /// A line is not a word, a tab and what the list says of it.
    #[error("{list} line {line} is not a word, a tab and its meaning")]
    Line {
        /// Which list.
        list: &'static str,
        /// Counted from 1.
        line: usize,
    },
    /// A word is listed twice, or there are too many.
    #[error("the words cannot be searched for: {0}")]
    Words(String),
}

/// The texts of the lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources {
    /// `word⇥weight`
    pub(super) sentiment: &'static str,
    /// `word⇥role …`
    pub(super) modifiers: &'static str,
    /// `word⇥normal form`
    pub(super) terms: &'static str,
    /// `word⇥normal form[⇥alone]`
    pub(super) words: &'static str,
    /// `word⇥goods|table`
    pub(super) cues: &'static str,
}

/// What a character belongs to. Classes take three labels each: first, inner and last character of a word.
pub(super) mod label {
    pub(crate) const NONE: u8 = 0;
    pub(crate) const PRAISE: u8 = 0;
    pub(crate) const COMPLAINT: u8 = 1;
    pub(crate) const PLAIN: u8 = 2;
    pub(crate) const NEGATION: u8 = 3;
    pub(crate) const DEGREE: u8 = 4;
    pub(crate) const TURN: u8 = 5;
    pub(crate) const TERM: u8 = 6;
    pub(crate) const DESCRIPTION: u8 = 7;
    /// A character between clauses, and what lies beyond the text.
    pub(crate) const OUTSIDE: u8 = 25;
    /// One more than the greatest label.
    pub(crate) const COUNT: u32 = 26;

    const fn first(class: u8) -> u8 {
        1 + class * 3
    }

    /// The label of a character of a word.
    pub(crate) const fn of(class: u8, index: usize, length: usize) -> u8 {
        first(class)
            + if index == 0 {
                0
            } else if index + 1 == length {
                2
            } else {
                1
            }
    }

    /// The class of a labelled character.
    pub(crate) const fn class(label: u8) -> Option<u8> {
        if label == NONE || label == OUTSIDE { None } else { Some((label - 1) / 3) }
    }

    /// Whether a word begins here.
    pub(crate) const fn begins(label: u8) -> bool {
        label != NONE && label != OUTSIDE && (label - 1).is_multiple_of(3)
    }

    /// Whether a listed term begins here.
    pub(crate) const fn begins_term(label: u8) -> bool {
        label == first(TERM)
    }

    /// Whether a listed term goes on here.
    pub(crate) const fn continues_term(label: u8) -> bool {
        label == first(TERM) + 1 || label == first(TERM) + 2
    }
}

/// A normal form, and whether it says enough without a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) text: Box<[char]>,
    pub(super) alone: bool,
}

/// A listed word in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In characters.
    pub(super) range: Range<usize>,
    /// `None` for a cue that says nothing more.
    pub(super) class: Option<u8>,
    /// Above 0 when it speaks of goods, below when of a meal.
    pub(super) side: i32,
    /// Whether it is an opinion that needs no term.
    pub(super) alone: bool,
}

/// Words with something about each.
#[derive(Debug)]
pub(super) struct Table<T> {
    words: LongestWords,
    meanings: Vec<T>,
}

impl<T> Table<T> {
    pub(super) fn new<W: AsRef<str>>(entries: impl IntoIterator<Item = (W, T)>) -> Result<Self, ListError> {
        let (words, meanings): (Vec<W>, Vec<T>) = entries.into_iter().unzip();
        let words = LongestWords::new(&words).map_err(|error| ListError::Words(error.to_string()))?;
        Ok(Self { words, meanings })
    }

    /// What is said of a word.
    pub(super) fn get(&self, word: &[char]) -> Option<&T> {
        self.words.exact(word).and_then(|place| self.meanings.get(place))
    }

    /// The longest word that a text begins with: its length in characters, and what is said of it.
    pub(super) fn longest(&self, text: impl Iterator<Item = char>) -> Option<(usize, &T)> {
        let (place, length) = self.words.longest(text)?;
        Some((length, self.meanings.get(place)?))
    }
}

/// What is known of a word wherever it stands.
#[derive(Debug, Clone, Copy)]
struct Listed {
    class: Option<u8>,
    side: i32,
    alone: bool,
}

/// All lists.
#[derive(Debug)]
pub(super) struct Lists {
    all: Table<Listed>,
    terms: Table<Box<[char]>>,
    words: Table<Form>,
    openings: Table<()>,
    pub(super) grammar: Grammar,
}

/// Words before opinion words that add nothing to them, in reviews of goods.
const OPENINGS: [&str; 11] = ["也", "还", "都", "就", "却", "又", "倒", "真是", "真的是", "确实", "绝对"];

impl Lists {
    /// # Errors
    /// When a line has another shape.
    pub(super) fn new(sources: &Sources) -> Result<Self, ListError> {
        let terms = lines("opinion-terms", sources.terms)?;
        let words = lines("opinion-words", sources.words)?;
        let cues = lines("opinion-cues", sources.cues)?;
        let modifiers = lines("sentiment-modifiers", sources.modifiers)?;
        let mut classes = classes(sources, &terms, &words)?;
        for (cue, _) in &cues {
            classes.entry(cue).or_insert(None);
        }
        let mut listed: Vec<(&str, Option<u8>)> = classes.into_iter().collect();
        listed.sort_unstable();
        let side = |word: &str| {
            let held = cues.iter().filter(|(cue, _)| word.contains(cue));
            held.map(|(_, side)| if *side == "goods" { 1 } else { -1 }).sum()
        };
        let form = |meaning: &str| match meaning.split_once('\t') {
            Some((text, _)) => Form { text: text.chars().collect(), alone: true },
            None => Form { text: meaning.chars().collect(), alone: false },
        };
        let alone: HashSet<&str> =
            words.iter().filter(|(_, meaning)| meaning.contains('\t')).map(|(word, _)| *word).collect();
        let about = |(word, class): &(&'static str, Option<u8>)| {
            (*word, Listed { class: *class, side: side(word), alone: alone.contains(word) })
        };
        let degrees = modifiers.iter().filter(|(_, role)| role.starts_with("degree")).map(|(word, _)| *word);
        Ok(Self {
            all: Table::new(listed.iter().map(about))?,
            terms: Table::new(terms.iter().map(|(word, form)| (*word, form.chars().collect())))?,
            words: Table::new(words.iter().map(|(word, meaning)| (*word, form(meaning))))?,
            openings: Table::new(OPENINGS.map(|opening| (opening, ())))?,
            grammar: Grammar::new(degrees)?,
        })
    }

    /// All listed words.
    pub(super) const fn all(&self) -> &LongestWords {
        &self.all.words
    }

    /// One of them, in a text.
    pub(super) fn found(&self, (word, range): (usize, Range<usize>)) -> Option<Word> {
        let Listed { class, side, alone } = *self.all.meanings.get(word)?;
        Some(Word { range, class, side, alone })
    }

    /// The listed words of a text, in order.
    pub(super) fn find<'a>(&'a self, text: &'a [char]) -> impl Iterator<Item = Word> + 'a {
        self.all.words.find(text).filter_map(|word| self.found(word))
    }

    /// The normal form of a listed term.
    pub(super) fn term(&self, word: &[char]) -> Option<&[char]> {
        self.terms.get(word).map(AsRef::as_ref)
    }

    /// The normal form of a listed opinion word.
    pub(super) fn word(&self, word: &[char]) -> Option<&Form> {
        self.words.get(word)
    }

    /// The length of the longest word that opens these characters, of those that add nothing to what follows.
    pub(super) fn opening(&self, codes: &[u16]) -> Option<usize> {
        let chars = codes.iter().map_while(|code| char::from_u32(u32::from(*code)));
        self.openings.longest(chars).map(|(length, ())| length)
    }
}

/// The class of each word. A term of two characters and more cuts the opinion that begins with it: 质量好 is 质量 and 好.
fn classes<'a>(
    sources: &Sources,
    terms: &[(&'a str, &str)],
    words: &[(&'a str, &str)],
) -> Result<HashMap<&'a str, Option<u8>>, ListError>
where
    'static: 'a,
{
    let mut classes = HashMap::new();
    let long = |word: &str| word.chars().nth(1).is_some();
    let opens_with_term =
        |word: &str| terms.iter().any(|(term, _)| long(term) && word != *term && word.starts_with(term));
    for (word, weight) in lines("sentiment-words", sources.sentiment)? {
        let class = match weight.split('\t').next().and_then(|weight| weight.parse::<i32>().ok()) {
            Some(1..) => label::PRAISE,
            Some(..=-1) => label::COMPLAINT,
            _ => label::PLAIN,
        };
        if class == label::PLAIN || !opens_with_term(word) {
            classes.insert(word, Some(class));
        }
    }
    for (word, role) in lines("sentiment-modifiers", sources.modifiers)? {
        let role: Vec<&str> = role.split(' ').collect();
        let class = match role[..] {
            ["negate", ..] => label::NEGATION,
            ["degree", ..] => label::DEGREE,
            ["contrast" | "concede", ..] => label::TURN,
            ["measure" | "plain", _, alone] if alone != "0" => {
                if alone.starts_with('-') {
                    label::COMPLAINT
                } else {
                    label::PRAISE
                }
            }
            _ => continue,
        };
        classes.insert(word, Some(class));
    }
    for (term, _) in terms {
        if long(term) || !classes.contains_key(term) {
            classes.insert(*term, Some(label::TERM));
        }
    }
    for (word, _) in words {
        let class = classes.entry(*word).or_insert(Some(label::DESCRIPTION));
        if matches!(*class, Some(label::PLAIN | label::TURN)) {
            *class = Some(label::DESCRIPTION);
        }
    }
    Ok(classes)
}

fn lines(list: &'static str, text: &'static str) -> Result<Vec<(&'static str, &'static str)>, ListError> {
    let numbered = (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    numbered.map(|(number, line)| line.split_once('\t').ok_or(ListError::Line { list, line: number })).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) const SMALL: Sources = Sources {
        sentiment: "不一样\t0\n好\t1\n质量好\t2\n难吃\t-2",
        modifiers: "不\tnegate 100\n但\tcontrast\n很\tdegree 130",
        terms: "态度\t服务态度\n质量\t质量",
        words: "慢\t慢\n慢吞吞\t慢\n漏水\t漏水\talone",
        cues: "快递\tgoods\n服务员\ttable",
    };

    pub(in super::super) fn characters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn words_are_cut_and_classed() {
        let lists = Lists::new(&SMALL).unwrap();
        let text = characters("质量好但快递慢吞吞,不一样");
        let found: Vec<_> = lists
            .find(&text)
            .map(|word| (text[word.range].iter().collect::<String>(), word.class, word.side))
            .collect();
        assert_eq!(
            found.iter().map(|(word, class, side)| (word.as_str(), *class, *side)).collect::<Vec<_>>(),
            [
                ("质量", Some(label::TERM), 0),
                ("好", Some(label::PRAISE), 0),
                ("但", Some(label::TURN), 0),
                ("快递", None, 1),
                ("慢吞吞", Some(label::DESCRIPTION), 0),
                ("不一样", Some(label::PLAIN), 0)
            ]
        );
        assert_eq!(lists.term(&characters("态度")), Some(&characters("服务态度")[..]));
        assert_eq!(lists.word(&characters("漏水")), Some(&Form { text: characters("漏水").into(), alone: true }));
    }

    #[test]
    fn a_broken_line_is_named() {
        let broken = Sources { terms: "# 注\n态度 服务态度", ..SMALL };
        assert_eq!(Lists::new(&broken).err(), Some(ListError::Line { list: "opinion-terms", line: 2 }));
    }
}
