//! Learning a model from labelled texts: count grams, fit, keep the grams that carry most, fit those again.
//!
//! Deterministic: the same samples in the same order give the same model. Takes memory in proportion to the samples' characters.

use std::collections::HashMap;

use super::{Linear, SMOOTHING, grams::Grams, solver};

/// A folded text and its class.
#[derive(Debug, Clone, Copy)]
pub struct Sample<'a> {
    /// Folded.
    pub text: &'a str,
    /// Whether it is of the class that a margin above 0 stands for.
    pub positive: bool,
    /// How much it counts; 1 is usual, and 0 leaves it out.
    pub weight: f64,
}

/// How a model is learned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Grams to keep.
    pub weights: usize,
    /// A gram must stand in so many samples.
    pub min_samples: u32,
    /// What a mistake costs against large weights: more fits the samples closer.
    pub cost: f64,
    /// Whether both classes count the same in sum, however many samples each has.
    pub balanced: bool,
    /// Rounds over all samples, for each of the two fits.
    pub rounds: u32,
    /// Draws the order of the samples.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { weights: 20_000, min_samples: 3, cost: 2.0, balanced: true, rounds: 12, seed: 1 }
    }
}

/// Learns a model. Without samples of both classes, every text gets the margin 0.
#[must_use]
pub fn train(samples: &[Sample], options: &Options) -> Linear {
    let mass = |positive| samples.iter().filter(|s| s.positive == positive).map(|s| s.weight).sum::<f64>();
    let masses = [mass(false), mass(true)];
    if masses.iter().any(|mass| *mass <= 0.0) {
        return Linear::default();
    }
    let cost = |sample: &Sample| {
        let share = masses[usize::from(sample.positive)] / (masses[0] + masses[1]);
        options.cost * sample.weight * if options.balanced { 0.5 / share } else { 1.0 }
    };
    let grams = frequent(samples, options.min_samples);
    let mut rows = rows(samples, &grams, cost);
    let search = solver::Search { rounds: options.rounds, seed: options.seed };
    let weights = solver::solve(&rows, grams.len(), &search);
    let kept = prune(&mut rows, &weights, grams.len(), options.weights);
    let weights = if kept.len() < grams.len() { solver::solve(&rows, kept.len(), &search) } else { weights };
    let bias = weights.last().copied().unwrap_or_default();
    let learned: Vec<(u64, f64)> = kept.iter().map(|old| grams[*old]).zip(weights).collect();
    #[expect(clippy::cast_possible_truncation, reason = "the file holds it in this precision")]
    Linear::new(&learned, f64::from(bias as f32))
}

/// The grams that stand in enough samples, ascending.
fn frequent(samples: &[Sample], min_samples: u32) -> Vec<u64> {
    let mut counts: HashMap<u64, (u32, usize)> = HashMap::new();
    for (number, sample) in samples.iter().enumerate().filter(|(_, sample)| sample.weight > 0.0) {
        for gram in Grams::new(sample.text).flat_map(|step| step.grams).filter(|gram| *gram != 0) {
            let (count, last) = counts.entry(gram).or_insert((0, usize::MAX));
            if *last != number {
                (*count, *last) = (*count + 1, number);
            }
        }
    }
    let mut kept: Vec<u64> =
        counts.into_iter().filter(|(_, (count, _))| *count >= min_samples).map(|(gram, _)| gram).collect();
    kept.sort_unstable();
    kept
}

fn rows(samples: &[Sample], grams: &[u64], cost: impl Fn(&Sample) -> f64) -> Vec<solver::Row> {
    let columns: HashMap<u64, u32> = grams.iter().copied().zip(0u32..).collect();
    let row = |sample: &Sample| {
        let (mut found, mut chars) = (Vec::new(), 0.0);
        for step in Grams::new(sample.text) {
            chars += 1.0;
            found.extend(step.grams.iter().filter_map(|gram| columns.get(gram).copied()));
        }
        found.sort_unstable();
        #[expect(clippy::cast_possible_truncation, reason = "training needs no more precision")]
        let one = (1.0 / (chars + SMOOTHING).sqrt()) as f32;
        let mut cells: Vec<(u32, f32)> = Vec::new();
        for column in found {
            match cells.last_mut() {
                Some((last, value)) if *last == column => *value += one,
                _ => cells.push((column, one)),
            }
        }
        cells.shrink_to_fit();
        solver::Row { cells, positive: sample.positive, cost: cost(sample) }
    };
    samples.iter().filter(|sample| sample.weight > 0.0).map(row).collect()
}

/// Keeps the columns that move the margins most, by size of the weight times the root of the sum of squares of the column; renumbers the
/// rows and answers the old numbers of the kept columns, ascending.
pub(super) fn prune(rows: &mut [solver::Row], weights: &[f64], columns: usize, keep: usize) -> Vec<usize> {
    let mut squares = vec![0.0; columns];
    for (column, value) in rows.iter().flat_map(|row| &row.cells) {
        squares[*column as usize] += f64::from(value * value);
    }
    let moves = |column: &usize| weights[*column].abs() * f64::sqrt(squares[*column]);
    let mut kept: Vec<usize> = (0..columns).collect();
    kept.sort_by(|a, b| moves(b).total_cmp(&moves(a)).then(a.cmp(b)));
    kept.truncate(keep);
    kept.sort_unstable();
    let mut numbers = vec![None; columns];
    for (old, new) in kept.iter().zip(0u32..) {
        numbers[*old] = Some(new);
    }
    for row in rows {
        row.cells = row.cells.iter().filter_map(|(old, value)| Some((numbers[*old as usize]?, *value))).collect();
    }
    kept
}
