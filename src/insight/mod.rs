//! What a text says: sentiment, clauses, aspects, opinions and flags.
//!
//! Knows nothing of storage: an analysis is a pure function of one folded text (see `crate::text`) and a pack of aspects, without I/O and
//! the same on every machine. What needs the corpus, near-duplicates and bursts, is a pass of its own.

mod aspects;
mod clauses;
pub mod duplicates;
pub mod flags;
mod letters;
pub mod linear;
mod models;
pub mod opinions;
pub(crate) mod sentiment;
pub mod statistics;
mod tree;
pub mod volume;
mod word_lists;
mod words;

pub use aspects::{Learned, LearnedError, LearnedParts, Lesson, Pack, PackError, PackFault, Packs, Parts, learn};
use letters::Letters;
pub use sentiment::LexiconError;
use sentiment::{Judge, Sentiment};
use words::{FoundWords, JointWords, LongestWords};

use std::collections::BTreeMap;

use crate::domain::{
    analysis::{Analysis, Clause, Flagged, Mention, Opinion, Polarity},
    marks::Likeness,
    pack_rules::PackRules,
    sentiment::SentimentScore,
};

/// Everything that reads texts; build it once and share it.
#[derive(Debug)]
pub struct Insight {
    sentiment: Sentiment,
    /// Present, as a test makes sure: the tables are part of the binary.
    flags: Option<flags::Rules>,
    /// Present likewise.
    opinions: Option<opinions::Extractor>,
    /// The words of sentiment, opinions, low information and abuse, which are found together.
    words: JointWords<4>,
    packs: Packs,
    version: String,
}

impl Insight {
    /// Rises whenever code reads the same text differently with the same models, lists and packs, so that stored analyses can be renewed.
    const VERSION: u32 = 6;

    /// What is compiled into the binary.
    ///
    /// # Errors
    /// When a built-in pack has faults; a test reads them all.
    pub fn builtin() -> Result<Self, Vec<PackError>> {
        Packs::new([], &PackRules::default()).map(Self::new)
    }

    /// The models and lists of the binary, with these packs.
    #[must_use]
    pub fn new(packs: Packs) -> Self {
        let (code, models, lists) = (Self::VERSION, models::version(), word_lists::version());
        let version = format!("{code}-{models}-{lists}-{}", packs.version());
        let (flags, opinions) = (flags::Rules::builtin().ok(), opinions::Extractor::builtin().ok());
        let sentiment = Sentiment::builtin();
        let none = LongestWords::default();
        let [low_information, abuse] = flags.as_ref().map_or([&none; 2], flags::Rules::words);
        let of_opinions = opinions.as_ref().map_or(&none, opinions::Extractor::words);
        // Lists that fit their own trees fit one together: they are small.
        let words = JointWords::new([sentiment.words(), of_opinions, low_information, abuse]).unwrap_or_default();
        Self { sentiment, flags, opinions, words, packs, version }
    }

    /// How abusive the model alone reads a folded text, by the standards of social media; for measuring.
    #[must_use]
    pub fn abuse_margin(&self, text: &str) -> f64 {
        self.flags.as_ref().map_or(0.0, |rules| rules.abuse_margin(text))
    }

    /// The flags of a folded text.
    #[must_use]
    pub fn flags(&self, text: &str) -> Vec<Flagged> {
        self.flags.as_ref().map(|rules| rules.read(text)).unwrap_or_default()
    }

    /// By what the copies of a folded text are found; `None` where equal texts are no copies.
    #[must_use]
    pub fn likeness(&self, text: &str) -> Option<Likeness> {
        if self.flags.as_ref().is_some_and(|rules| rules.is_boilerplate(text)) {
            return None;
        }
        duplicates::likeness(text)
    }

    /// Names models, lists and packs: the same text is read alike as long as it stays.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Bytes of the learned weights in the binary.
    #[must_use]
    pub fn model_bytes(&self) -> usize {
        models::bytes()
    }

    /// All packs.
    #[must_use]
    pub const fn packs(&self) -> &Packs {
        &self.packs
    }

    /// Reads one folded text by a pack of aspects; `\n` parts title, text and follow-up.
    ///
    /// Costs about a quarter of a microsecond a character, in proportion to the text: it is taken apart once, each list and model passes over
    /// it once, and pieces of it are judged in place.
    #[must_use]
    pub fn read(&self, text: &str, pack: &Pack) -> Analysis {
        let letters = Letters::new(text);
        let mut read = self.take_apart(&letters);
        let aspects = pack.read(Parts::ALL, &mut read.text(&letters));
        let Apart { score, clauses, opinions, of_flags, .. } = read;
        let flag = |rules: &flags::Rules| rules.read_letters(&letters, of_flags.map(Vec::into_iter));
        let flags = self.flags.as_ref().map(flag).unwrap_or_default();
        Analysis { score, clauses, aspects, opinions, flags }
    }

    /// How the normal form of an opinion judges, whatever the text that it was found in: a function of the form alone, so that a filter on the
    /// form takes exactly the reviews that complain of it.
    #[must_use]
    pub fn polarity_of_form(&self, form: &str) -> Polarity {
        self.judge_forms()(form)
    }

    /// [`Self::polarity_of_form`] for many forms: takes memory once.
    pub fn judge_forms(&self) -> impl FnMut(&str) -> Polarity + '_ {
        /// What a form that judges nothing may be read as: 去吃, 来.
        const DOUBT: f64 = 0.05;
        let (mut judge, mut letters) = (Judge::new(&self.sentiment), Vec::new());
        move |form| {
            letters.clear();
            letters.extend(form.chars());
            let judgement = judge.polarity_of(&letters);
            opinions::sign(if judgement.abs() < DOUBT { 0.0 } else { judgement })
        }
    }

    /// What a folded text mentions by a pack, with only some parts of the method: shows what each is worth.
    #[must_use]
    pub fn aspects_by(&self, parts: Parts, text: &str, pack: &Pack) -> Vec<Mention> {
        let letters = Letters::new(text);
        pack.read(parts, &mut self.take_apart(&letters).text(&letters))
    }

    /// A folded text as the learned models of a pack see it, with what people say of it.
    #[must_use]
    pub fn lesson(&self, text: &str, pack: &Pack, labels: BTreeMap<String, Polarity>) -> Lesson {
        let letters = Letters::new(text);
        pack.lesson(&mut self.take_apart(&letters).text(&letters), labels)
    }

    /// What every pack is told of a text: the same whether it serves, learns or is measured.
    fn take_apart<'s>(&'s self, letters: &Letters<'_>) -> Apart<'s> {
        let cuts = clauses::cut(letters.chars());
        let [of_sentiment, of_opinions, of_low_information, of_abuse] = self.words.find(letters.chars());
        let mut judge = Judge::new(&self.sentiment);
        let (score, clauses) = judge.read_words(letters, &cuts, of_sentiment.into_iter());
        let mut judge_piece = |piece: &[char]| judge.polarity_of(piece);
        let extract =
            |found: &opinions::Extractor| found.extract(letters, &cuts, of_opinions.into_iter(), &mut judge_piece);
        let opinions = self.opinions.as_ref().map(extract).unwrap_or_default();
        Apart { score, clauses, opinions, judge, of_flags: [of_low_information, of_abuse] }
    }
}

/// A text with what sentiment and opinions make of it.
struct Apart<'s> {
    score: SentimentScore,
    clauses: Vec<Clause>,
    opinions: Vec<Opinion>,
    judge: Judge<'s>,
    /// The words of low information, and those of abuse.
    of_flags: [FoundWords; 2],
}

impl Apart<'_> {
    fn text<'a>(&'a mut self, letters: &'a Letters<'a>) -> aspects::Text<'a, impl FnMut(&[char]) -> f64> {
        let Self { score, clauses, opinions, judge, of_flags: _ } = self;
        aspects::Text { letters, whole: *score, clauses, opinions, judge: |piece: &[char]| judge.polarity_of(piece) }
    }
}

#[cfg(test)]
mod tests;
