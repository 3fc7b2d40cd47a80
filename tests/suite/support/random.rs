//! Random draws that repeat: a seed gives the same draws on every machine.

use std::ops::Range;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and good enough to pick test cases.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// Draws for one test, told apart by its name; `PINGLAN_TEST_SEED` shifts all of them.
    pub(crate) fn new(test: &str) -> Self {
        let shift = std::env::var("PINGLAN_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0u64);
        let hash = test
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(hash.wrapping_add(shift))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number of `range`, which must not be empty.
    pub(crate) fn within(&mut self, range: Range<usize>) -> usize {
        range.start + usize::try_from(self.next() % (range.len() as u64)).unwrap()
    }

    /// True in `percent` of a hundred draws.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// One of `values`.
    pub(crate) fn pick<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.within(0..values.len())]
    }

    /// One to `most` of `values`, without order.
    pub(crate) fn some<T: Clone>(&mut self, values: &[T], most: usize) -> Vec<T> {
        (0..self.within(1..most + 1)).map(|_| self.pick(values).clone()).collect()
    }

    /// `values` in another order.
    pub(crate) fn shuffled<T>(&mut self, mut values: Vec<T>) -> Vec<T> {
        for last in (1..values.len()).rev() {
            values.swap(last, self.within(0..last + 1));
        }
        values
    }
}
