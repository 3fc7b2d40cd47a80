//! Abuse of people: insults by word, coarse words beside a person, and what a model reads as abusive.
//!
//! The model was trained on social media, where 垃圾 is an insult. Reviews say it of food, so the model is asked only about sentences that
//! hold a foul word and speak of somebody.

use std::ops::Range;

use serde::Deserialize;

use super::{RulesError, found, phrases::Phrases};
use crate::{
    domain::analysis::{Flag, Flagged},
    insight::{letters::Letters, linear::Linear, models, word_lists, words::LongestWords},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Insult,
    Harmless,
    Coarse,
    Person,
    Foul,
}

/// A sentence, and what was met in it.
#[derive(Default)]
struct Sentence {
    start: usize,
    end: usize,
    person: bool,
    foul: bool,
    judged: bool,
}

impl Sentence {
    /// The sentence at byte `at`, which begins at `from` or later.
    fn around(text: &str, at: usize, from: usize) -> Self {
        let start = text[from..at].rfind(SENTENCE_ENDS).map_or(from, |end| from + end);
        let start = start
            + text[start..]
                .chars()
                .take_while(|c| SENTENCE_ENDS.contains(c) || *c == ' ')
                .map(char::len_utf8)
                .sum::<usize>();
        let end = text[at..].find(SENTENCE_ENDS).map_or(text.len(), |end| at + end);
        Self { start, end, ..Self::default() }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    insults: Vec<String>,
    harmless: Vec<String>,
    coarse: Vec<String>,
    persons: Vec<String>,
    foul: Vec<String>,
}

/// The rule, with its words.
#[derive(Debug)]
pub(super) struct Abuse {
    phrases: Phrases<Kind>,
    model: Option<Linear>,
}

/// Bytes between a coarse word and the person: four characters.
const BESIDE_BYTES: usize = 12;
/// The margin from which the model confirms a foul word: 97 of 100 posts that reach it are abuse.
const SURE: f64 = 2.0;
/// What parts a coarse word from the next clause.
const CLAUSE_ENDS: [char; 8] = [',', '。', '.', '!', '?', ';', ' ', '\n'];
/// What ends a sentence.
const SENTENCE_ENDS: [char; 5] = ['。', '!', '?', ';', '\n'];

impl Abuse {
    pub(super) fn builtin() -> Result<Self, RulesError> {
        let lists: Lists = toml::from_str(word_lists::ABUSE).map_err(|error| RulesError::Table(error.to_string()))?;
        let phrases = Phrases::new(&[
            (Kind::Insult, &lists.insults),
            (Kind::Harmless, &lists.harmless),
            (Kind::Coarse, &lists.coarse),
            (Kind::Person, &lists.persons),
            (Kind::Foul, &lists.foul),
        ])?;
        // A test reads the model, which is part of the binary; without it the words would still be found.
        let model = Linear::read(models::ABUSE).ok();
        Ok(Self { phrases, model })
    }

    /// The listed words.
    pub(super) const fn words(&self) -> &LongestWords {
        self.phrases.words()
    }

    /// What is to be said of a text with these words.
    pub(super) fn read(
        &self,
        letters: &Letters<'_>,
        words: impl Iterator<Item = (usize, Range<usize>)>,
    ) -> Option<Flagged> {
        let text = letters.text();
        let mut previous: Option<(Kind, Range<usize>)> = None;
        let mut sentence = Sentence::default();
        for (_, kind, range) in words.filter_map(|word| self.phrases.found(word)) {
            let range = letters.bytes(&range);
            if kind == Kind::Insult {
                return Some(found(Flag::Abuse, "insult", text, range));
            }
            if let Some((before, earlier)) = previous
                && matches!((before, kind), (Kind::Coarse, Kind::Person) | (Kind::Person, Kind::Coarse))
                && range.start - earlier.end <= BESIDE_BYTES
                && !text[earlier.end..range.start].contains(CLAUSE_ENDS)
            {
                return Some(found(Flag::Abuse, "coarse_address", text, earlier.start..range.end));
            }
            if range.start >= sentence.end {
                sentence = Sentence::around(text, range.start, sentence.end);
            }
            sentence.person |= kind == Kind::Person;
            sentence.foul |= kind == Kind::Foul;
            if sentence.person && sentence.foul && !sentence.judged {
                sentence.judged = true;
                if self.margin(&text[sentence.start..sentence.end]) >= SURE {
                    return Some(found(Flag::Abuse, "abusive_language", text, sentence.start..sentence.end));
                }
            }
            previous = Some((kind, range));
        }
        None
    }

    /// Whether the model of the binary could be read.
    #[cfg(test)]
    pub(super) fn has_model(&self) -> bool {
        self.model.as_ref().is_some_and(|model| model.weights() > 1_000)
    }

    /// The model's margin, for measuring.
    pub(super) fn margin(&self, text: &str) -> f64 {
        self.model.as_ref().map_or(0.0, |model| model.score(text))
    }
}
