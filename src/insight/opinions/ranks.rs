//! What the features of a reading are worth: which term opinion words are about.
//!
//! Knows numbers, not texts. What takes few values is laid out by value beforehand, so that a reading costs a handful of look-ups in tables
//! that stay near the processor, and searches only for what its characters say.

use super::{
    features::Few,
    model::worth,
    pairs::{Asked, Found, Reading},
};

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
    #[cfg(test)]
    pub(super) fn of(&self, feature: u32) -> i32 {
        self.hashed.worth(feature)
    }

    /// What all features of a reading are worth.
    #[inline]
    pub(super) fn of_reading(&self, found: &Found<'_>, asked: &Asked, reading: &Reading) -> i32 {
        let mut worth = 0;
        found.each_few(asked, reading, |few| worth += self.few.get(few.number()).copied().unwrap_or_default());
        found.each_hashed(asked, reading, |feature| worth += self.hashed.worth(feature));
        worth
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::insight::{
        clauses,
        opinions::{
            characters::Characters,
            lists::{Lists, tests::SMALL},
            spans,
        },
    };

    #[test]
    fn every_few_has_a_number_of_its_own() {
        let numbers: BTreeSet<usize> = Few::all().map(Few::number).collect();
        assert_eq!(numbers.into_iter().collect::<Vec<_>>(), (0..Few::COUNT).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn readings_are_worth_their_features_one_by_one(text in "(质量|态度|快递|好|难吃|慢|不|很|,|。|a){0,24}", seed in any::<u32>()) {
            let lists = Lists::new(&SMALL).unwrap();
            let chars: Vec<char> = text.chars().collect();
            let text = Characters::new(&chars, &clauses::cut(&chars), &lists);
            let marks = spans::listed(&text);
            let found = Found::new(&text, &marks);
            // Half of the features carry weight.
            let level = |feature: u32| feature.wrapping_add(seed).wrapping_mul(0x9e37_79b9).to_be_bytes()[0].cast_signed().max(0);
            let mut cases = Vec::new();
            let mut levels = BTreeMap::new();
            for opinion in &found.opinions {
                let asked = found.ask(opinion);
                for reading in found.readings(&asked) {
                    let mut sum = 0;
                    found.features(&asked, &reading, |feature| {
                        levels.insert(feature, level(feature));
                        sum += worth(level(feature));
                    });
                    cases.push((opinion.clone(), reading, sum));
                }
            }
            let ranks = Ranks::new(&levels.into_iter().filter(|(_, level)| *level != 0).collect::<Vec<_>>());
            for (opinion, reading, sum) in cases {
                prop_assert_eq!(ranks.of_reading(&found, &found.ask(&opinion), &reading), sum);
            }
        }
    }
}
