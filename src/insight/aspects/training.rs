//! Learning the models of a pack's aspects from labelled reviews in memory.
//!
//! Knows nothing of files. Deterministic: the same reviews in the same order give the same models.

use std::collections::BTreeMap;

use super::{
    evidence::{self, Seeded},
    learned::{Learned, LearnedAspect},
};
use crate::{
    domain::analysis::Polarity,
    insight::linear::{Linear, Options, Sample, train},
};

/// Reviews that must mention an aspect, and as many that must not, before a model of it is learned.
const REVIEWS_AT_LEAST: usize = 10;
/// What a model must gain over the words alone, on reviews that it has not seen, to replace their decision.
const GAIN_AT_LEAST: f64 = 0.005;
/// Parts that the reviews are cut into to set a threshold on reviews that the model has not seen.
const PARTS: usize = 4;

const MENTION: Options = Options { weights: 4_000, min_samples: 4, cost: 1.0, balanced: false, rounds: 12, seed: 1 };
const POLARITY: Options = Options { weights: 15_000, min_samples: 4, cost: 4.0, balanced: false, rounds: 10, seed: 1 };

/// A labelled review as a pack reads it.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The folded text.
    pub text: String,
    /// The words of the pack that stand in it, written as evidence.
    pub(super) words: String,
    /// What the words say, by place in the pack.
    pub(super) seeded: Vec<Seeded>,
    /// What people say, by id.
    pub labels: BTreeMap<String, Polarity>,
}

/// Learns the models of the aspects with these ids, which are those of the lessons' pack in its order.
#[must_use]
pub fn learn(ids: &[&str], lessons: &[&Lesson]) -> Learned {
    let aspects = ids.iter().enumerate().filter_map(|(place, id)| learn_mention(place, id, lessons)).collect();
    Learned { aspects, polarities: learn_polarities(ids, lessons) }
}

/// `None` where too few reviews mention the aspect, or too few do not.
fn learn_mention(place: usize, id: &str, lessons: &[&Lesson]) -> Option<LearnedAspect> {
    let evidence: Vec<(String, bool)> = lessons
        .iter()
        .map(|lesson| {
            let is_seeded = lesson.seeded.get(place).is_some_and(|seeded| seeded.verdict.is_some());
            (evidence::of_mention(&lesson.words, is_seeded), lesson.labels.contains_key(id))
        })
        .collect();
    let mentioned = evidence.iter().filter(|(_, labelled)| *labelled).count();
    if mentioned < REVIEWS_AT_LEAST || evidence.len() - mentioned < REVIEWS_AT_LEAST {
        return None;
    }
    let fit = |kept: &dyn Fn(usize) -> bool| {
        let kept = evidence.iter().enumerate().filter(|(number, _)| kept(*number)).map(|(_, sample)| sample);
        let samples: Vec<Sample> =
            kept.map(|(text, positive)| Sample { text, positive: *positive, weight: 1.0 }).collect();
        train(&samples, &MENTION)
    };
    let mut margins: Vec<(f64, bool)> = Vec::with_capacity(evidence.len());
    for part in 0..PARTS {
        let model = fit(&|number| number % PARTS != part);
        let unseen = evidence.iter().enumerate().filter(|(number, _)| number % PARTS == part);
        margins.extend(unseen.map(|(_, (text, labelled))| (model.score(text), *labelled)));
    }
    let (threshold, f1) = best_threshold(margins);
    let is_better = f1 > seeded_f1(place, id, lessons) + GAIN_AT_LEAST;
    Some(LearnedAspect { id: id.to_owned(), mention: is_better.then(|| fit(&|_| true)), threshold })
}

/// The margin from which on a text is taken to mention the aspect, so that F1 is highest, and that F1.
#[expect(clippy::cast_possible_truncation, reason = "the file holds it in this precision")]
fn best_threshold(mut margins: Vec<(f64, bool)>) -> (f32, f64) {
    margins.sort_by(|a, b| b.0.total_cmp(&a.0));
    let labelled = margins.iter().filter(|(_, labelled)| *labelled).count();
    let (mut right, mut best, mut threshold) = (0usize, 0.0, 0.0);
    for (found, (margin, is_labelled)) in (1usize..).zip(&margins) {
        right += usize::from(*is_labelled);
        let f1 = f1(right, found, labelled);
        if f1 > best {
            (best, threshold) = (f1, *margin);
        }
    }
    (threshold as f32, best)
}

/// F1 of what the words decide by themselves.
fn seeded_f1(place: usize, id: &str, lessons: &[&Lesson]) -> f64 {
    let is_seeded = |lesson: &&&Lesson| lesson.seeded.get(place).is_some_and(|seeded| seeded.verdict.is_some());
    let is_labelled = |lesson: &&&Lesson| lesson.labels.contains_key(id);
    let right = lessons.iter().filter(is_seeded).filter(is_labelled).count();
    f1(right, lessons.iter().filter(is_seeded).count(), lessons.iter().filter(is_labelled).count())
}

#[expect(clippy::cast_precision_loss, reason = "counts of reviews in memory")]
fn f1(right: usize, found: usize, labelled: usize) -> f64 {
    if right == 0 { 0.0 } else { 2.0 * right as f64 / (found + labelled) as f64 }
}

/// One model a polarity against the others, over all aspects: a verdict is worded alike for most of them.
fn learn_polarities(ids: &[&str], lessons: &[&Lesson]) -> [Linear; 3] {
    let none = Seeded::default();
    let mut evidence: Vec<(String, Polarity)> = Vec::new();
    for lesson in lessons {
        for (place, id) in ids.iter().enumerate() {
            if let Some(polarity) = lesson.labels.get(*id) {
                let seeded = lesson.seeded.get(place).unwrap_or(&none);
                evidence.push((evidence::of_polarity(id, seeded, &lesson.text), *polarity));
            }
        }
    }
    Polarity::ALL.map(|wanted| {
        let sample = |(text, polarity)| Sample { text, positive: polarity == wanted, weight: 1.0 };
        let samples: Vec<Sample> = evidence.iter().map(|(text, polarity)| sample((text.as_str(), *polarity))).collect();
        train(&samples, &POLARITY)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_takes_in_what_helps() {
        let margins = vec![(2.0, true), (1.0, true), (0.5, false), (0.2, true), (-1.0, false), (-2.0, false)];
        let (threshold, f1) = best_threshold(margins);
        assert!((threshold - 0.2).abs() < 1e-6 && (f1 - 6.0 / 7.0).abs() < 1e-12);
        assert_eq!(best_threshold(Vec::new()), (0.0, 0.0));
    }
}
