//! How a text judges: words with their negation, degree and contrast, together with a linear model over character grams.
//!
//! Knows nothing of ratings, items or storage. Texts come in folded (see `crate::text`), and the word lists of
//! `index-schema/dictionary/` are in folded form. Only additions, products, quotients and roots are used, which every machine rounds alike.

mod lexicon;
mod reading;
mod walk;

use std::ops::Range;

pub use lexicon::LexiconError;
use lexicon::{Found, Lexicon};
use reading::Piece;

use super::{
    clauses::{self, Cut},
    letters::Letters,
    linear::{Linear, Trace},
    models,
    word_lists::{SENTIMENT_MODIFIERS, SENTIMENT_WORDS},
    words::LongestWords,
};
use crate::domain::{analysis::Clause, sentiment::SentimentScore};

/// Divides the weighed sum of opinions, so that one strong word is clear and two are very clear.
const STEEPNESS: f64 = 3.5;
/// What words and model add to the judgement.
const WORDS_SHARE: f64 = 5.0;
const MODEL_SHARE: f64 = 5.0;
/// The margin from which on the model adds little more: it is surest of short texts, where one gram decides.
const SURE_MARGIN: f64 = 5.0;
/// What the model counts where words saw an opinion turned round: grams mistake 没有划痕 for 划痕.
const TURNED: f64 = 0.15;
/// Spreads judgements over the scale so that its default buckets agree with stars, as far as texts do.
const SCALE: f64 = 6.0;

/// What judges texts.
#[derive(Debug, Default)]
pub(crate) struct Sentiment {
    lexicon: Lexicon,
    model: Linear,
    words_share: f64,
    model_share: f64,
}

impl Sentiment {
    /// The word lists and the model compiled into the binary.
    pub(crate) fn builtin() -> Self {
        // They are part of the binary and a test reads them; should they be broken, every text would score 0.
        Linear::read(models::SENTIMENT)
            .ok()
            .and_then(|model| Self::new(SENTIMENT_WORDS, SENTIMENT_MODIFIERS, model).ok())
            .unwrap_or_default()
    }

    /// From the text of `sentiment-words.txt` and `sentiment-modifiers.txt`, and a model whose margin is above 0 for praise.
    pub(crate) fn new(words: &str, modifiers: &str, model: Linear) -> Result<Self, LexiconError> {
        let lexicon = Lexicon::parse(words, modifiers)?;
        Ok(Self { lexicon, model, words_share: WORDS_SHARE, model_share: MODEL_SHARE })
    }

    /// The words and rules that ship, with another model.
    pub(crate) fn with_model(model: Linear) -> Self {
        Self { model, ..Self::builtin() }
    }

    /// The listed words.
    pub(super) const fn words(&self) -> &LongestWords {
        self.lexicon.words()
    }

    /// How the text as a whole judges.
    pub(crate) fn judge_text(&self, text: &str) -> SentimentScore {
        Judge::new(self).judge_text(&text.chars().collect::<Vec<char>>())
    }

    /// What words and model say together of some pieces; 0 when there are none.
    fn judge(&self, trace: &Trace, pieces: &[Piece], weight: impl Fn(&Piece) -> f64) -> f64 {
        if pieces.is_empty() {
            return 0.0;
        }
        let (mut sum, mut opinions) = (0.0, 0.0);
        for piece in pieces {
            sum += weight(piece) * piece.sum;
            opinions += weight(piece) * f64::from(piece.opinions);
        }
        let words = if opinions > 0.0 { sum / (opinions.sqrt() * STEEPNESS) } else { 0.0 };
        let model =
            self.model.score_parts(trace, pieces.iter().map(|piece| (&piece.range, weight(piece) * trust(piece))));
        self.words_share * saturate(words, 1.0) + self.model_share * saturate(model, SURE_MARGIN)
    }
}

/// [`Sentiment`] with room for one text: whoever asks about many pieces, as the opinions of a review, takes memory once.
#[derive(Debug)]
pub(crate) struct Judge<'s> {
    sentiment: &'s Sentiment,
    cuts: Vec<Cut>,
    words: Vec<Found>,
    pieces: Vec<Piece>,
    trace: Trace,
}

impl<'s> Judge<'s> {
    pub(crate) fn new(sentiment: &'s Sentiment) -> Self {
        Self { sentiment, cuts: Vec::new(), words: Vec::new(), pieces: Vec::new(), trace: Trace::default() }
    }

    /// How the text and each of its clauses judge; `words` are those of [`Sentiment::words`] in it.
    pub(super) fn read_words(
        &mut self,
        text: &Letters<'_>,
        cuts: &[Cut],
        words: impl Iterator<Item = (usize, Range<usize>)>,
    ) -> (SentimentScore, Vec<Clause>) {
        self.take(text.chars(), cuts, words);
        let mut rest = &self.pieces[..];
        let clause = |(number, cut): (usize, &Cut)| {
            let (own, others) = rest.split_at(rest.iter().take_while(|piece| piece.clause == number).count());
            rest = others;
            let judgement = self.sentiment.judge(&self.trace, own, |_| 1.0);
            Clause { range: text.bytes(&cut.range), score: score(judgement) }
        };
        let clauses = cuts.iter().enumerate().map(clause).collect();
        (self.whole(), clauses)
    }

    /// How a few words judge, such as the words of an opinion with their negation: −1 to 1.
    pub(crate) fn polarity_of(&mut self, words: &[char]) -> f64 {
        self.judge_text(words).value()
    }

    fn judge_text(&mut self, text: &[char]) -> SentimentScore {
        let mut cuts = std::mem::take(&mut self.cuts);
        clauses::cut_into(text, &mut cuts);
        self.take(text, &cuts, self.sentiment.lexicon.words().find(text));
        self.cuts = cuts;
        self.whole()
    }

    fn take(&mut self, text: &[char], cuts: &[Cut], words: impl Iterator<Item = (usize, Range<usize>)>) {
        self.words.clear();
        self.words.extend(words.filter_map(|word| self.sentiment.lexicon.found(word)));
        reading::read(&self.words, text, cuts, &mut self.pieces);
        self.sentiment.model.trace(text, &mut self.trace);
    }

    fn whole(&self) -> SentimentScore {
        score(self.sentiment.judge(&self.trace, &self.pieces, |piece| piece.weight))
    }
}

/// What the model's word on a piece counts.
fn trust(piece: &Piece) -> f64 {
    if piece.turned { TURNED } else { 1.0 }
}

/// −1 to 1: x / √(scale² + x²).
fn saturate(x: f64, scale: f64) -> f64 {
    x / (scale * scale + x * x).sqrt()
}

fn score(judgement: f64) -> SentimentScore {
    let even = saturate(judgement, SCALE);
    #[expect(clippy::cast_possible_truncation, reason = "the value lies in −1000…1000")]
    SentimentScore::from_thousandths((even * even.abs().sqrt() * 1000.0).round() as i32)
}

/// The listed words of praise and complaint with their weight, −3 to 3.
pub(crate) fn opinion_words() -> impl Iterator<Item = (&'static str, f64)> {
    let entry = |line: &'static str| {
        let (word, weight) = line.split_once('\t')?;
        Some((word, weight.parse().ok()?))
    };
    SENTIMENT_WORDS.lines().filter(|line| !line.starts_with('#')).filter_map(entry).filter(|(_, weight)| *weight != 0.0)
}

/// A part that can be left out, to see what it adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The linear model.
    Model,
    /// The word lists and everything about them.
    Words,
    /// Words that turn an opinion round.
    Negation,
    /// Words that strengthen and weaken.
    Degree,
    /// Words that shift the weight between clauses.
    Contrast,
}

impl Part {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [Self::Model, Self::Words, Self::Negation, Self::Degree, Self::Contrast];
}

impl Sentiment {
    /// The same without one of its parts.
    pub(crate) fn without(mut self, part: Part) -> Self {
        match part {
            Part::Model => self.model_share = 0.0,
            Part::Words => self.words_share = 0.0,
            Part::Negation | Part::Degree | Part::Contrast => self.lexicon.silence(part),
        }
        self
    }
}

#[cfg(test)]
mod tests;
