//! Counting values by ordinal: in an array where values are few or many are met, else as the list of those met.
//!
//! A field may have hundreds of thousands of values: a request that meets few of them must not pay for an array of them all.

use std::borrow::Cow;

/// Values up to which they are counted in an array from the beginning: it fits the innermost cache.
const FEW_VALUES: usize = 4_096;
/// Share of the values that is met before an array is laid out: by then writing zeros costs less than sorting what was met.
const DENSE_SHARE: usize = 8;

/// Counts values while reviews are walked.
#[derive(Debug, Clone)]
pub(super) struct Counter {
    values: usize,
    /// Ordinals met, as long as there is no array.
    met: Vec<u32>,
    /// By ordinal; empty as long as few were met. 0 counts nothing.
    array: Vec<u32>,
    /// Reviews without a value.
    without: u32,
}

/// How often each value was met.
#[derive(Debug, Clone)]
pub(super) enum Counts<'a> {
    /// By ordinal, what stands at 0 aside; and the reviews without a value.
    Array(Cow<'a, [u32]>, u32),
    /// Ordinals from 1, ascending, with their counts; and the reviews without a value.
    Sparse(Vec<(u32, u32)>, u32),
}

impl<'a> From<&'a [u32]> for Counts<'a> {
    /// Counts by packed value, of which 0 is "no value".
    fn from(counts: &'a [u32]) -> Self {
        Self::Array(counts.into(), counts.first().copied().unwrap_or(0))
    }
}

impl From<Vec<u32>> for Counts<'_> {
    /// Counts by packed value, of which 0 is "no value".
    fn from(counts: Vec<u32>) -> Self {
        let without = counts.first().copied().unwrap_or(0);
        Self::Array(counts.into(), without)
    }
}

impl Counter {
    /// Nothing counted yet of a field with so many values.
    pub(super) fn new(values: usize) -> Self {
        let array = if values <= FEW_VALUES { vec![0; values + 1] } else { Vec::new() };
        Self { values, met: Vec::new(), array, without: 0 }
    }

    /// Counts these ordinals.
    #[inline]
    pub(super) fn add<V: Copy + Into<u32>>(&mut self, ordinals: &[V]) {
        if self.array.is_empty() {
            self.met.extend(ordinals.iter().map(|ordinal| (*ordinal).into()));
            if self.met.len() > self.values / DENSE_SHARE {
                self.lay_out();
            }
            return;
        }
        for ordinal in ordinals {
            let count = &mut self.array[(*ordinal).into() as usize];
            *count = count.wrapping_add(1);
        }
    }

    /// Counts reviews without a value.
    pub(super) fn add_without(&mut self, reviews: u32) {
        self.without += reviews;
    }

    #[cold]
    fn lay_out(&mut self) {
        self.array = vec![0; self.values + 1];
        self.met.drain(..).for_each(|ordinal| self.array[ordinal as usize] += 1);
    }

    /// What was counted, here and by `other`.
    pub(super) fn with(&self, other: Option<&Self>) -> Counts<'_> {
        let Some(other) = other else {
            return match self.array.as_slice() {
                [] => Counts::Sparse(runs(self.met.clone()), self.without),
                array => Counts::Array(array.into(), self.without),
            };
        };
        let without = self.without + other.without;
        let met = self.met.iter().chain(&other.met);
        if self.array.is_empty() && other.array.is_empty() {
            return Counts::Sparse(runs(met.copied().collect()), without);
        }
        let mut array = if self.array.is_empty() { vec![0; self.values + 1] } else { self.array.clone() };
        array.iter_mut().zip(&other.array).for_each(|(count, more)| *count += more);
        met.for_each(|ordinal| array[*ordinal as usize] += 1);
        Counts::Array(array.into(), without)
    }
}

/// Each number once, ascending, with how often it stands there.
fn runs(mut numbers: Vec<u32>) -> Vec<(u32, u32)> {
    numbers.sort_unstable();
    let runs = numbers.chunk_by(|a, b| a == b);
    runs.filter_map(|run| Some((*run.first()?, u32::try_from(run.len()).unwrap_or(u32::MAX)))).collect()
}

impl Counts<'_> {
    /// How often a value was met; for 0, the reviews without one.
    pub(super) fn of(&self, ordinal: usize) -> u64 {
        u64::from(match self {
            Self::Array(_, without) | Self::Sparse(_, without) if ordinal == 0 => *without,
            Self::Array(counts, _) => counts.get(ordinal).copied().unwrap_or(0),
            Self::Sparse(met, _) => {
                met.binary_search_by_key(&ordinal, |(met, _)| *met as usize).map_or(0, |at| met[at].1)
            }
        })
    }

    /// The ordinals that were met, ascending, with their counts.
    pub(super) fn met(&self) -> Box<dyn Iterator<Item = (usize, u32)> + '_> {
        match self {
            Self::Array(counts, _) => {
                Box::new(counts.iter().copied().enumerate().skip(1).filter(|(_, count)| *count > 0))
            }
            Self::Sparse(met, _) => Box::new(met.iter().map(|(ordinal, count)| (*ordinal as usize, *count))),
        }
    }

    /// The counts of values that several others make up, by the ordinal of the whole; no review has two parts of one whole.
    pub(super) fn gathered(&self, whole_of: &[u32], wholes: usize) -> Counts<'static> {
        let mut counts = vec![0; wholes + 1];
        for (part, count) in self.met() {
            counts[whole_of[part] as usize] += count;
        }
        counts[0] = u32::try_from(self.of(0)).unwrap_or(u32::MAX);
        counts.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_are_counted_alike() {
        let counted = |values: usize, met: u32| {
            let mut counter = Counter::new(values);
            (0..met).for_each(|number| counter.add(&[number % 500 * 7 + 1, 3]));
            counter.add_without(2);
            counter
        };
        for (values, met) in [(3_600, 40), (3_600, 9_000), (300_000, 40), (300_000, 90_000)] {
            let (counter, other) = (counted(values, met), counted(values, 5));
            assert_eq!(counter.array.is_empty(), values == 300_000 && met == 40, "{values} {met}");
            for (first, second) in [(&counter, &other), (&other, &counter)] {
                let counts = first.with(Some(second));
                assert_eq!((counts.of(0), counts.of(3), counts.of(2)), (4, u64::from(met) + 5, 0));
                assert_eq!(counts.met().map(|(_, count)| count).sum::<u32>(), 2 * (met + 5));
                assert_eq!(counts.of(8), (0..met).filter(|number| number % 500 == 1).count() as u64 + 1);
                assert!(counts.met().map(|(ordinal, _)| ordinal).is_sorted());
            }
            assert_eq!(counter.with(None).of(3), u64::from(met));
        }
    }
}
