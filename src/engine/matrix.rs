//! Counting pairs of aspect and polarity by at most one value a review of anything else, without a key for each cell: what a table of aspects
//! by sentiment asks, over all reviews at about the speed of reading the array.

use tantivy::DocId;

use super::{
    axis::{Axis, Read},
    columns::Columns,
    rows::Rows,
};

/// Copies of a review's key that are written at once: few reviews talk about more aspects.
const COPIES: usize = 8;

/// How the cells of a table of aspects are found.
pub(super) struct Matrix {
    /// For each pair what it adds to the key of its review.
    steps: Vec<u32>,
    /// Whether nothing else is counted by, so that all pairs of a block are alike.
    is_alone: bool,
    /// For each pair of a block the key of its review.
    spread: Vec<u32>,
}

impl Matrix {
    /// For cells in an array of which only counts are wanted; `None` where one axis of pairs is not all that is multi-valued.
    pub(super) fn new(axes: &[Axis<'_>]) -> Option<Self> {
        let mut several = axes.iter().enumerate().filter(|(_, axis)| !matches!(axis.read, Read::Slot(..)));
        let ((at, axis), None) = (several.next()?, several.next()) else { return None };
        let stride: usize = axes[at + 1..].iter().map(Axis::len).product();
        let step = |index: usize| u32::try_from(index * stride).ok();
        let steps: Option<Vec<u32>> = match axis.read {
            Read::Pairs(None) => (0..axis.len()).map(step).collect(),
            Read::Pairs(Some(index_of)) => index_of.iter().map(|index| step(*index as usize)).collect(),
            Read::Slot(..) | Read::Opinions | Read::Flags(_) => None,
        };
        Some(Self { steps: steps?, is_alone: axes.len() == 1, spread: Vec::new() })
    }

    /// Counts a block whose reviews have these keys.
    pub(super) fn count(&mut self, counts: &mut [u32], keys: &[u64], columns: &Columns, block: &[DocId]) {
        let pairs = &columns.lists.pairs;
        if self.is_alone {
            let all = |pairs: &[u16]| pairs.iter().for_each(|pair| add(counts, 0, self.steps[usize::from(*pair)]));
            let without = pairs.visit(block, all);
            counts[0] += without;
        } else if let Some((offsets, pairs)) = pairs.of_neighbours(block) {
            self.spread(counts, keys, offsets, pairs.len());
            for (pair, key) in pairs.iter().zip(&self.spread) {
                add(counts, *key, self.steps[usize::from(*pair)]);
            }
        } else {
            self.count_apart(counts, keys, pairs, block);
        }
    }

    /// Writes the key of each review as often as it has pairs, and counts it for those that have none. Always several copies at once: where
    /// a review has fewer, the next one writes over them; a loop over each review's pairs would guess its end wrongly most of the time.
    fn spread(&mut self, counts: &mut [u32], keys: &[u64], offsets: &[u32], pairs: usize) {
        self.spread.clear();
        self.spread.resize(pairs + COPIES, 0);
        let first = offsets.first().copied().unwrap_or(0);
        for (key, ends) in keys.iter().zip(offsets.windows(2)) {
            let key = u32::try_from(*key).unwrap_or(u32::MAX);
            let (from, to) = ((ends[0] - first) as usize, (ends[1] - first) as usize);
            self.spread[from..from + COPIES].copy_from_slice(&[key; COPIES]);
            if to - from > COPIES {
                self.spread[from..to].fill(key);
            }
            if to == from {
                add(counts, key, 0);
            }
        }
    }

    fn count_apart(&self, counts: &mut [u32], keys: &[u64], rows: &Rows<u16>, block: &[DocId]) {
        for (key, doc) in keys.iter().zip(block) {
            let key = u32::try_from(*key).unwrap_or(u32::MAX);
            let pairs = rows.of(*doc as usize);
            pairs.iter().for_each(|pair| add(counts, key, self.steps[usize::from(*pair)]));
            if pairs.is_empty() {
                add(counts, key, 0);
            }
        }
    }
}

/// Adds one to a cell; no count of a segment's reviews overflows.
#[inline]
fn add(counts: &mut [u32], key: u32, step: u32) {
    let count = &mut counts[key.wrapping_add(step) as usize];
    *count = count.wrapping_add(1);
}
