//! Learning the models of a pack's aspects from labelled reviews in memory.
//!
//! Knows nothing of files. Thresholds and shifts are set on margins of models that have not seen the review. Deterministic: the same
//! reviews in the same order give the same models.

use std::collections::BTreeMap;

use super::{
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
const POLARITY: FactOptions = FactOptions { facts: 60_000, min_samples: 4, cost: 0.25, rounds: 12, seed: 1 };

/// A labelled review as a pack reads it.
#[derive(Debug, Clone)]
pub struct Lesson {
    pub(super) evidence: Evidence,
    /// What people say, by id.
    pub labels: BTreeMap<String, Polarity>,
}

/// Learns the models of the aspects with these ids, which are those of the lessons' pack in its order.
#[must_use]
pub fn learn(ids: &[&str], lessons: &[&Lesson]) -> Learned {
    let known: Vec<usize> = (0..ids.len()).filter(|place| is_known(ids[*place], lessons)).collect();
    let (mention, margins) = learn_mentions(ids, &known, lessons);
    let thresholds: Vec<Option<f32>> = known
        .iter()
        .enumerate()
        .map(|(class, place)| {
            let margins = lessons.iter().zip(&margins);
            let margins = margins.map(|(lesson, margins)| (margins[class], lesson.labels.contains_key(ids[*place])));
            let (threshold, f1) = calibration::threshold(margins.collect());
            (f1 > seeded_f1(*place, ids[*place], lessons) + GAIN_AT_LEAST).then_some(threshold)
        })
        .collect();
    let is_mentioned = |number: usize, place: usize| {
        let lesson: &Lesson = lessons[number];
        let class = known.iter().position(|known| *known == place);
        match class.and_then(|class| Some((class, thresholds[class]?))) {
            Some((class, threshold)) => margins[number][class] >= f64::from(threshold),
            None => lesson.is_seeded(place),
        }
    };
    let (polarity, cases) = learn_polarities(ids, lessons, is_mentioned);
    let all: Vec<Case> = cases.iter().flatten().copied().collect();
    let shared = calibration::shifts(&all, [0.0; 2], 0.0);
    let aspect = |(place, threshold): (&usize, &Option<f32>)| {
        let cases = &cases[*place];
        let labelled = cases.iter().filter(|case| case.labelled.is_some()).count();
        let pull = if labelled >= MANY { PULL } else { PULL_OF_FEW };
        let shifts = calibration::shifts(cases, shared, pull);
        LearnedAspect { id: ids[*place].to_owned(), threshold: *threshold, shifts }
    };
    let aspects = known.iter().zip(&thresholds).map(aspect).collect();
    Learned { aspects, mention, polarity }
}

impl Lesson {
    fn is_seeded(&self, place: usize) -> bool {
        self.evidence.seeded.get(place).is_some_and(|seeded| seeded.verdict.is_some())
    }
}

/// Whether enough reviews mention the aspect, and enough do not.
fn is_known(id: &str, lessons: &[&Lesson]) -> bool {
    let mentioned = lessons.iter().filter(|lesson| lesson.labels.contains_key(id)).count();
    mentioned >= REVIEWS_AT_LEAST && lessons.len() - mentioned >= REVIEWS_AT_LEAST
}

/// One class an aspect, and the margins by models that have not seen the review: by review, then class.
fn learn_mentions(ids: &[&str], known: &[usize], lessons: &[&Lesson]) -> (FactModel, Vec<Vec<f64>>) {
    let facts: Vec<Facts> = lessons.iter().map(|lesson| evidence::of_mentions(ids, &lesson.evidence)).collect();
    let fit = |part: Option<usize>| {
        let kept: Vec<usize> = (0..facts.len()).filter(|number| Some(number % PARTS) != part).collect();
        let samples: Vec<&Facts> = kept.iter().map(|number| &facts[*number]).collect();
        let is_labelled = |place: &usize| {
            kept.iter().map(|number| lessons[*number].labels.contains_key(ids[*place])).collect::<Vec<bool>>()
        };
        train_facts(&samples, &known.iter().map(is_labelled).collect::<Vec<_>>(), &MENTION)
    };
    let unseen: Vec<FactModel> = (0..PARTS).map(|part| fit(Some(part))).collect();
    let margins = facts.iter().enumerate().map(|(number, facts)| unseen[number % PARTS].margins(facts)).collect();
    (fit(None), margins)
}

/// F1 of what the words decide by themselves.
fn seeded_f1(place: usize, id: &str, lessons: &[&Lesson]) -> f64 {
    let is_labelled = |lesson: &&&Lesson| lesson.labels.contains_key(id);
    let is_seeded = |lesson: &&&Lesson| lesson.is_seeded(place);
    let right = lessons.iter().filter(is_seeded).filter(is_labelled).count();
    calibration::f1(right, lessons.iter().filter(is_seeded).count(), lessons.iter().filter(is_labelled).count())
}

/// One class a polarity over all aspects, as a verdict is worded alike for most of them; and by aspect the cases of models that have not
/// seen the review.
fn learn_polarities(
    ids: &[&str],
    lessons: &[&Lesson],
    is_mentioned: impl Fn(usize, usize) -> bool,
) -> (FactModel, Vec<Vec<Case>>) {
    let mut cases: Vec<(usize, usize, Facts)> = Vec::new();
    for (number, lesson) in lessons.iter().enumerate() {
        let asked =
            (0..ids.len()).filter(|place| lesson.labels.contains_key(ids[*place]) || is_mentioned(number, *place));
        cases.extend(asked.map(|place| (number, place, evidence::of_polarity(ids, place, &lesson.evidence))));
    }
    let labelled = |number: usize, place: usize| lessons[number].labels.get(ids[place]).copied();
    let fit = |part: Option<usize>| {
        let kept = cases.iter().filter(|(number, ..)| Some(number % PARTS) != part);
        let (samples, said): (Vec<&Facts>, Vec<Polarity>) =
            kept.filter_map(|(number, place, facts)| Some((facts, labelled(*number, *place)?))).unzip();
        let classes = Polarity::ALL.map(|wanted| said.iter().map(|polarity| *polarity == wanted).collect());
        train_facts(&samples, &classes, &POLARITY)
    };
    let unseen: Vec<FactModel> = (0..PARTS).map(|part| fit(Some(part))).collect();
    let mut judged = vec![Vec::new(); ids.len()];
    for (number, place, facts) in &cases {
        let margins = is_mentioned(*number, *place).then(|| three(&unseen[number % PARTS].margins(facts)));
        judged[*place].push(Case { margins, labelled: labelled(*number, *place) });
    }
    (fit(None), judged)
}

/// The margins of the polarities.
pub(super) fn three(margins: &[f64]) -> [f64; 3] {
    std::array::from_fn(|place| margins.get(place).copied().unwrap_or_default())
}
