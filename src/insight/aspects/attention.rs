//! Which clauses speak of an aspect by what labelled reviews taught, beside those that the words of the pack find.
//!
//! Knows nothing of decisions. The margin of a mention is a sum over grams, so each clause has its share of it; where that is large, the
//! clause is what the mention rests on, and how it judges is how the aspect is judged.

use super::{
    evidence::{Kind, Notes, Seeded, fact, grams, number, small},
    learned::LearnedParts,
};
use crate::{
    domain::sentiment::SentimentScore,
    insight::linear::{FactModel, Facts},
};

/// The share of a margin below which a clause says nothing, and what is between that and saying all it can.
const SILENT: f64 = 1.0;
const RANGE: f64 = 5.0;
/// How far a clause speaks of the aspect that the words of the pack find in it, at least.
const FOUND: f64 = 0.7;
/// Shares beyond this say no more.
const LARGEST: f64 = 20.0;
/// What a word of the pack is worth beside a gram: about what it is in the margin of a whole text.
const WORD: f32 = 4.0;
/// How often a gram counts at most.
const REPEATED: f32 = 3.0;
/// Steps of the mean score on either side of 0.
const STEPS: f64 = 4.0;
/// Characters of the longest gram that is read for each aspect apart.
const LONGEST_OF_ASPECT: usize = 2;

/// A clause as learned models read it.
#[derive(Debug, Clone)]
pub(super) struct Spoken {
    score: f64,
    chars: f32,
    /// Each gram with its length and how often it stands there, ascending.
    grams: Vec<(u64, usize, f32)>,
    /// The words of the pack that begin in it.
    words: Vec<u64>,
}

impl Spoken {
    pub(super) fn new(text: &str, score: SentimentScore, words: Vec<u64>) -> Self {
        let found = grams(text);
        let same = found.chunk_by(|a, b| a == b).filter_map(|same| {
            let (gram, length) = same.first()?;
            Some((*gram, *length, number(same.len())))
        });
        Self { score: score.value(), chars: number(text.chars().count()), grams: same.collect(), words }
    }
}

/// What each clause adds to the margins of the mention models: by clause, then class.
#[derive(Debug, Clone)]
pub(super) struct Attention(Vec<Vec<f64>>);

impl Attention {
    pub(super) fn new(mention: &FactModel, clauses: &[Spoken], parts: LearnedParts) -> Self {
        let share = |clause: &Spoken| {
            let mut facts = Facts::default();
            clause.grams.iter().for_each(|(gram, ..)| facts.add(fact(Kind::Gram, *gram, 0), 1.0));
            clause.words.iter().for_each(|word| facts.add(fact(Kind::Word, *word, 0), WORD));
            mention.gains(&facts)
        };
        Self(if parts.attention { clauses.iter().map(share).collect() } else { Vec::new() })
    }

    /// How far each clause speaks of the aspect of this class, 0 to 1, and the largest share.
    fn weights(&self, class: usize, seeded: &Seeded) -> (Vec<f64>, f64) {
        let shares = || self.0.iter().map(|shares| shares.get(class).copied().unwrap_or_default());
        let mut weights: Vec<f64> = shares().map(|share| ((share - SILENT) / RANGE).clamp(0.0, 1.0)).collect();
        for clause in &seeded.clauses {
            if let Some(weight) = weights.get_mut(*clause) {
                *weight = weight.max(FOUND);
            }
        }
        (weights, shares().fold(0.0, f64::max).min(LARGEST))
    }

    /// Adds what the clauses say that speak of the aspect of this class, each as far as it does.
    pub(super) fn add(&self, notes: &mut Notes, class: usize, id: u64, seeded: &Seeded, clauses: &[Spoken]) {
        let (weights, largest) = self.weights(class, seeded);
        let spoken =
            || weights.iter().zip(clauses).filter(|(weight, _)| **weight > 0.0).map(|(w, clause)| (*w, clause));
        if spoken().next().is_none() {
            notes.add(Kind::Silent, 0, 0, 1.0);
            notes.add(Kind::SilentOfAspect, 0, id, 1.0);
            return;
        }
        add_grams(notes, id, spoken());
        let measured = measures(spoken(), largest);
        for (measure, value) in (0..).zip(measured) {
            notes.add(Kind::Attention, measure, 0, small(value));
            notes.add(Kind::AttentionOfAspect, measure, id, small(value));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score lies in −1…1")]
        let step = (measured[0] * STEPS + STEPS) as u64;
        notes.add(Kind::AttendedStep, step, 0, 0.7);
        notes.add(Kind::AttendedStepOfAspect, step, id, 0.7);
    }
}

fn add_grams<'a>(notes: &mut Notes, id: u64, spoken: impl Iterator<Item = (f64, &'a Spoken)>) {
    let (mut found, mut length) = (Vec::new(), 0.0);
    for (weight, clause) in spoken {
        let weight = small(weight);
        length += weight * clause.chars;
        found.extend(clause.grams.iter().map(|(gram, length, times)| (*gram, *length, weight * times.min(REPEATED))));
    }
    // Stable: what one gram is worth adds up in the order of the text.
    found.sort_by_key(|(gram, ..)| *gram);
    let one = 1.0 / (length + 4.0).sqrt();
    for same in found.chunk_by(|a, b| a.0 == b.0) {
        let value = one * same.iter().map(|(.., value)| value).sum::<f32>().min(REPEATED);
        let Some((gram, length, _)) = same.first() else { continue };
        notes.add(Kind::Attended, *gram, 0, value);
        if *length <= LONGEST_OF_ASPECT {
            notes.add(Kind::AttendedOfAspect, *gram, id, value);
        }
    }
}

/// Mean score; sums of complaint and praise and the smaller of both; how much is said; the least and the most, what is between, and what
/// the clause says that speaks of it most; how near to neither side the mean lies; the largest share.
fn measures<'a>(spoken: impl Iterator<Item = (f64, &'a Spoken)>, largest: f64) -> [f64; 11] {
    let (mut sum, mut weights, mut praise, mut complaint) = (0.0, 0.0, 0.0, 0.0);
    let (mut least, mut most, mut first) = (0.0f64, 0.0f64, (0.0, 0.0));
    for (weight, clause) in spoken {
        let said = weight * clause.score;
        (sum, weights) = (sum + said, weights + weight);
        praise += said.max(0.0);
        complaint += (-said).max(0.0);
        (least, most) = (least.min(said), most.max(said));
        if weight > first.0 {
            first = (weight, clause.score);
        }
    }
    let mean = sum / weights;
    let (praise, complaint) = (praise.sqrt(), complaint.sqrt());
    let neither = 1.0 - (mean.abs() * 2.0).min(1.0);
    let said = weights.sqrt() / 2.0;
    [mean, complaint, praise, praise.min(complaint), said, least, most, most - least, first.1, neither, largest / 10.0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{analysis::Polarity, pack_rules::PackRules},
        insight::{Insight, Packs, learn},
        text::fold,
    };

    #[test]
    fn clauses_that_reviews_taught_are_attended_to() {
        let insight = Insight::new(Packs::new([], &PackRules::default()).unwrap());
        let pack = insight.packs().find("restaurant").unwrap();
        let lesson = |text: &str, labelled: bool| {
            let labels = labelled.then(|| ("dish_taste".to_owned(), Polarity::Positive)).into_iter().collect();
            insight.lesson(&fold(text), pack, labels)
        };
        let lessons: Vec<_> = (0..40)
            .map(|number| lesson(if number % 2 == 0 { "路过,舌尖起舞" } else { "路过,坐地铁" }, number % 2 == 0))
            .collect();
        let learned = learn(pack, &lessons.iter().collect::<Vec<_>>(), LearnedParts::ALL);
        let class = learned.ids().position(|id| id == "dish_taste").unwrap();
        let read = lesson("坐地铁,舌尖起舞", false).evidence;
        let weights =
            |parts| Attention::new(&learned.mention, &read.clauses, parts).weights(class, &Seeded::default()).0;
        let attended = weights(LearnedParts::ALL);
        assert!(attended.len() == 2 && attended[0] == 0.0 && attended[1] > 0.0, "{attended:?}");
        assert_eq!(weights(LearnedParts { attention: false, ..LearnedParts::ALL }), Vec::<f64>::new());
        let found = Seeded { clauses: vec![0], ..Seeded::default() };
        let (weights, largest) =
            Attention::new(&learned.mention, &read.clauses, LearnedParts::ALL).weights(class, &found);
        assert!(weights[0] == FOUND && weights[1] == attended[1] && largest > SILENT);
    }

    #[test]
    fn measures_weigh_clauses_by_how_far_they_speak() {
        let clause = |thousandths| Spoken::new("好", SentimentScore::from_thousandths(thousandths), Vec::new());
        let (praise, complaint) = (clause(800), clause(-500));
        let [mean, complained, praised, both, ..] = measures([(0.5, &praise), (1.0, &complaint)].into_iter(), 4.0);
        assert!((mean - (0.4 - 0.5) / 1.5).abs() < 1e-12);
        assert!((complained.powi(2) - 0.5).abs() < 1e-12 && (praised.powi(2) - 0.4).abs() < 1e-12);
        assert_eq!(both, praised);
    }
}
