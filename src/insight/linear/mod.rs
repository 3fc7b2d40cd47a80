//! Linear models over character grams: which of two classes a text belongs to, as a margin.
//!
//! Knows nothing of what the classes mean: sentiment, abuse and aspects each bring their own samples and weights. A text counts by its
//! runs of one to three characters; each known run adds its weight, and the sum is divided by the root of the length. Weights are small
//! integers times one scale, so sums are exact and the same on every machine, in any order.

mod facts;
mod file;
mod grams;
mod solver;
mod train;

pub use facts::{FactModel, FactOptions, Facts, name, train_facts};
pub use file::LinearError;
use grams::Grams;
pub use train::{Options, Sample, train};

use std::ops::Range;

/// Added to the number of characters before the root is taken, so that one strong word in a short text does not decide alone.
const SMOOTHING: f64 = 4.0;

/// A model: the weight of each known gram, and what a text without any gets.
#[derive(Debug, Clone)]
pub struct Linear {
    table: Table,
    /// What one unit of weight is worth.
    unit: f64,
    bias: f64,
}

impl Default for Linear {
    /// Knows no gram: every text has the margin 0.
    fn default() -> Self {
        Self::new(&[], 0.0)
    }
}

/// The sums of weights along a text, from which the margin of any part can be had.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Sum of weights and number of characters before each byte, and at the end: found without a search.
    sums: Vec<(i64, u32)>,
}

impl Linear {
    /// A model from weights of grams; the largest weights keep their value best (see [`quantize`]).
    fn new(weights: &[(u64, f64)], bias: f64) -> Self {
        let largest = weights.iter().fold(0.0f64, |largest, (_, weight)| largest.max(weight.abs()));
        let unit = f64::from(unit_for(largest));
        let levels = weights.iter().map(|(gram, weight)| (*gram, quantize(*weight, unit)));
        Self::from_levels(&levels.filter(|(_, level)| *level != 0).collect::<Vec<_>>(), unit, bias)
    }

    fn from_levels(levels: &[(u64, i8)], unit: f64, bias: f64) -> Self {
        Self { table: Table::new(levels), unit, bias }
    }

    /// The margin of a folded text: above 0 it is rather of the positive class. Logistic: 1 / (1 + e⁻ᵐ) estimates the probability.
    #[must_use]
    pub fn score(&self, text: &str) -> f64 {
        let (mut sum, mut chars) = (0, 0.0);
        for step in Grams::new(text) {
            sum += self.sum(&step.grams);
            chars += 1.0;
        }
        self.margin(exact(sum), chars)
    }

    /// Reads a folded text once, for the margins of its parts.
    #[must_use]
    pub fn trace(&self, text: &str) -> Trace {
        let mut sums = Vec::with_capacity(text.len() + 1);
        let (mut sum, mut chars) = (0, 0);
        for step in Grams::new(text) {
            sums.resize(step.at, (sum, chars));
            sums.push((sum, chars));
            sum += self.sum(&step.grams);
            chars += 1;
        }
        sums.resize(text.len() + 1, (sum, chars));
        Trace { sums }
    }

    /// The margin of parts of the traced text, each with a weight, read as one text. Grams belong to the part that they end in; at the
    /// beginning of a clause they look back at the mark before it, no further.
    #[must_use]
    pub fn score_parts<'a>(&self, trace: &Trace, parts: impl IntoIterator<Item = (&'a Range<usize>, f64)>) -> f64 {
        let (mut sum, mut chars) = (0.0, 0.0);
        for (part, weight) in parts {
            let (part_sum, part_chars) = trace.part(part);
            sum += weight * part_sum;
            chars += part_chars;
        }
        self.margin(sum, chars)
    }

    /// How many grams carry weight.
    #[must_use]
    pub const fn weights(&self) -> usize {
        self.table.len
    }

    fn sum(&self, grams: &[u64; 3]) -> i64 {
        grams.iter().map(|gram| i64::from(self.table.get(*gram))).sum()
    }

    fn margin(&self, sum: f64, chars: f64) -> f64 {
        self.bias + self.unit * sum / (chars + SMOOTHING).sqrt()
    }
}

impl Trace {
    /// Sum of the weights and number of characters at these bytes.
    fn part(&self, part: &Range<usize>) -> (f64, f64) {
        match (self.sums.get(part.start), self.sums.get(part.end)) {
            (Some((before, from)), Some((after, to))) if from <= to => (exact(after - before), f64::from(to - from)),
            _ => (0.0, 0.0),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "200,000 characters of the largest weight stay far below 2⁵³")]
const fn exact(sum: i64) -> f64 {
    sum as f64
}

/// The unit with which the largest weight is 127² units, rounded to what the file stores.
#[expect(clippy::cast_possible_truncation, reason = "rounding is meant")]
fn unit_for(largest: f64) -> f32 {
    (largest.max(f64::from(f32::MIN_POSITIVE)) / (127.0 * 127.0)) as f32
}

/// A weight as the signed root of its size in units: small weights, which are most, keep three significant bits where even steps
/// would round them to nothing.
#[expect(clippy::cast_possible_truncation, reason = "rounded and clamped to the range of i8")]
fn quantize(weight: f64, unit: f64) -> i8 {
    let root = (weight.abs() / unit).sqrt().round().min(127.0);
    (root * weight.signum()) as i8
}

/// The weight in units that a level stands for.
fn expand(level: i8) -> i16 {
    i16::from(level) * i16::from(level).abs()
}

/// Open addressing over packed grams: at most half full, so that most look-ups end at the first slot.
#[derive(Debug, Clone)]
struct Table {
    /// 0 is an empty slot: no gram packs to it.
    grams: Box<[u64]>,
    weights: Box<[i16]>,
    shift: u32,
    len: usize,
}

impl Table {
    fn new(levels: &[(u64, i8)]) -> Self {
        let slots = (levels.len() * 2).next_power_of_two().max(2);
        let shift = u64::BITS - slots.trailing_zeros();
        let mut table = Self { grams: vec![0; slots].into(), weights: vec![0; slots].into(), shift, len: levels.len() };
        for (gram, level) in levels {
            let slot = table.slot(*gram);
            (table.grams[slot], table.weights[slot]) = (*gram, expand(*level));
        }
        table
    }

    /// The slot that holds the gram, or the empty one where it would stand.
    #[expect(clippy::cast_possible_truncation, reason = "the shift leaves a slot number")]
    fn slot(&self, gram: u64) -> usize {
        let mut slot = (gram.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        while self.grams[slot] != gram && self.grams[slot] != 0 {
            slot = (slot + 1) & (self.grams.len() - 1);
        }
        slot
    }

    fn get(&self, gram: u64) -> i16 {
        self.weights[self.slot(gram)]
    }

    /// Grams in ascending order with their level.
    fn levels(&self) -> Vec<(u64, i8)> {
        let known = self.grams.iter().zip(&self.weights).filter(|(gram, _)| **gram != 0);
        let root = |weight: i16| quantize(f64::from(weight), 1.0);
        let mut levels: Vec<(u64, i8)> = known.map(|(gram, weight)| (*gram, root(*weight))).collect();
        levels.sort_unstable();
        levels
    }
}

#[cfg(test)]
mod tests;
