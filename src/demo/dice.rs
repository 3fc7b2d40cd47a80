//! Chance, repeatable: a seeded ChaCha8 stream and the few ways in which the demo draws from it.
//!
//! Draws are computed here from raw 64-bit words, so no library's sampling method can change the data.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A source of repeatable chance.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number below `limit`; 0 when the limit is 0.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        let scaled = (u128::from(self.0.next_u64()) * u128::from(limit)) >> 64;
        u32::try_from(scaled).unwrap_or_default()
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below(last.saturating_sub(first) + 1)
    }

    /// True in that many of a hundred cases.
    pub(super) fn percent(&mut self, share: u32) -> bool {
        self.below(100) < share
    }

    /// True in that many of a thousand cases.
    pub(super) fn per_mille(&mut self, share: u32) -> bool {
        self.below(1000) < share
    }

    /// Where one of `len` things lies; 0 when there is none.
    pub(super) fn index(&mut self, len: usize) -> usize {
        self.below(u32::try_from(len).unwrap_or(u32::MAX)) as usize
    }

    /// One of the texts; empty when there is none.
    pub(super) fn pick<'a>(&mut self, from: &'a [String]) -> &'a str {
        let index = self.index(from.len());
        from.get(index).map_or("", String::as_str)
    }

    /// An index drawn with these weights; 0 when there is none.
    pub(super) fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        0
    }
}
