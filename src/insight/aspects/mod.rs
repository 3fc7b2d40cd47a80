//! What a review talks about: packs of aspects per industry, found by their words, judged by the clauses they stand in.
//!
//! Knows nothing of files on disk and of which review comes from where; [`Packs::choose`] is told source and category. Invariant: a pack
//! decides from the text alone, in time linear in its length.

mod attention;
mod builtin;
mod calibration;
mod evidence;
mod file;
mod grams;
mod learned;
mod matching;
mod notes;
mod packs;
mod pattern;
mod reading;
mod tally;
mod training;

use attention::Spoken;
use evidence::{Evidence, FOCUS_CHARS};
use file::PackFile;
pub use file::{PackError, PackFault};
use grams::Grams;
pub use learned::{Learned, LearnedError, LearnedParts};
use matching::{Hit, Matcher};
use notes::Marks;
pub use packs::Packs;
pub use reading::Parts;
use reading::Reader;
use tally::Tally;
pub use training::{Lesson, learn};

use std::collections::BTreeMap;

use super::letters::Letters;
use crate::domain::{
    analysis::{Clause, Mention, Opinion, Polarity},
    aspect::AspectNumber,
    fields::Label,
    sentiment::SentimentScore,
};

/// The aspects of one industry and the words that speak of them.
#[derive(Debug)]
pub struct Pack {
    name: String,
    label: Label,
    /// By place in the pack.
    ids: Vec<String>,
    /// By place in the pack: what learned models call it and its parent.
    marks: Vec<Marks>,
    /// By place in the pack: number in the catalogue.
    numbers: Vec<AspectNumber>,
    /// By place in the pack: how naming it reads where nothing judges.
    unjudged: Vec<Polarity>,
    /// The aspect of the review as a whole.
    whole: Option<usize>,
    matcher: Matcher,
    /// What labelled reviews add.
    learned: Option<Learned>,
}

impl Pack {
    /// Its name in the configuration.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// For people.
    #[must_use]
    pub const fn label(&self) -> &Label {
        &self.label
    }

    /// Its aspects, by number in the catalogue, in the order of the file.
    #[must_use]
    pub fn aspects(&self) -> &[AspectNumber] {
        &self.numbers
    }

    /// Ids of its aspects, in the order of the file.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    fn new(file: &PackFile, number: impl Fn(&str) -> Option<AspectNumber>) -> Result<Self, PackError> {
        let fail = |fault| PackError { origin: file.name.clone(), faults: vec![fault] };
        let matcher = Matcher::new(&file.aspects).map_err(|error| fail(PackFault::Syntax(error.to_string())))?;
        Ok(Self {
            name: file.name.clone(),
            label: file.label.clone(),
            ids: file.aspects.iter().map(|aspect| aspect.id.clone()).collect(),
            marks: file.aspects.iter().map(|aspect| Marks::new(&aspect.id, &aspect.parent)).collect(),
            numbers: file.aspects.iter().filter_map(|aspect| number(&aspect.id)).collect(),
            unjudged: file.aspects.iter().map(|aspect| aspect.unjudged).collect(),
            whole: file.aspects.iter().position(|aspect| aspect.whole),
            matcher,
            learned: None,
        })
    }

    /// What a text mentions and how it judges that, by number of the catalogue; fills in what each opinion is about. With only some parts
    /// of the method, learned models are left out.
    pub(crate) fn read<J: FnMut(&[char]) -> f64>(&self, parts: Parts, text: &mut Text<'_, J>) -> Vec<Mention> {
        let learned = self.learned.as_ref().filter(|_| parts == Parts::ALL);
        let found = self.find(parts, text, learned.is_some());
        let verdicts: Vec<Verdict> = match learned {
            Some(learned) => learned.decide(self, &self.evidence(text, &found)),
            None => self.verdicts(text.whole, &found.tallies).collect(),
        };
        let mention = |(verdict, aspect): (Verdict, &AspectNumber)| {
            verdict.map(|(polarity, score)| Mention { aspect: *aspect, polarity, score })
        };
        let mut mentions: Vec<Mention> = verdicts.into_iter().zip(&self.numbers).filter_map(mention).collect();
        mentions.sort_unstable_by_key(|mention| mention.aspect);
        mentions
    }

    /// A text as learned models see it, with what people say of it.
    pub(crate) fn lesson<J: FnMut(&[char]) -> f64>(
        &self,
        text: &mut Text<'_, J>,
        labels: BTreeMap<String, Polarity>,
    ) -> Lesson {
        let found = self.find(Parts::ALL, text, true);
        Lesson { evidence: self.evidence(text, &found), labels }
    }

    /// What the words of the pack find; fills in what each opinion is about.
    fn find<J: FnMut(&[char]) -> f64>(&self, parts: Parts, text: &mut Text<'_, J>, keeps_clauses: bool) -> Found {
        let hits = self.matcher.hits(text.letters);
        let mut tallies = vec![Tally::default(); self.numbers.len()];
        let mut about = vec![None; text.opinions.len()];
        let mut reader = Reader { letters: text.letters, hits: &hits, judge: &mut text.judge, parts, keeps_clauses };
        reader.read(text.clauses, text.opinions, &mut tallies, &mut about);
        for (opinion, about) in text.opinions.iter_mut().zip(about) {
            opinion.aspect = about.and_then(|place: u16| self.numbers.get(usize::from(place)).copied());
        }
        self.judge_whole(text.whole, text.clauses, &mut tallies);
        Found { hits, tallies }
    }

    fn judge_whole(&self, whole: SentimentScore, clauses: &[Clause], tallies: &mut [Tally]) {
        if let Some(tally) = self.whole.and_then(|place| tallies.get_mut(place)) {
            tally.judge_whole(whole, clauses);
        }
    }

    fn verdicts<'a>(&'a self, whole: SentimentScore, tallies: &'a [Tally]) -> impl Iterator<Item = Verdict> + 'a {
        let verdict =
            move |(tally, unjudged): (&Tally, &Polarity)| tally.is_mentioned().then(|| tally.verdict(whole, *unjudged));
        tallies.iter().zip(&self.unjudged).map(verdict)
    }

    fn evidence<J>(&self, text: &Text<'_, J>, found: &Found) -> Evidence {
        let (hits, clauses) = (&found.hits, text.clauses);
        let mut words: Vec<u64> = hits.iter().map(|hit| self.matcher.mark(hit)).collect();
        words.sort_unstable();
        words.dedup();
        let inside = |clause: &Clause| {
            let from = hits.partition_point(|hit| hit.from < clause.range.start);
            let end = clause.range.end;
            hits[from..].iter().take_while(move |hit| hit.from < end)
        };
        let said = |clause: &Clause| text.letters.text().get(clause.range.clone()).unwrap_or_default();
        let chars = text.letters.chars();
        let mut grams = Grams::new(chars.len());
        let whole = grams.part(chars.iter().copied());
        let own_grams = grams.count();
        let opening = if chars.len() > FOCUS_CHARS { grams.part(chars[..FOCUS_CHARS].iter().copied()) } else { whole };
        let spoken = |clause: &Clause| Spoken {
            score: clause.score.value(),
            part: grams.part(said(clause).chars()),
            words: inside(clause).map(|hit| self.matcher.mark(hit)).collect(),
        };
        let spoken = clauses.iter().map(spoken).collect();
        let seeded = |(place, (verdict, tally)): (usize, (Verdict, &Tally))| {
            let mut seeded = tally.seeded(verdict);
            seeded.clauses.clone_from(&tally.clauses);
            let about = || tally.clauses.iter().filter_map(|number| clauses.get(*number));
            seeded.focus = grams.part(joined(about().map(said)).take(FOCUS_CHARS));
            for clause in about() {
                seeded.scores.push(clause.score);
                let own = inside(clause).filter(|hit| usize::from(hit.aspect) == place);
                seeded.words.extend(own.map(|hit| (self.matcher.mark(hit), hit.role, clause.score)));
            }
            seeded
        };
        let seeded = self.verdicts(text.whole, &found.tallies).zip(&found.tallies).enumerate().map(seeded).collect();
        Evidence {
            chars: chars.len(),
            grams: grams.into_all(),
            own_grams,
            opening,
            whole: text.whole,
            words,
            seeded,
            clauses: spoken,
        }
    }
}

/// Pieces of text with commas between.
fn joined<'t>(pieces: impl Iterator<Item = &'t str>) -> impl Iterator<Item = char> {
    let comma = |number| (number > 0).then_some(',');
    pieces.enumerate().flat_map(move |(number, piece)| comma(number).into_iter().chain(piece.chars()))
}

/// A folded text with what sentiment and opinions make of it.
pub(crate) struct Text<'a, J> {
    pub(crate) letters: &'a Letters<'a>,
    pub(crate) whole: SentimentScore,
    /// In the order of the text.
    pub(crate) clauses: &'a [Clause],
    /// In the order of the text.
    pub(crate) opinions: &'a mut [Opinion],
    /// How a piece of text judges, −1 to 1.
    pub(crate) judge: J,
}

/// What the words of a pack find in a text.
struct Found {
    hits: Vec<Hit>,
    /// By place in the pack.
    tallies: Vec<Tally>,
}

/// How an aspect is judged; `None` when it is not mentioned.
type Verdict = Option<(Polarity, SentimentScore)>;

#[cfg(test)]
mod tests;
