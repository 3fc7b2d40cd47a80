//! The sequence model: an averaged structured perceptron. (Collins 2002, Discriminative Training Methods for Hidden Markov Models.)
//!
//! Knows nothing of pairs. Some texts are learned with half of their character grams hidden, so that labels of the word lists carry
//! over to industries whose words were never seen; decoding while learning prefers wrong tags a little, which leaves a margin.

use std::collections::HashMap;

use super::{Dice, gold::Example};
use crate::insight::opinions::{
    characters::{Characters, REACH},
    model::{Gram, START, TAGS, Worths, each_gram, shifts},
    tags::{self, Follow, Mark},
};
use crate::limits;

const ROUNDS: usize = 8;
/// A gram that is rarer says nothing.
const SEEN_AT_LEAST: u32 = 3;
/// Texts of a hundred that are learned with grams hidden, and grams of a hundred that are hidden in them.
const BLURRED_PERCENT: u64 = 30;
const HIDDEN_PERCENT: u64 = 50;
/// What a missed character, an invented one and a confused one gain while learning.
const MISSED: i32 = 20;
const INVENTED: i32 = 10;
const CONFUSED: i32 = 15;
/// Averages are thousandths.
const SCALE: i64 = 1_000;

/// What was learned.
pub(super) struct Tagger {
    /// Averages by gram, shift and tag.
    pub(super) grams: Vec<(Gram, u8, [i32; TAGS])>,
    /// Averages by tag before and tag.
    pub(super) follow: Vec<i32>,
    /// What the model finds in each example.
    pub(super) tagged: Vec<Vec<Mark>>,
}

/// The features of a text: for each character those that are on.
type Features = Vec<Vec<u32>>;

pub(super) fn train(examples: &[Example]) -> Tagger {
    let keys = keys(examples);
    let numbers: HashMap<(Gram, u8), u32> = (0..).zip(&keys).map(|(number, key)| (*key, number)).collect();
    let texts: Vec<Features> = examples.iter().map(|example| features(&example.text, &numbers)).collect();
    let is_label: Vec<bool> = keys.iter().map(|(gram, _)| matches!(gram, Gram::Labels { .. })).collect();
    let mut learner = Learner::new(keys.len());
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut dice = Dice::new();
    for _ in 0..ROUNDS {
        for last in (1..order.len()).rev() {
            let other = usize::try_from(dice.below(last as u64 + 1)).unwrap_or_default();
            order.swap(last, other);
        }
        for index in &order {
            let blurred = dice.below(100) < BLURRED_PERCENT;
            let mut hidden = |feature: &u32| !is_label[*feature as usize] && dice.below(100) < HIDDEN_PERCENT;
            let seen: Features = match blurred {
                true => {
                    texts[*index].iter().map(|all| all.iter().copied().filter(|one| !hidden(one)).collect()).collect()
                }
                false => texts[*index].clone(),
            };
            learner.learn(&examples[*index], &seen);
        }
    }
    let averaged = learner.averaged();
    let tagged =
        examples.iter().zip(&texts).map(|(example, text)| tags::marks(&averaged.tag(&example.text, text, None)));
    let grams =
        keys.iter().enumerate().map(|(number, (gram, shift))| (*gram, *shift, averaged.weights[number])).collect();
    Tagger { tagged: tagged.collect(), grams, follow: averaged.follow }
}

/// All features that are seen often enough, in their natural order.
fn keys(examples: &[Example]) -> Vec<(Gram, u8)> {
    let mut counts: HashMap<(Gram, u8), u32> = HashMap::new();
    for example in examples {
        each_feature(&example.text, |_, key| *counts.entry(key).or_default() += 1);
    }
    let mut keys: Vec<(Gram, u8)> =
        counts.into_iter().filter(|(_, count)| *count >= SEEN_AT_LEAST).map(|(key, _)| key).collect();
    keys.sort_unstable();
    keys
}

fn features(text: &Characters, numbers: &HashMap<(Gram, u8), u32>) -> Features {
    let mut features = vec![Vec::new(); text.len()];
    each_feature(text, |position, key| {
        if let Some(number) = numbers.get(&key) {
            features[position].push(*number);
        }
    });
    features
}

fn each_feature(text: &Characters, mut meet: impl FnMut(usize, (Gram, u8))) {
    each_gram(text, |start, gram| {
        for shift in shifts(gram) {
            let position = (start + shift).checked_sub(2 * REACH);
            if let Some(position) = position.filter(|position| text.clause(*position).is_some()) {
                meet(position, (gram, u8::try_from(shift).unwrap_or_default()));
            }
        }
    });
}

struct Learner {
    weights: Vec<[i32; TAGS]>,
    follow: Vec<i32>,
    /// Sums of changes times when they were made: what averages need.
    weights_late: Vec<[i64; TAGS]>,
    follow_late: Vec<i64>,
    time: i64,
}

impl Learner {
    fn new(features: usize) -> Self {
        let pairs = (TAGS + 1) * TAGS;
        Self {
            weights: vec![[0; TAGS]; features],
            follow: vec![0; pairs],
            weights_late: vec![[0; TAGS]; features],
            follow_late: vec![0; pairs],
            time: 0,
        }
    }

    fn learn(&mut self, example: &Example, features: &Features) {
        self.time += 1;
        let guess = self.tag(&example.text, features, Some(&example.tags));
        if guess == example.tags {
            return;
        }
        for clause in &example.text.clauses {
            let (mut gold_before, mut guess_before) = (START, START);
            for position in clause.range.clone() {
                let (gold, guess) = (usize::from(example.tags[position]), usize::from(guess[position]));
                if gold != guess {
                    for feature in &features[position] {
                        self.change(*feature as usize, gold, 1);
                        self.change(*feature as usize, guess, -1);
                    }
                }
                if (gold_before, gold) != (guess_before, guess) {
                    self.change_follow(gold_before * TAGS + gold, 1);
                    self.change_follow(guess_before * TAGS + guess, -1);
                }
                (gold_before, guess_before) = (gold, guess);
            }
        }
    }

    fn change(&mut self, feature: usize, tag: usize, by: i32) {
        self.weights[feature][tag] += by;
        self.weights_late[feature][tag] += i64::from(by) * self.time;
    }

    fn change_follow(&mut self, pair: usize, by: i32) {
        self.follow[pair] += by;
        self.follow_late[pair] += i64::from(by) * self.time;
    }

    /// The tags of a text; against `gold`, wrong ones gain.
    fn tag(&self, text: &Characters, features: &Features, gold: Option<&[u8]>) -> Vec<u8> {
        let mut worths = vec![Worths::default(); text.len()];
        for (position, worths) in worths.iter_mut().enumerate() {
            for feature in &features[position] {
                worths.iter_mut().zip(&self.weights[*feature as usize]).for_each(|(worth, weight)| *worth += weight);
            }
            let Some(gold) = gold.map(|gold| gold[position]) else { continue };
            for (tag, worth) in (0..).zip(worths) {
                *worth += match (gold, tag) {
                    (gold, tag) if gold == tag => 0,
                    (_, tags::OUTSIDE) => MISSED,
                    (tags::OUTSIDE, _) => INVENTED,
                    _ => CONFUSED,
                };
            }
        }
        let follow = Follow::new(&self.follow);
        let (mut tags, mut steps) = (vec![tags::OUTSIDE; text.len()], Vec::new());
        for clause in &text.clauses {
            let mut start = clause.range.start;
            while start < clause.range.end {
                let end = clause.range.end.min(start + limits::OPINION_CLAUSE_CHARS);
                tags::best(&worths[start..end], &follow, &mut steps, &mut tags[start..end]);
                start = end;
            }
        }
        tags
    }

    fn averaged(&self) -> Self {
        let average = |now: i32, late: i64| {
            i32::try_from((i64::from(now) * self.time - late) * SCALE / self.time.max(1)).unwrap_or_default()
        };
        let mut averaged = Self::new(self.weights.len());
        for (place, (now, late)) in averaged.weights.iter_mut().zip(self.weights.iter().zip(&self.weights_late)) {
            for (place, (now, late)) in place.iter_mut().zip(now.iter().zip(late)) {
                *place = average(*now, *late);
            }
        }
        for (place, (now, late)) in averaged.follow.iter_mut().zip(self.follow.iter().zip(&self.follow_late)) {
            *place = average(*now, *late);
        }
        averaged
    }
}
