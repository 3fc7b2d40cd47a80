//! Learning the models of a pack's aspects from labelled reviews in memory.
//!
//! Knows nothing of files. Thresholds and shifts are set, and models of verdicts learned, on margins of models that have not seen the review,
//! all cut from the lessons alone. Deterministic: the same reviews in the same order give the same models.

use std::collections::BTreeMap;

use super::{
    Pack,
    attention::Attention,
    calibration::{self, Case},
    evidence::{self, Asked, Evidence},
    learned::{Learned, LearnedAspect, LearnedParts},
    notes::{GramFacts, grams_of_mentions},
};
use crate::{
    domain::analysis::Polarity,
    insight::linear::{FactModel, FactOptions, Facts, Names, train_facts},
};

/// Reviews that must mention an aspect, and as many that must not, before a model of it is learned.
const REVIEWS_AT_LEAST: usize = 10;
/// What a model must gain over the words alone, on reviews that it has not seen, to replace their decision.
const GAIN_AT_LEAST: f64 = 0.005;
/// Parts that the reviews are cut into to see how models do on reviews that they have not seen.
const PARTS: usize = 4;
/// What F1 a shift of one aspect alone must gain for each unit that it differs from that of all: less where many cases prove it.
const PULL: f64 = 0.05;
const PULL_OF_FEW: f64 = 0.15;
/// Mentions from which on there are many.
const MANY: usize = 200;

const MENTION: FactOptions = FactOptions { facts: 12_000, min_samples: 4, cost: 1.0, rounds: 12, seed: 1 };
const VERDICT: FactOptions = FactOptions { facts: 60_000, min_samples: 4, cost: 0.25, rounds: 12, seed: 1 };

/// A labelled review as a pack reads it.
#[derive(Debug, Clone)]
pub struct Lesson {
    pub(super) evidence: Evidence,
    /// What people say, by id.
    pub labels: BTreeMap<String, Polarity>,
}

/// Learns the models of the aspects of the pack that the lessons were read by.
#[must_use]
pub fn learn(pack: &Pack, lessons: &[&Lesson], parts: LearnedParts) -> Learned {
    let known: Vec<usize> = (0..pack.ids.len()).filter(|place| is_known(&pack.ids[*place], lessons)).collect();
    let (mention, seen) = learn_mentions(pack, &known, lessons, parts);
    let candidates = candidates(pack, &known, lessons, &seen, parts);
    let (verdict, cases) = learn_verdicts(known.len(), lessons.len(), &candidates);
    let all: Vec<Case> = cases.iter().flatten().map(|(case, _)| *case).collect();
    let shared = if parts.shifts { calibration::shifts(&all, [0.0; 3], 0.0) } else { [0.0; 3] };
    let aspect = |(place, cases): (&usize, &Vec<LabelledCase>)| {
        let labelled = cases.iter().filter(|(_, labelled)| labelled.is_some()).count();
        let pull = if labelled >= MANY { PULL } else { PULL_OF_FEW };
        let own: Vec<Case> = cases.iter().map(|(case, _)| *case).collect();
        let shifts = if parts.shifts { calibration::shifts(&own, shared, pull) } else { shared };
        let decided = cases.iter().map(|(case, labelled)| (calibration::decide(case, shifts), *labelled));
        let seeded = seeded_f1(*place, &pack.ids[*place], lessons);
        let is_better = calibration::mean_f1(decided) > seeded + GAIN_AT_LEAST;
        LearnedAspect { id: pack.ids[*place].clone(), shifts: is_better.then_some(shifts) }
    };
    Learned { aspects: known.iter().zip(&cases).map(aspect).collect(), mention, verdict, parts }
}

/// Whether enough reviews mention the aspect, and enough do not.
fn is_known(id: &str, lessons: &[&Lesson]) -> bool {
    let mentioned = lessons.iter().filter(|lesson| lesson.labels.contains_key(id)).count();
    mentioned >= REVIEWS_AT_LEAST && lessons.len() - mentioned >= REVIEWS_AT_LEAST
}

/// A review as models of mentions read it that have not seen it.
struct Unseen {
    /// By class.
    margins: Vec<f64>,
    attention: Attention,
}

/// One class an aspect, and by review what models say that have not seen it.
fn learn_mentions(pack: &Pack, known: &[usize], lessons: &[&Lesson], parts: LearnedParts) -> (FactModel, Vec<Unseen>) {
    let read = |lesson: &&Lesson| {
        let grams = grams_of_mentions(&Names, &lesson.evidence.grams);
        evidence::of_mentions(&Names, &grams, &pack.marks, &lesson.evidence)
    };
    let facts: Vec<Facts> = lessons.iter().map(read).collect();
    let fit = |part: Option<usize>| {
        let kept: Vec<usize> = (0..facts.len()).filter(|number| Some(number % PARTS) != part).collect();
        let samples: Vec<&Facts> = kept.iter().map(|number| &facts[*number]).collect();
        let is_labelled = |place: &usize| {
            kept.iter().map(|number| lessons[*number].labels.contains_key(&pack.ids[*place])).collect::<Vec<bool>>()
        };
        train_facts(&samples, &known.iter().map(is_labelled).collect::<Vec<_>>(), &MENTION)
    };
    let unseen: Vec<FactModel> = (0..PARTS).map(|part| fit(Some(part))).collect();
    let read = |(number, (facts, lesson)): (usize, (&Facts, &&Lesson))| {
        let model = &unseen[number % PARTS];
        let grams = grams_of_mentions(model, &lesson.evidence.grams);
        let attention = Attention::new(model, &grams, &lesson.evidence.clauses, parts);
        Unseen { margins: model.margins(&facts.known_to(model)), attention }
    };
    let read = facts.iter().zip(lessons).enumerate().map(read).collect();
    (fit(None), read)
}

/// Mean F1 of what the words decide by themselves, as that of the models is counted.
fn seeded_f1(place: usize, id: &str, lessons: &[&Lesson]) -> f64 {
    let said = lessons.iter().map(|lesson| {
        let seeded = lesson.evidence.seeded.get(place).and_then(|seeded| seeded.verdict);
        (seeded.map(|(polarity, _)| polarity), lesson.labels.get(id).copied())
    });
    calibration::mean_f1(said)
}

/// An aspect that a review may mention.
struct Candidate {
    /// Place of the review.
    review: usize,
    /// The aspect's place among the known ones.
    class: usize,
    /// Whether it would be asked about without its label.
    is_asked: bool,
    labelled: Option<Polarity>,
    facts: Facts,
}

/// What is labelled, and what the mention models do not rule out.
fn candidates(
    pack: &Pack,
    known: &[usize],
    lessons: &[&Lesson],
    seen: &[Unseen],
    parts: LearnedParts,
) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (review, (lesson, Unseen { margins, attention })) in lessons.iter().zip(seen).enumerate() {
        let grams = GramFacts::new(&Names, &lesson.evidence.grams);
        for (class, (place, margin)) in known.iter().zip(margins).enumerate() {
            let labelled = lesson.labels.get(&pack.ids[*place]).copied();
            let is_asked = *margin >= evidence::POSSIBLE;
            if is_asked || labelled.is_some() {
                let asked = Asked { place: *place, class, margin: *margin, attention, grams: &grams };
                let facts = evidence::of_verdict(&Names, &pack.marks, &lesson.evidence, &asked, parts);
                candidates.push(Candidate { review, class, is_asked, labelled, facts });
            }
        }
    }
    candidates
}

/// With what people say of the aspect.
type LabelledCase = (Case, Option<Polarity>);

/// One class a polarity and one for no mention, over all aspects, as a verdict is worded alike for most of them; and by aspect the cases
/// of models that have not seen the review.
fn learn_verdicts(known: usize, reviews: usize, candidates: &[Candidate]) -> (FactModel, Vec<Vec<LabelledCase>>) {
    let fit = |part: Option<usize>| {
        let kept: Vec<&Candidate> =
            candidates.iter().filter(|candidate| Some(candidate.review % PARTS) != part).collect();
        let samples: Vec<&Facts> = kept.iter().map(|candidate| &candidate.facts).collect();
        let class = |wanted| kept.iter().map(|candidate| candidate.labelled == wanted).collect::<Vec<bool>>();
        let classes: Vec<Vec<bool>> = Polarity::ALL.map(Some).into_iter().chain([None]).map(class).collect();
        train_facts(&samples, &classes, &VERDICT)
    };
    let unseen: Vec<FactModel> = (0..PARTS).map(|part| fit(Some(part))).collect();
    let mut cases = vec![Vec::new(); known];
    for candidate in candidates {
        let margins = candidate.is_asked.then(|| {
            let model = &unseen[candidate.review % PARTS];
            four(&model.margins(&candidate.facts.known_to(model)))
        });
        cases[candidate.class].push((Case::new(margins, candidate.labelled), candidate.labelled));
    }
    // Where a mention is ruled out and none is labelled, the decision is right.
    cases.iter_mut().for_each(|cases| cases.resize(reviews, (Case::new(None, None), None)));
    (fit(None), cases)
}

/// The margins of the polarities and of no mention.
pub(super) fn four(margins: &[f64]) -> [f64; 4] {
    std::array::from_fn(|place| margins.get(place).copied().unwrap_or_default())
}
