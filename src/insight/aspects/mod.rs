//! What a review talks about: packs of aspects per industry, found by their words, judged by the clauses they stand in.
//!
//! Knows nothing of files on disk and of which review comes from where; [`Packs::choose`] is told source and category. Invariant: a pack
//! decides from the text alone, in time linear in its length.

mod builtin;
mod file;
mod matching;
mod packs;
mod pattern;
mod reading;

use file::PackFile;
pub use file::{PackError, PackFault};
use matching::Matcher;
pub use packs::Packs;
pub use reading::Parts;
use reading::{Reader, Tally};

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
    /// By place in the pack: number in the catalogue.
    numbers: Vec<AspectNumber>,
    /// By place in the pack: how naming it reads where nothing judges.
    unjudged: Vec<Polarity>,
    /// The aspect of the review as a whole.
    whole: Option<usize>,
    matcher: Matcher,
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

    fn new(file: &PackFile, number: impl Fn(&str) -> Option<AspectNumber>) -> Result<Self, PackError> {
        let fail = |fault| PackError { origin: file.name.clone(), faults: vec![fault] };
        let matcher = Matcher::new(&file.aspects).map_err(|error| fail(PackFault::Syntax(error.to_string())))?;
        Ok(Self {
            name: file.name.clone(),
            label: file.label.clone(),
            numbers: file.aspects.iter().filter_map(|aspect| number(&aspect.id)).collect(),
            unjudged: file.aspects.iter().map(|aspect| aspect.unjudged).collect(),
            whole: file.aspects.iter().position(|aspect| aspect.whole),
            matcher,
        })
    }

    /// What a text mentions and how it judges that, by number of the catalogue; fills in what each opinion is about.
    ///
    /// `whole` and `clauses` are what the sentiment model made of the folded text, `judge` is how it reads a piece, −1 to 1; clauses and
    /// opinions come in the order of the text.
    pub(crate) fn read(
        &self,
        text: &str,
        whole: SentimentScore,
        clauses: &[Clause],
        opinions: &mut [Opinion],
        judge: impl Fn(&str) -> f64,
    ) -> Vec<Mention> {
        self.read_with(Parts::ALL, text, whole, clauses, opinions, judge)
    }

    /// The same with only some parts of the method.
    pub(crate) fn read_with(
        &self,
        parts: Parts,
        text: &str,
        whole: SentimentScore,
        clauses: &[Clause],
        opinions: &mut [Opinion],
        judge: impl Fn(&str) -> f64,
    ) -> Vec<Mention> {
        let mut tallies = vec![Tally::default(); self.numbers.len()];
        let mut about = vec![None; opinions.len()];
        self.tally(parts, text, whole, clauses, (&*opinions, &mut about), judge, &mut tallies);
        for (opinion, about) in opinions.iter_mut().zip(about) {
            opinion.aspect = about.and_then(|place: u16| self.numbers.get(usize::from(place)).copied());
        }
        let mention = |(place, (tally, aspect)): (usize, (&Tally, &AspectNumber))| {
            let (polarity, score) = tally.verdict(whole, self.unjudged[place]);
            tally.is_mentioned().then_some(Mention { aspect: *aspect, polarity, score })
        };
        let mut mentions: Vec<Mention> = tallies.iter().zip(&self.numbers).enumerate().filter_map(mention).collect();
        mentions.sort_unstable_by_key(|mention| mention.aspect);
        mentions
    }

    /// What the words of the pack say of each of its aspects, by place.
    pub(crate) fn seeded(
        &self,
        text: &str,
        whole: SentimentScore,
        clauses: &[Clause],
        judge: impl Fn(&str) -> f64,
    ) -> Vec<Seeded> {
        let mut tallies = vec![Tally::default(); self.numbers.len()];
        self.tally(Parts::ALL, text, whole, clauses, (&[], &mut []), judge, &mut tallies);
        let seeded = |(tally, unjudged): (&Tally, &Polarity)| {
            let ranges = tally.clauses.iter().filter_map(|number| clauses.get(*number));
            let words: Vec<&str> = ranges.filter_map(|clause| text.get(clause.range.clone())).collect();
            let verdict = tally.is_mentioned().then(|| tally.verdict(whole, *unjudged));
            Seeded { verdict, focus: words.join(",") }
        };
        tallies.iter().zip(&self.unjudged).map(seeded).collect()
    }

    fn tally(
        &self,
        parts: Parts,
        text: &str,
        whole: SentimentScore,
        clauses: &[Clause],
        (opinions, about): (&[Opinion], &mut [Option<u16>]),
        judge: impl Fn(&str) -> f64,
        tallies: &mut [Tally],
    ) {
        let hits = self.matcher.hits(text);
        Reader { text, hits: &hits, judge, parts, keeps_clauses: about.is_empty() }.read(clauses, opinions, tallies, about);
        if let Some(tally) = self.whole.and_then(|place| tallies.get_mut(place)) {
            tally.judge_whole(whole, clauses);
        }
    }
}

/// What the words of a pack say of one aspect of a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seeded {
    /// How it is judged, when it is mentioned.
    pub verdict: Option<(Polarity, SentimentScore)>,
    /// The clauses that speak of it.
    pub focus: String,
}

#[cfg(test)]
mod tests;
