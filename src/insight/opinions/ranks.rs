//! What the features of a reading are worth: which term opinion words are about.
//!
//! Knows numbers, not texts. What takes few values is laid out by value beforehand, so that a reading costs a handful of look-ups in tables
//! that stay near the processor, and searches only for what its characters say.

use super::{features::Few, model::worth};

/// Weights of features.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    hashed: Hashed,
    /// By number of [`Few`]: the sum of its features.
    few: Box<[i32]>,
    count: usize,
}

impl Ranks {
    /// From features in any order, each with its level.
    pub(super) fn new(ranks: &[(u32, i8)]) -> Self {
        let hashed = Hashed::new(ranks);
        let mut few = vec![0; Few::COUNT];
        for one in Few::all() {
            one.features(|feature| few[one.number()] += hashed.worth(feature));
        }
        Self { hashed, few: few.into(), count: ranks.len() }
    }

    /// How many weights there are.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// What a feature is worth.
    #[inline]
    pub(super) fn of(&self, feature: u32) -> i32 {
        self.hashed.worth(feature)
    }

    /// What all features of one of few values are worth.
    #[inline]
    pub(super) fn of_few(&self, few: Few) -> i32 {
        self.few.get(few.number()).copied().unwrap_or_default()
    }
}

/// Features with their levels, by open addressing. Most that a text asks for have none, which a bit tells.
#[derive(Debug, Default)]
struct Hashed {
    /// By the highest [`KNOWN_BITS`] of a feature: whether any begins so.
    known: Box<[u64]>,
    /// At most half full; a slot without a level is empty.
    slots: Box<[(u32, i8)]>,
    shift: u32,
}

/// Of twenty features without a level, one is taken to have one.
const KNOWN_BITS: u32 = 19;

const fn known_bit(feature: u32) -> (usize, u64) {
    let bit = feature >> (u32::BITS - KNOWN_BITS);
    ((bit / u64::BITS) as usize, 1 << (bit % u64::BITS))
}

impl Hashed {
    fn new(ranks: &[(u32, i8)]) -> Self {
        let size = (ranks.len() * 2).next_power_of_two().max(2);
        let shift = u64::BITS - size.trailing_zeros();
        let known = vec![0; 1 << (KNOWN_BITS - u64::BITS.trailing_zeros())].into();
        let mut table = Self { known, slots: vec![(0, 0); size].into(), shift };
        for rank in ranks.iter().filter(|(_, level)| *level != 0) {
            let (place, bit) = known_bit(rank.0);
            table.known[place] |= bit;
            let slot = table.slot(rank.0);
            table.slots[slot] = *rank;
        }
        table
    }

    #[inline]
    fn worth(&self, feature: u32) -> i32 {
        let (place, bit) = known_bit(feature);
        if self.known.get(place).is_none_or(|known| known & bit == 0) {
            return 0;
        }
        worth(self.slots[self.slot(feature)].1)
    }

    /// The slot that holds the feature, or the empty one where it would stand.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the shift leaves a slot number")]
    fn slot(&self, feature: u32) -> usize {
        let mut slot = (u64::from(feature).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        while self.slots[slot].0 != feature && self.slots[slot].1 != 0 {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }
}
