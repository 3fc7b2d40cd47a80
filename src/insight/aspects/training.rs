//! Learning the models of a pack's aspects from labelled reviews in memory.
//!
//! Knows nothing of files. Thresholds and shifts are set on margins of models that have not seen the review. Deterministic: the same
//! reviews in the same order give the same models.

use std::collections::BTreeMap;

use super::{
    Pack,
    calibration::{self, Case},
    evidence::{self, Evidence},
    learned::{Learned, LearnedAspect},
};
use crate::{
    domain::analysis::Polarity,
    insight::linear::{FactModel, FactOptions, Facts, train_facts},
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
pub fn learn(pack: &Pack, lessons: &[&Lesson]) -> Learned {
    let known: Vec<usize> = (0..pack.ids.len()).filter(|place| is_known(&pack.ids[*place], lessons)).collect();
    let (mention, margins) = learn_mentions(pack, &known, lessons);
    let candidates = candidates(pack, &known, lessons, &margins);
    let (verdict, cases) = learn_verdicts(known.len(), &candidates);
    let all: Vec<Case> = cases.iter().flatten().copied().collect();
    let shared = calibration::shifts(&all, [0.0; 3], 0.0);
    let aspect = |(place, cases): (&usize, &Vec<Case>)| {
        let labelled = cases.iter().filter(|case| case.labelled.is_some()).count();
        let pull = if labelled >= MANY { PULL } else { PULL_OF_FEW };
        let shifts = calibration::shifts(cases, shared, pull);
        let is_better =
            calibration::mean_f1(cases, shifts) > seeded_f1(*place, &pack.ids[*place], lessons) + GAIN_AT_LEAST;
        LearnedAspect { id: pack.ids[*place].clone(), shifts: is_better.then_some(shifts) }
    };
    Learned { aspects: known.iter().zip(&cases).map(aspect).collect(), mention, verdict }
}

/// Whether enough reviews mention the aspect, and enough do not.
fn is_known(id: &str, lessons: &[&Lesson]) -> bool {
    let mentioned = lessons.iter().filter(|lesson| lesson.labels.contains_key(id)).count();
    mentioned >= REVIEWS_AT_LEAST && lessons.len() - mentioned >= REVIEWS_AT_LEAST
}

/// One class an aspect, and the margins by models that have not seen the review: by review, then class.
fn learn_mentions(pack: &Pack, known: &[usize], lessons: &[&Lesson]) -> (FactModel, Vec<Vec<f64>>) {
    let facts: Vec<Facts> = lessons.iter().map(|lesson| evidence::of_mentions(&pack.marks, &lesson.evidence)).collect();
    let fit = |part: Option<usize>| {
        let kept: Vec<usize> = (0..facts.len()).filter(|number| Some(number % PARTS) != part).collect();
        let samples: Vec<&Facts> = kept.iter().map(|number| &facts[*number]).collect();
        let is_labelled = |place: &usize| {
            kept.iter().map(|number| lessons[*number].labels.contains_key(&pack.ids[*place])).collect::<Vec<bool>>()
        };
        train_facts(&samples, &known.iter().map(is_labelled).collect::<Vec<_>>(), &MENTION)
    };
    let unseen: Vec<FactModel> = (0..PARTS).map(|part| fit(Some(part))).collect();
    let margins = facts.iter().enumerate().map(|(number, facts)| unseen[number % PARTS].margins(facts)).collect();
    (fit(None), margins)
}

/// Mean F1 of what the words decide by themselves, as that of the models is counted.
fn seeded_f1(place: usize, id: &str, lessons: &[&Lesson]) -> f64 {
    let said = lessons.iter().map(|lesson| {
        let seeded = lesson.evidence.seeded.get(place).and_then(|seeded| seeded.verdict);
        (seeded.map(|(polarity, _)| polarity), lesson.labels.get(id).copied())
    });
    calibration::mean_f1_of(said)
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
fn candidates(pack: &Pack, known: &[usize], lessons: &[&Lesson], margins: &[Vec<f64>]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (review, (lesson, margins)) in lessons.iter().zip(margins).enumerate() {
        for (class, (place, margin)) in known.iter().zip(margins).enumerate() {
            let labelled = lesson.labels.get(&pack.ids[*place]).copied();
            let is_asked = *margin >= evidence::POSSIBLE;
            if is_asked || labelled.is_some() {
                let facts = evidence::of_verdict(&pack.marks, *place, &lesson.evidence, *margin);
                candidates.push(Candidate { review, class, is_asked, labelled, facts });
            }
        }
    }
    candidates
}

/// One class a polarity and one for no mention, over all aspects, as a verdict is worded alike for most of them; and by aspect the cases
/// of models that have not seen the review.
fn learn_verdicts(known: usize, candidates: &[Candidate]) -> (FactModel, Vec<Vec<Case>>) {
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
        let margins = candidate.is_asked.then(|| four(&unseen[candidate.review % PARTS].margins(&candidate.facts)));
        cases[candidate.class].push(Case { margins, labelled: candidate.labelled });
    }
    (fit(None), cases)
}

/// The margins of the polarities and of no mention.
pub(super) fn four(margins: &[f64]) -> [f64; 4] {
    std::array::from_fn(|place| margins.get(place).copied().unwrap_or_default())
}
