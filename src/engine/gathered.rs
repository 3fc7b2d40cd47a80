//! The packed words of a block of reviews, gathered once and then read by every test and counter.

use tantivy::DocId;

use super::{columns::Columns, source::BLOCK};

/// A block of reviews of one segment with those packed words that a plan reads.
pub(super) struct Gathered {
    /// Which words are read, in the order of `words`.
    wanted: Vec<usize>,
    docs: [DocId; BLOCK],
    /// By place in `wanted`.
    words: Vec<[u64; BLOCK]>,
    len: usize,
}

impl Gathered {
    /// Reads these packed words; the first is always read.
    pub(super) fn new(words: impl IntoIterator<Item = usize>) -> Self {
        let mut wanted: Vec<usize> = [0].into_iter().chain(words).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let words = vec![[0; BLOCK]; wanted.len()];
        Self { wanted, docs: [0; BLOCK], words, len: 0 }
    }

    /// The place of a packed word among those that are read.
    pub(super) fn place(&self, word: usize) -> usize {
        self.wanted.iter().position(|wanted| *wanted == word).unwrap_or(0)
    }

    /// Takes a block of at most [`BLOCK`] reviews in.
    pub(super) fn load(&mut self, columns: &Columns, docs: &[DocId]) {
        self.len = docs.len().min(BLOCK);
        self.docs[..self.len].copy_from_slice(&docs[..self.len]);
        let range = match docs {
            [first, .., last] => *first as usize..*last as usize + 1,
            _ => 0..0,
        };
        for (word, gathered) in self.wanted.iter().zip(&mut self.words) {
            let column = columns.words[*word].as_slice();
            if range.len() == self.len {
                // Neighbours: a copy, not a look-up each.
                gathered[..self.len].copy_from_slice(&column[range.clone()]);
                continue;
            }
            for (slot, doc) in gathered.iter_mut().zip(docs) {
                *slot = column[*doc as usize];
            }
        }
    }

    /// Keeps only the reviews at these places, which ascend.
    pub(super) fn keep(&mut self, places: &[u8]) {
        for (to, from) in places.iter().enumerate() {
            let from = usize::from(*from);
            self.docs[to] = self.docs[from];
            for words in &mut self.words {
                words[to] = words[from];
            }
        }
        self.len = places.len();
    }

    /// The reviews.
    pub(super) fn docs(&self) -> &[DocId] {
        &self.docs[..self.len]
    }

    /// The packed words at a place, one a review.
    #[inline]
    pub(super) fn words(&self, place: usize) -> &[u64] {
        &self.words[place][..self.len]
    }
}
