//! Linear models over character grams: which of two classes a text belongs to, as a margin.
//!
//! Knows nothing of what the classes mean: sentiment, abuse and aspects each bring their own samples and weights. A text counts by its
//! runs of one to three characters; each known run adds its weight, and the sum is divided by the root of the length. Weights are small
//! integers times one scale, so sums are exact and the same on every machine, in any order.

mod directory;
mod facts;
mod file;
mod grams;
mod names;
mod solver;
mod train;

pub use facts::{Columns, FactModel, FactOptions, Facts, Names, train_facts};
pub use file::LinearError;
pub use names::{Stem, Tail, name, of_text};
pub use train::{Options, Sample, train};

use std::ops::Range;

use super::tree::{NOWHERE, Node, Tree};

/// Added to the number of characters before the root is taken, so that one strong word in a short text does not decide alone.
const SMOOTHING: f64 = 4.0;

/// A model: the weight of each known gram, and what a text without any gets.
#[derive(Debug, Clone)]
pub struct Linear {
    /// The grams with their weights, in units.
    tree: Tree<i16>,
    /// Grams that carry weight.
    count: usize,
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
pub(super) struct Trace {
    /// Sum of weights before each character, and at the end.
    sums: Vec<i64>,
}

impl Linear {
    /// A model from weights of grams; the largest weights keep their value best (see [`quantize`]).
    fn new(weights: &[(u64, f64)], bias: f64) -> Self {
        let largest = weights.iter().fold(0.0f64, |largest, (_, weight)| largest.max(weight.abs()));
        let unit = f64::from(unit_for(largest));
        let levels = weights.iter().map(|(gram, weight)| (*gram, quantize(*weight, unit)));
        Self::from_levels(&levels.filter(|(_, level)| *level != 0).collect::<Vec<_>>(), unit, bias)
    }

    /// A gram beyond what a tree holds carries no weight; files hold fewer.
    fn from_levels(levels: &[(u64, i8)], unit: f64, bias: f64) -> Self {
        let (mut tree, nodes) = Tree::new(levels.iter().map(|(gram, _)| grams::unpack(*gram))).unwrap_or_default();
        for (node, (_, level)) in nodes.iter().zip(levels) {
            tree.keep(*node, expand(*level));
        }
        Self { tree, count: nodes.len(), unit, bias }
    }

    /// Grams in ascending order with their level.
    fn levels(&self) -> Vec<(u64, i8)> {
        let steps = self.tree.steps();
        let gram = |mut node: Node| {
            let (mut gram, mut place) = (0, 0);
            while node != NOWHERE {
                let (before, c) = steps[node as usize];
                gram |= u64::from(u32::from(c)) << (place * grams::CHAR_BITS);
                (node, place) = (before, place + 1);
            }
            gram
        };
        let known = self.tree.nodes().filter(|(_, weight)| *weight != 0);
        let mut levels: Vec<(u64, i8)> =
            known.map(|(node, weight)| (gram(node), quantize(f64::from(weight), 1.0))).collect();
        levels.sort_unstable();
        levels
    }

    /// The margin of a folded text: above 0 it is rather of the positive class. Logistic: 1 / (1 + e⁻ᵐ) estimates the probability.
    #[must_use]
    pub fn score(&self, text: &str) -> f64 {
        self.score_chars(&text.chars().collect::<Vec<char>>())
    }

    /// The same of a text in characters.
    pub(super) fn score_chars(&self, text: &[char]) -> f64 {
        let mut sum = 0;
        self.each_weight(text, |_, weight| sum += i64::from(weight));
        self.margin(exact(sum), length(text.len()))
    }

    /// Reads a folded text once, for the margins of its parts; `trace` forgets what it held.
    pub(super) fn trace(&self, text: &[char], trace: &mut Trace) {
        trace.sums.clear();
        trace.sums.resize(text.len() + 1, 0);
        self.each_weight(text, |end, weight| trace.sums[end + 1] += i64::from(weight));
        let mut sum = 0;
        for place in &mut trace.sums {
            sum += *place;
            *place = sum;
        }
    }

    /// Meets the weight of each known gram with the place of its last character.
    ///
    /// Grams are those of `grams`, met by where they begin: one step of the tree for each, and none beyond what no gram goes on with.
    #[inline]
    fn each_weight(&self, text: &[char], mut meet: impl FnMut(usize, i16)) {
        let tree = &self.tree;
        // Where the runs lead that began at the character before, and one earlier.
        let (mut one, mut two) = (tree.first(tree.number(grams::MARK)), NOWHERE);
        for (at, c) in text.iter().map(|c| grams::normalize(*c)).enumerate() {
            let number = tree.number(c);
            if two != NOWHERE {
                let three = tree.next(two, number);
                if three != NOWHERE {
                    meet(at, tree.kept(three));
                }
            }
            two = if one == NOWHERE { NOWHERE } else { tree.next(one, number) };
            if two != NOWHERE {
                meet(at, tree.kept(two));
            }
            one = tree.first(number);
            meet(at, tree.kept(one));
            if grams::is_mark(c) {
                two = NOWHERE;
            }
        }
    }

    /// The margin of parts of the traced text, in characters, each with a weight, read as one text. Grams belong to the part that they end in;
    /// at the beginning of a clause they look back at the mark before it, no further.
    pub(super) fn score_parts<'a>(
        &self,
        trace: &Trace,
        parts: impl IntoIterator<Item = (&'a Range<usize>, f64)>,
    ) -> f64 {
        let (mut sum, mut chars) = (0.0, 0.0);
        for (part, weight) in parts {
            sum += weight * trace.sum(part);
            chars += length(part.len());
        }
        self.margin(sum, chars)
    }

    /// How many grams carry weight.
    #[must_use]
    pub const fn weights(&self) -> usize {
        self.count
    }

    fn margin(&self, sum: f64, chars: f64) -> f64 {
        self.bias + self.unit * sum / (chars + SMOOTHING).sqrt()
    }
}

impl Trace {
    /// Sum of the weights of these characters.
    fn sum(&self, part: &Range<usize>) -> f64 {
        match (self.sums.get(part.start), self.sums.get(part.end)) {
            (Some(before), Some(after)) if part.start <= part.end => exact(after - before),
            _ => 0.0,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "texts have far less than 2⁵³ characters")]
const fn length(chars: usize) -> f64 {
    chars as f64
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

#[cfg(test)]
mod tests;
