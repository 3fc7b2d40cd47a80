//! Linear models over facts: sparse vectors whose columns are hashed names, with several classes decided from the same facts.
//!
//! Knows nothing of what a fact says. Weights are stored as signed roots in one byte each, like those of grams; sums run in ascending
//! order of the facts, so that every machine comes to the same margins.

use std::collections::HashMap;

use super::{LinearError, directory::Directory, expand, quantize, solver, unit_for};

/// First byte of the file.
const VERSION: u8 = 1;
/// Facts and classes of one model at most: ten times what any study found useful.
const FACTS: usize = 1_000_000;
const CLASSES: usize = 1_000;

/// What stands for a fact among [`Facts`]. Both keep the order of names, so learning and reading sum up alike.
pub trait Columns {
    /// By the fact's name; `None` where the fact need not be told.
    fn column(&self, name: u32) -> Option<u32>;
}

/// The name itself, as learning needs every fact.
#[derive(Debug, Clone, Copy)]
pub struct Names;

impl Columns for Names {
    fn column(&self, name: u32) -> Option<u32> {
        Some(name)
    }
}

/// The model's row, as reading needs only what the model knows.
impl Columns for FactModel {
    #[inline]
    fn column(&self, name: u32) -> Option<u32> {
        self.directory.find(&self.names, name)
    }
}

/// What is known of one sample: columns with values, ascending and unique once [`Facts::sorted`] has run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts(Vec<(u32, f32)>);

impl Facts {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Makes room for so many more.
    pub fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    /// Adds a fact; the value of one that is already there rises.
    pub fn add(&mut self, column: u32, value: f32) {
        self.0.push((column, value));
    }

    /// Of facts by name those that a model knows, by its rows.
    #[must_use]
    pub fn known_to(&self, model: &FactModel) -> Self {
        Self(self.0.iter().filter_map(|(name, value)| Some((model.column(*name)?, *value))).collect())
    }

    /// Adds facts, each with the value that it has first, however often it was said.
    pub fn add_once(&mut self, mut other: Self) {
        other.0.sort_by_key(|(name, _)| *name);
        other.0.dedup_by_key(|(name, _)| *name);
        self.0.extend(other.0);
    }

    /// Brings the facts into order, adding up what was said twice.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.0 = sort(&self.0);
        self.0.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        self.0.retain(|(_, value)| *value != 0.0);
        self
    }
}

/// By column, and of one column in the order in which they came, so that its values add up in that order. Columns spread evenly: by their
/// first bits nearly each fact comes to its place at once.
fn sort(facts: &[(u32, f32)]) -> Vec<(u32, f32)> {
    let largest = facts.iter().fold(0, |largest, (column, _)| (*column).max(largest));
    let rest = (u32::BITS - largest.leading_zeros()).saturating_sub((facts.len() | 1).ilog2() + 1);
    let mut starts = vec![0u32; (largest >> rest) as usize + 2];
    for (column, _) in facts {
        starts[(column >> rest) as usize + 1] += 1;
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut sorted = vec![(0, 0.0); facts.len()];
    for fact in facts {
        let place = &mut starts[(fact.0 >> rest) as usize];
        sorted[*place as usize] = *fact;
        *place += 1;
    }
    // Each start has moved on to where the next begins.
    let mut from = 0;
    for to in starts {
        let to = to as usize;
        if to > from + 1 {
            sorted[from..to].sort_by_key(|(column, _)| *column);
        }
        from = to;
    }
    sorted
}

/// For each class the weights of the known facts.
#[derive(Debug, Clone, PartialEq)]
pub struct FactModel {
    /// By class: what one unit of weight is worth, and what a sample without known facts gets.
    classes: Vec<(f32, f32)>,
    /// Ascending names.
    names: Vec<u32>,
    /// By name, then class.
    levels: Vec<i8>,
    directory: Directory,
}

/// How a model is learned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FactOptions {
    /// Facts to keep.
    pub facts: usize,
    /// A fact must stand in so many samples.
    pub min_samples: u32,
    /// What a mistake costs against large weights.
    pub cost: f64,
    /// Rounds over all samples, for each of the two fits.
    pub rounds: u32,
    /// Draws the order of the samples.
    pub seed: u64,
}

impl FactModel {
    /// The margin of each class, above 0 where it is likely; `facts` are sorted and by row.
    #[must_use]
    pub fn margins(&self, facts: &Facts) -> Vec<f64> {
        let gains = self.gains(facts.0.iter().copied());
        gains.iter().zip(&self.classes).map(|(gain, (_, bias))| f64::from(*bias) + gain).collect()
    }

    /// What facts by row add to the margin of each class.
    #[must_use]
    pub fn gains(&self, facts: impl Iterator<Item = (u32, f32)>) -> Vec<f64> {
        let mut sums = vec![0.0; self.classes.len()];
        for (row, value) in facts {
            let from = row as usize * sums.len();
            let levels = &self.levels[from..from + sums.len()];
            for (sum, level) in sums.iter_mut().zip(levels) {
                *sum += f64::from(value) * f64::from(expand(*level));
            }
        }
        sums.iter().zip(&self.classes).map(|(sum, (unit, _))| f64::from(*unit) * sum).collect()
    }

    fn new(classes: Vec<(f32, f32)>, names: Vec<u32>, levels: Vec<i8>) -> Self {
        let directory = Directory::new(&names);
        Self { classes, names, levels, directory }
    }

    /// The number of classes.
    #[must_use]
    pub const fn classes(&self) -> usize {
        self.classes.len()
    }

    /// The bytes of the model's file: version, classes, units and biases, names, levels.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes();
        let mut bytes = vec![VERSION];
        bytes.extend(count(self.classes.len()));
        bytes.extend(count(self.names.len()));
        for (unit, bias) in &self.classes {
            bytes.extend(unit.to_le_bytes());
            bytes.extend(bias.to_le_bytes());
        }
        bytes.extend(self.names.iter().flat_map(|name| name.to_le_bytes()));
        bytes.extend(self.levels.iter().flat_map(|level| level.to_le_bytes()));
        bytes
    }

    /// The model in these bytes.
    ///
    /// # Errors
    /// When they are of another version or not what [`Self::write`] gives.
    pub fn read(bytes: &[u8]) -> Result<Self, LinearError> {
        let words = match bytes.split_first() {
            Some((&VERSION, rest)) => rest,
            Some((other, _)) => return Err(LinearError::Version(*other)),
            None => return Err(LinearError::Damaged(0)),
        };
        let damaged = LinearError::Damaged(bytes.len());
        let word = |at: usize| words.get(at * 4..at * 4 + 4).and_then(|word| <[u8; 4]>::try_from(word).ok());
        let count = |at| word(at).and_then(|word| usize::try_from(u32::from_le_bytes(word)).ok());
        let (Some(classes), Some(facts)) = (count(0), count(1)) else { return Err(damaged) };
        let head = 2 + 2 * classes.min(CLASSES);
        if classes > CLASSES || facts > FACTS || words.len() != (head + facts) * 4 + facts * classes {
            return Err(damaged);
        }
        let number = |at| word(at).map(f32::from_le_bytes).filter(|number| number.is_finite());
        let pairs = (0..classes).map(|class| Some((number(2 + 2 * class)?, number(3 + 2 * class)?)));
        let names = (0..facts).map(|fact| word(head + fact).map(u32::from_le_bytes));
        let (Some(pairs), Some(names)) = (pairs.collect::<Option<Vec<_>>>(), names.collect::<Option<Vec<_>>>()) else {
            return Err(damaged);
        };
        let levels: Vec<i8> = words[(head + facts) * 4..].iter().map(|level| i8::from_le_bytes([*level])).collect();
        if !names.is_sorted_by(|a, b| a < b) || levels.contains(&i8::MIN) {
            return Err(damaged);
        }
        Ok(Self::new(pairs, names, levels))
    }
}

/// Learns a model: for each class which samples belong to it. A class that all samples or none belong to gets no weights, and its bias
/// says which of both.
#[must_use]
pub fn train_facts(samples: &[&Facts], classes: &[Vec<bool>], options: &FactOptions) -> FactModel {
    let names = frequent(samples, options.min_samples);
    let mut rows = rows(samples, &names);
    let search = solver::Search { rounds: options.rounds, seed: options.seed };
    let solve = |rows: &mut [solver::Row], columns: usize| -> Vec<Vec<f64>> {
        let fit = |class: &Vec<bool>| {
            for (row, positive) in rows.iter_mut().zip(class) {
                (row.positive, row.cost) = (*positive, options.cost);
            }
            solver::solve(rows, columns, &search)
        };
        classes.iter().map(fit).collect()
    };
    let mut weights = solve(&mut rows, names.len());
    let kept = keep(&mut rows, &weights, names.len(), options.facts);
    if kept.len() < names.len() {
        weights = solve(&mut rows, kept.len());
    }
    let largest = |weights: &Vec<f64>| weights[..kept.len()].iter().fold(0.0f64, |most, weight| most.max(weight.abs()));
    let units: Vec<f32> = weights.iter().map(|weights| unit_for(largest(weights))).collect();
    #[expect(clippy::cast_possible_truncation, reason = "the file holds it in this precision")]
    let biases = weights.iter().map(|weights| weights.last().copied().unwrap_or_default() as f32);
    let level = |class: usize, column: usize| quantize(weights[class][column], f64::from(units[class]));
    let levels = (0..kept.len()).flat_map(|column| (0..classes.len()).map(move |class| (class, column)));
    let levels = levels.map(|(class, column)| level(class, column)).collect();
    FactModel::new(units.iter().copied().zip(biases).collect(), kept.iter().map(|old| names[*old]).collect(), levels)
}

/// The names that stand in enough samples, ascending.
fn frequent(samples: &[&Facts], min_samples: u32) -> Vec<u32> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for (name, _) in samples.iter().flat_map(|facts| &facts.0) {
        *counts.entry(*name).or_default() += 1;
    }
    let mut kept: Vec<u32> =
        counts.into_iter().filter(|(_, count)| *count >= min_samples).map(|(name, _)| name).collect();
    kept.sort_unstable();
    kept
}

fn rows(samples: &[&Facts], names: &[u32]) -> Vec<solver::Row> {
    let columns: HashMap<u32, u32> = names.iter().copied().zip(0..).collect();
    let row = |facts: &&Facts| {
        let cells = facts.0.iter().filter_map(|(name, value)| Some((*columns.get(name)?, *value)));
        solver::Row { cells: cells.collect(), positive: false, cost: 0.0 }
    };
    samples.iter().map(row).collect()
}

/// Keeps the columns that move the margins of any class most, as for grams; renumbers the rows and answers the old numbers.
fn keep(rows: &mut [solver::Row], weights: &[Vec<f64>], columns: usize, keep: usize) -> Vec<usize> {
    let strongest: Vec<f64> =
        (0..columns).map(|column| weights.iter().fold(0.0, |most, class| class[column].abs().max(most))).collect();
    super::train::prune(rows, &strongest, columns, keep)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn learned() -> FactModel {
        let facts = |names: &[u32]| {
            let mut facts = Facts::default();
            names.iter().for_each(|name| facts.add(*name, 1.0));
            facts.sorted()
        };
        let samples = [facts(&[7, 3]), facts(&[7, 9]), facts(&[5, 3]), facts(&[5, 9])];
        let classes = [vec![true, true, false, false], vec![true, false, true, false]];
        let options = FactOptions { facts: 10, min_samples: 2, cost: 4.0, rounds: 50, seed: 1 };
        train_facts(&samples.iter().collect::<Vec<_>>(), &classes, &options)
    }

    #[test]
    fn each_class_has_weights_of_its_own() {
        let model = learned();
        let margins = |name| {
            let mut facts = Facts::default();
            facts.add(name, 1.0);
            model.margins(&facts.sorted().known_to(&model))
        };
        assert!(margins(7)[0] > 0.5 && margins(5)[0] < -0.5 && margins(7)[1].abs() < 0.1);
        assert!(margins(3)[1] > 0.5 && margins(9)[1] < -0.5 && margins(3)[0].abs() < 0.1);
        assert_eq!(margins(1), margins(2));
    }

    #[test]
    fn a_model_survives_its_file_and_damage_is_found() {
        let bytes = learned().write();
        assert_eq!(FactModel::read(&bytes).unwrap(), learned());
        for end in 0..bytes.len() {
            assert!(FactModel::read(&bytes[..end]).is_err(), "cut at {end}");
        }
        assert_eq!(FactModel::read(&[9]), Err(LinearError::Version(9)));
    }

    proptest! {
        #[test]
        fn facts_come_into_order_as_they_came(columns in proptest::collection::vec(any::<u32>(), 0..60), bits in 0u32..32) {
            let mut facts: Vec<(u32, f32)> = columns.iter().map(|column| column >> bits).zip((0u8..).map(f32::from)).collect();
            let found = sort(&facts);
            facts.sort_by_key(|(column, _)| *column);
            prop_assert_eq!(found, facts);
        }
    }

    #[test]
    fn facts_said_twice_add_up() {
        let mut facts = Facts::default();
        [(5, 1.0), (3, 2.0), (5, 0.5), (4, 0.0)].into_iter().for_each(|(name, value)| facts.add(name, value));
        assert_eq!(facts.sorted(), Facts(vec![(3, 2.0), (5, 1.5)]));
    }
}
