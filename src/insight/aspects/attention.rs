//! Which clauses speak of an aspect by what labelled reviews taught, beside those that the words of the pack find.
//!
//! Knows nothing of decisions. The margin of a mention is a sum over grams, so each clause has its share of it; where that is large, the
//! clause is what the mention rests on, and how it judges is how the aspect is judged.

use super::{
    evidence::{Asked, Seeded, number, small},
    grams::{Part, REPEATED},
    learned::LearnedParts,
    notes::{GramFact, Kind, Notes, fact},
};
use crate::insight::linear::{Columns, FactModel};

/// The share of a margin below which a clause says nothing, and what is between that and saying all it can.
const SILENT: f64 = 1.0;
const RANGE: f64 = 5.0;
/// How far a clause speaks of the aspect that the words of the pack find in it, at least.
const FOUND: f64 = 0.7;
/// Shares beyond this say no more.
const LARGEST: f64 = 20.0;
/// What a word of the pack is worth beside a gram: about what it is in the margin of a whole text.
const WORD: f32 = 4.0;
/// Steps of the mean score on either side of 0.
const STEPS: f64 = 4.0;

/// A clause as learned models read it.
#[derive(Debug, Clone)]
pub(super) struct Spoken {
    pub(super) score: f64,
    pub(super) part: Part,
    /// The words of the pack that begin in it.
    pub(super) words: Vec<u64>,
}

/// What each clause adds to the margins of the mention models: by clause, then class.
#[derive(Debug, Clone)]
pub(super) struct Attention {
    shares: Vec<f64>,
    classes: usize,
}

impl Attention {
    /// `grams` is what each gram of the text is called by the model.
    pub(super) fn new(mention: &FactModel, grams: &[Option<u32>], clauses: &[Spoken], parts: LearnedParts) -> Self {
        let share = |clause: &Spoken| {
            let known = clause.part.grams.iter().filter_map(|(gram, _)| Some((grams[*gram as usize]?, 1.0)));
            let word = |word: &u64| Some((mention.column(fact(Kind::Word, *word, 0))?, WORD));
            mention.gains(known.chain(clause.words.iter().filter_map(word)))
        };
        let clauses = if parts.attention { clauses } else { &[] };
        Self { shares: clauses.iter().flat_map(share).collect(), classes: mention.classes() }
    }

    /// How far each clause speaks of the aspect of this class, 0 to 1, and the largest share.
    fn weights(&self, class: usize, seeded: &Seeded) -> (Vec<f64>, f64) {
        let shares = || self.shares.iter().skip(class).step_by(self.classes).copied();
        let mut weights: Vec<f64> = shares().map(|share| ((share - SILENT) / RANGE).clamp(0.0, 1.0)).collect();
        for clause in &seeded.clauses {
            if let Some(weight) = weights.get_mut(*clause) {
                *weight = weight.max(FOUND);
            }
        }
        (weights, shares().fold(0.0, f64::max).min(LARGEST))
    }

    /// Adds what the clauses say that speak of the aspect that is asked about, each as far as it does.
    pub(super) fn add<C: Columns>(
        &self,
        notes: &mut Notes<'_, C>,
        asked: &Asked<'_>,
        seeded: &Seeded,
        clauses: &[Spoken],
    ) {
        let (weights, largest) = self.weights(asked.class, seeded);
        let spoken =
            || weights.iter().zip(clauses).filter(|(weight, _)| **weight > 0.0).map(|(w, clause)| (*w, clause));
        if spoken().next().is_none() {
            notes.add_both([Kind::Silent, Kind::SilentOfAspect], 0, 1.0);
            return;
        }
        add_grams(notes, &asked.grams.attended, spoken());
        let measured = measures(spoken(), largest);
        for (measure, value) in (0..).zip(measured) {
            notes.add_both([Kind::Attention, Kind::AttentionOfAspect], measure, small(value));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score lies in −1…1")]
        let step = (measured[0] * STEPS + STEPS) as u64;
        notes.add_both([Kind::AttendedStep, Kind::AttendedStepOfAspect], step, 0.7);
    }
}

fn add_grams<'a, C: Columns>(
    notes: &mut Notes<'_, C>,
    grams: &[GramFact],
    spoken: impl Iterator<Item = (f64, &'a Spoken)>,
) {
    // What one gram is worth adds up in the order of the text.
    let (mut worth, mut length) = (vec![0.0f32; grams.len()], 0.0);
    for (weight, clause) in spoken {
        let weight = small(weight);
        length += weight * number(clause.part.chars);
        for (gram, times) in &clause.part.grams {
            worth[*gram as usize] += weight * f32::from(*times);
        }
    }
    let one = 1.0 / (length + 4.0).sqrt();
    for (worth, gram) in worth.iter().zip(grams).filter(|(worth, _)| **worth > 0.0) {
        notes.add_gram(gram, one * worth.min(f32::from(REPEATED)));
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
    use super::{super::notes::grams_of_mentions, *};
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
        let grams = grams_of_mentions(&learned.mention, &read.grams);
        let attention = |parts| Attention::new(&learned.mention, &grams, &read.clauses, parts);
        let weights = |parts| attention(parts).weights(class, &Seeded::default()).0;
        let attended = weights(LearnedParts::ALL);
        assert!(attended.len() == 2 && attended[0] == 0.0 && attended[1] > 0.0, "{attended:?}");
        assert_eq!(weights(LearnedParts { attention: false, ..LearnedParts::ALL }), Vec::<f64>::new());
        let found = Seeded { clauses: vec![0], ..Seeded::default() };
        let (weights, largest) = attention(LearnedParts::ALL).weights(class, &found);
        assert!(weights[0] == FOUND && weights[1] == attended[1] && largest > SILENT);
    }

    #[test]
    fn measures_weigh_clauses_by_how_far_they_speak() {
        let clause = |score| Spoken { score, part: Part::default(), words: Vec::new() };
        let (praise, complaint) = (clause(0.8), clause(-0.5));
        let [mean, complained, praised, both, ..] = measures([(0.5, &praise), (1.0, &complaint)].into_iter(), 4.0);
        assert!((mean - (0.4 - 0.5) / 1.5).abs() < 1e-12);
        assert!((complained.powi(2) - 0.5).abs() < 1e-12 && (praised.powi(2) - 0.4).abs() < 1e-12);
        assert_eq!(both, praised);
    }
}
