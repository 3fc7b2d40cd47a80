//! Which reviews are near-duplicates of each other: a column that most reviews have no value of.

use tantivy::columnar::Column;

/// The clusters of a segment's reviews: a bit for each review, and numbers for those that are in one.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    bits: Vec<u64>,
    /// For each word of bits how many are set before it.
    before: Vec<u32>,
    /// Lowest review number of the cluster, for each review that is in one.
    numbers: Vec<u32>,
}

impl Clusters {
    /// Reads a column; `None` for one that the segment does not have.
    pub(super) fn read(docs: u32, column: Option<Column<u64>>) -> Self {
        let Some(column) = column else { return Self::default() };
        let mut clusters = Self::default();
        for doc in 0..docs {
            if doc % 64 == 0 {
                clusters.bits.push(0);
                clusters.before.push(u32::try_from(clusters.numbers.len()).unwrap_or(u32::MAX));
            }
            if let (Some(number), Some(word)) = (column.first(doc), clusters.bits.last_mut()) {
                *word |= 1 << (doc % 64);
                clusters.numbers.push(u32::try_from(number).unwrap_or(u32::MAX));
            }
        }
        clusters.numbers.shrink_to_fit();
        clusters
    }

    /// The cluster of a review.
    #[inline]
    pub(super) fn of(&self, doc: usize) -> Option<u32> {
        let word = *self.bits.get(doc / 64)?;
        let bit = 1 << (doc % 64);
        let place = self.before[doc / 64] + (word & (bit - 1)).count_ones();
        (word & bit != 0).then(|| self.numbers[place as usize])
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.bits.as_slice()) + size_of_val(self.before.as_slice()) + size_of_val(self.numbers.as_slice())
    }
}
