//! 观点: what a text says of what, as pairs of a term and opinion words with a normal form.
//!
//! Marks come from a sequence model over characters and word lists, one clause at a time; a second model decides which term an opinion is
//! about. Knows nothing of aspects or packs. Time grows with the text, and every number is an integer: all machines read alike.

mod characters;
mod features;
mod file;
mod lists;
mod model;
mod normal;
mod pairs;
mod ranks;
mod spans;
mod tags;
pub mod train;

use std::ops::Range;

pub use file::ModelError;
pub use lists::ListError;

use self::{
    characters::Characters,
    lists::{Lists, Sources},
    model::{Model, WORTHS_MARGIN},
    pairs::{Asked, Found, Reading, Relation},
};
use super::{
    clauses::{self, Cut},
    letters::Letters,
    models, word_lists,
    words::LongestWords,
};
use crate::{
    domain::analysis::{Opinion, Polarity},
    limits,
};

const SOURCES: Sources = Sources {
    sentiment: word_lists::SENTIMENT_WORDS,
    modifiers: word_lists::SENTIMENT_MODIFIERS,
    terms: word_lists::OPINION_TERMS,
    words: word_lists::OPINION_WORDS,
    cues: word_lists::OPINION_CUES,
};

/// Finds opinions.
#[derive(Debug)]
pub struct Extractor {
    lists: Lists,
    model: Model,
    method: Method,
}

/// How pairs are found: by the models, or by simpler means that the models are measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Both models.
    #[default]
    Learned,
    /// Marks by the model, each opinion with the nearest term of its clause.
    Nearest,
    /// Listed terms and listed opinion words with their degree and negation, each with the nearest term of its clause.
    Rules,
}

/// An [`Extractor`] that cannot be made.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ExtractorError {
    /// A word list.
    #[error(transparent)]
    List(#[from] ListError),
    /// The model's file.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// A pair, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    term: Option<Range<usize>>,
    opinion: Range<usize>,
}

impl Extractor {
    /// What is compiled into the binary.
    ///
    /// # Errors
    /// When a list or the model is broken, which a test rules out.
    pub fn builtin() -> Result<Self, ExtractorError> {
        Self::new(models::OPINIONS)
    }

    /// With the model in these bytes.
    ///
    /// # Errors
    /// When they are no model.
    pub fn new(model: &[u8]) -> Result<Self, ExtractorError> {
        Ok(Self { lists: Lists::new(&SOURCES)?, model: Model::read(model)?, method: Method::Learned })
    }

    /// Weights of both models.
    #[must_use]
    pub fn weights(&self) -> usize {
        self.model.count()
    }

    /// The same by another method.
    #[must_use]
    pub fn by(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// The opinions of a folded text, in order; their aspects are not known here. `judge` says how a piece of text judges, −1 to 1.
    #[must_use]
    pub fn read(&self, text: &str, judge: impl Fn(&str) -> f64) -> Vec<Opinion> {
        let letters = Letters::new(text);
        let (cuts, words) = (clauses::cut(letters.chars()), self.words().find(letters.chars()));
        self.extract(&letters, &cuts, words, |piece| judge(&piece.iter().collect::<String>()))
    }

    /// The listed words.
    pub(super) const fn words(&self) -> &LongestWords {
        self.lists.all()
    }

    /// The same of a text that is cut already and in which the listed words are found. At most [`limits::OPINIONS`].
    pub(super) fn extract(
        &self,
        text: &Letters<'_>,
        cuts: &[Cut],
        words: impl Iterator<Item = (usize, Range<usize>)>,
        mut judge: impl FnMut(&[char]) -> f64,
    ) -> Vec<Opinion> {
        let words = words.filter_map(|word| self.lists.found(word));
        let characters = Characters::with_words(text.chars(), cuts, words);
        let pairs = self.pairs(&characters);
        let mut opinions: Vec<Opinion> = pairs.iter().filter_map(|pair| self.opinion(text, pair, &mut judge)).collect();
        opinions.sort_by_key(|opinion| (opinion.opinion.start, opinion.term.as_ref().map(|term| term.start)));
        opinions.truncate(limits::OPINIONS);
        opinions
    }

    fn pairs(&self, text: &Characters) -> Vec<Pair> {
        let marks = match self.method {
            Method::Rules => spans::listed(text),
            Method::Learned | Method::Nearest => {
                let tags = self.tags(text);
                spans::trimmed(text, &self.lists, &tags::marks(&tags))
            }
        };
        let marks = spans::with_faults(text, marks);
        let found = Found::new(text, &marks);
        let mut pairs = Vec::with_capacity(found.opinions.len());
        let mut readings = Vec::new();
        for opinion in &found.opinions {
            self.pair(text, &found, opinion, &mut readings, &mut pairs);
        }
        pairs
    }

    /// The tag of each character.
    fn tags(&self, text: &Characters) -> Vec<u8> {
        let worths = self.model.worths(text);
        let worths = &worths[WORTHS_MARGIN..];
        let (mut tags, mut steps) = (vec![tags::OUTSIDE; text.len()], Vec::new());
        for clause in &text.clauses {
            let mut start = clause.range.start;
            while start < clause.range.end {
                let end = clause.range.end.min(start + limits::OPINION_CLAUSE_CHARS);
                tags::best(&worths[start..end], &self.model.follow, &mut steps, &mut tags[start..end]);
                start = end;
            }
        }
        tags
    }

    /// Adds the pair of an opinion with its likeliest term, and those with the terms joined to that; `readings` is room to work in.
    fn pair(
        &self,
        text: &Characters,
        found: &Found<'_>,
        opinion: &Range<usize>,
        readings: &mut Vec<Reading>,
        pairs: &mut Vec<Pair>,
    ) {
        let asked = found.ask(opinion);
        found.read(&asked, readings);
        let mut best: Option<(i32, &Reading)> = None;
        for reading in &*readings {
            let worth = match self.method {
                Method::Learned => self.worth(text, found, &asked, reading),
                Method::Nearest | Method::Rules => i32::from(reading.relation == Relation::Left),
            };
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, reading));
            }
        }
        let Some((_, reading)) = best else { return };
        let span = reading.start..opinion.end;
        pairs.push(Pair { term: reading.term.map(|term| found.terms[term].clone()), opinion: span.clone() });
        if let Some(term) = reading.term.filter(|_| reading.start == opinion.start) {
            let joined = found.joined(term);
            pairs.extend(joined.map(|term| Pair { term: Some(found.terms[term].clone()), opinion: span.clone() }));
        }
    }

    fn worth(&self, text: &Characters, found: &Found<'_>, asked: &Asked, reading: &Reading) -> i32 {
        let worth = self.model.ranks.of_reading(found, asked, reading);
        let margin = reading.relation.margin().map_or(0, |kind| {
            let side = usize::try_from(text.side.signum() + 1).unwrap_or_default();
            self.model.margins[kind][side]
        });
        worth - margin
    }

    /// `None` when the pair means nothing.
    fn opinion(&self, text: &Letters<'_>, pair: &Pair, judge: &mut impl FnMut(&[char]) -> f64) -> Option<Opinion> {
        let words = &text.chars()[pair.opinion.clone()];
        let named = pair.term.clone().map(|term| &text.chars()[term]);
        let key = normal::key(named, words, &self.lists)?;
        let polarity = polarity(named, words, &key, judge);
        let opinion = text.bytes(&pair.opinion);
        let term = pair.term.as_ref().map(|term| text.bytes(term));
        let range = term.iter().fold(opinion.clone(), |all, term| all.start.min(term.start)..all.end.max(term.end));
        // Most characters have three bytes.
        let mut form = String::with_capacity(3 * key.len());
        form.extend(key);
        Some(Opinion { aspect: None, term, opinion, range, polarity, key: form })
    }
}

/// From the opinion words; where they say nothing, from term and words together and then from the normal form.
fn polarity(term: Option<&[char]>, words: &[char], key: &[char], judge: &mut impl FnMut(&[char]) -> f64) -> Polarity {
    let mut judgement = judge(words);
    if let Some(term) = term.filter(|_| judgement == 0.0) {
        judgement = judge(&[term, words].concat());
    }
    if judgement == 0.0 {
        judgement = judge(key);
    }
    sign(judgement)
}

/// The polarity of a judgement from −1 to 1.
pub(super) fn sign(judgement: f64) -> Polarity {
    match judgement.partial_cmp(&0.0) {
        Some(std::cmp::Ordering::Greater) => Polarity::Positive,
        Some(std::cmp::Ordering::Less) => Polarity::Negative,
        _ => Polarity::Neutral,
    }
}

#[cfg(test)]
mod tests;
