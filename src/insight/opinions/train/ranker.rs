//! The model of pairs: an averaged perceptron that prefers the reading of an opinion which people labelled.
//!
//! Learns from the marks that the sequence model finds, because that is what it will be asked about.

use std::collections::HashMap;

use super::gold::Example;
use crate::insight::opinions::{pairs::Found, tags::Mark};

const ROUNDS: usize = 5;
/// Averages are thousandths.
const SCALE: i64 = 1_000;

/// The readings of one opinion: features, and whether people labelled it so.
type Question = Vec<(Vec<u32>, bool)>;

/// Averages by hashed feature, in ascending order of features.
pub(super) fn train(examples: &[Example], tagged: &[Vec<Mark>]) -> Vec<(u32, i32)> {
    let questions: Vec<Question> =
        examples.iter().zip(tagged).flat_map(|(example, marks)| questions(example, marks)).collect();
    // Weight now, and the sum of its changes times when they were made.
    let mut weights: HashMap<u32, (i32, i64)> = HashMap::new();
    let mut time = 0i64;
    for _ in 0..ROUNDS {
        for question in &questions {
            time += 1;
            let worth = |features: &[u32]| -> i32 {
                features.iter().map(|feature| weights.get(feature).map_or(0, |weight| weight.0)).sum()
            };
            let (mut best, mut right) = (None, None);
            for (number, (features, is_right)) in question.iter().enumerate() {
                let worth = worth(features);
                let better = |than: Option<(i32, usize)>| than.is_none_or(|(most, _)| worth > most);
                best = if better(best) { Some((worth, number)) } else { best };
                right = if *is_right && better(right) { Some((worth, number)) } else { right };
            }
            let (Some((_, best)), Some((_, right))) = (best, right) else { continue };
            if question[best].1 {
                continue;
            }
            for (number, by) in [(right, 1), (best, -1)] {
                for feature in &question[number].0 {
                    let weight = weights.entry(*feature).or_default();
                    *weight = (weight.0 + by, weight.1 + i64::from(by) * time);
                }
            }
        }
    }
    let average = |(now, late): (i32, i64)| (i64::from(now) * time - late) * SCALE / time.max(1);
    let averages =
        weights.into_iter().map(|(feature, weight)| (feature, i32::try_from(average(weight)).unwrap_or_default()));
    let mut averages: Vec<(u32, i32)> = averages.collect();
    averages.sort_unstable();
    averages
}

/// The opinions of a text that people labelled and whose term is among the readings.
fn questions(example: &Example, marks: &[Mark]) -> Vec<Question> {
    let found = Found::new(&example.text, marks);
    let words = |range: &std::ops::Range<usize>| example.text.codes(range.clone());
    let mut questions = Vec::new();
    for opinion in &found.opinions {
        let labelled =
            example.pairs.iter().filter(|pair| pair.opinion.start < opinion.end && opinion.start < pair.opinion.end);
        let asked = found.ask(opinion);
        let readings = found.readings(&asked);
        let wider = readings.iter().map(|reading| reading.start).min().filter(|start| *start < opinion.start);
        let question: Question = readings
            .iter()
            .map(|reading| {
                let term = reading.term.map(|term| &found.terms[term]);
                let is_right = labelled.clone().any(|pair| {
                    let holds_attribute = wider.is_some_and(|start| pair.opinion.start <= start);
                    pair.term.as_ref().map(words) == term.map(words)
                        && holds_attribute == (reading.start < opinion.start)
                });
                let mut features = Vec::new();
                found.features(&asked, reading, |feature| features.push(feature));
                (features, is_right)
            })
            .collect();
        if question.iter().any(|(_, is_right)| *is_right) {
            questions.push(question);
        }
    }
    questions
}
