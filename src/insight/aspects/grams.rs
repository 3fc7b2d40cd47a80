//! The runs of one to three characters of a text and of its parts, each run kept once.
//!
//! Knows nothing of facts. Parts overlap much, so they hold numbers of runs; what is to be known of a run is found out once a text.

use std::hash::{BuildHasher, RandomState};

/// Characters of the longest gram.
const LONGEST: usize = 3;
/// How often a gram of one part counts at most.
pub(super) const REPEATED: u8 = 3;
/// Bits of a character in a packed gram.
const CHAR_BITS: u32 = 21;
/// Stands before the first character of each part.
const MARK: u64 = ',' as u64;

/// A run of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gram {
    pub(super) packed: u64,
    /// In characters.
    pub(super) length: usize,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Part {
    /// The number of each of its grams, and how often it counts.
    pub(super) grams: Vec<(u32, u8)>,
    pub(super) chars: usize,
}

/// The distinct grams of a text, while its parts are read.
#[derive(Debug)]
pub(super) struct Grams {
    /// By number, in the order in which they were met.
    found: Vec<Gram>,
    /// By number: how often the gram counts in the part that is read.
    counts: Vec<u8>,
    /// Numbers from 1 on by hash of the gram, each as near behind its place as there is room; 0 where there is none. A power of two.
    slots: Vec<u32>,
    /// Odd and drawn for each text, so that no text can make all its grams meet in one place.
    factor: u64,
}

impl Grams {
    /// None yet; `chars` of the text tell how many are expected.
    pub(super) fn new(chars: usize) -> Self {
        let slots = (chars * LONGEST * 3).next_power_of_two().max(64);
        let found = Vec::with_capacity(chars * LONGEST);
        let counts = Vec::with_capacity(chars * LONGEST);
        Self { found, counts, slots: vec![0; slots], factor: RandomState::new().hash_one(0) | 1 }
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.found.len()
    }

    /// All, by number.
    pub(super) fn into_all(self) -> Vec<Gram> {
        self.found
    }

    /// Reads a piece of text.
    pub(super) fn part(&mut self, text: impl Iterator<Item = char>) -> Part {
        let mut part = Part { grams: Vec::with_capacity(text.size_hint().0 * LONGEST), chars: 0 };
        let (mut before, mut last) = (None, MARK);
        for c in text.map(|c| u64::from(u32::from(c))) {
            part.chars += 1;
            let two = (last << CHAR_BITS) | c;
            self.meet(c, 1, &mut part);
            self.meet(two, 2, &mut part);
            if let Some(before) = before {
                self.meet((before << (2 * CHAR_BITS)) | two, LONGEST, &mut part);
            }
            (before, last) = (Some(last), c);
        }
        for (number, count) in &mut part.grams {
            *count = std::mem::take(&mut self.counts[*number as usize]);
        }
        part
    }

    fn meet(&mut self, packed: u64, length: usize, part: &mut Part) {
        let number = self.number(Gram { packed, length });
        let count = &mut self.counts[number as usize];
        if *count == 0 {
            part.grams.push((number, 0));
        }
        *count = REPEATED.min(*count + 1);
    }

    fn number(&mut self, gram: Gram) -> u32 {
        let slot = self.slot(gram);
        if self.slots[slot] > 0 {
            return self.slots[slot] - 1;
        }
        self.found.push(gram);
        self.counts.push(0);
        let behind = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
        self.slots[slot] = behind;
        if self.found.len() * 2 > self.slots.len() {
            self.grow();
        }
        behind - 1
    }

    /// Where the gram stands, or where there is room for it.
    fn slot(&self, gram: Gram) -> usize {
        let last = self.slots.len() - 1;
        // The first bits of the product are the best mixed.
        let hash = gram.packed.wrapping_mul(self.factor) >> (u64::BITS - self.slots.len().ilog2());
        let mut slot = usize::try_from(hash).unwrap_or_default();
        while self.slots[slot] > 0 && self.found[self.slots[slot] as usize - 1] != gram {
            slot = (slot + 1) & last;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for (behind, at) in (1..).zip(0..self.found.len()) {
            let slot = self.slot(self.found[at]);
            self.slots[slot] = behind;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// How often each run counts in a piece of text, behind a mark.
    fn counted(text: &str) -> BTreeMap<(u64, usize), u8> {
        let chars: Vec<u64> = std::iter::once(',').chain(text.chars()).map(|c| u64::from(u32::from(c))).collect();
        let mut counts = BTreeMap::new();
        for length in 1..=LONGEST {
            for run in chars.windows(length).skip(usize::from(length == 1)) {
                let packed = run.iter().fold(0, |packed, c| (packed << CHAR_BITS) | c);
                let count: &mut u8 = counts.entry((packed, length)).or_default();
                *count = 3.min(*count + 1);
            }
        }
        counts
    }

    proptest! {
        #[test]
        fn parts_hold_each_run_with_its_count(texts in proptest::collection::vec("[好吃很,\0😀]{0,30}", 1..5)) {
            let mut grams = Grams::new(1);
            let parts: Vec<Part> = texts.iter().map(|text| grams.part(text.chars())).collect();
            let all = grams.into_all();
            for (part, text) in parts.iter().zip(&texts) {
                let key = |(number, count): &(u32, u8)| {
                    let gram = all[*number as usize];
                    ((gram.packed, gram.length), *count)
                };
                prop_assert_eq!(part.grams.iter().map(key).collect::<BTreeMap<_, _>>(), counted(text));
                prop_assert_eq!((part.grams.len(), part.chars), (counted(text).len(), text.chars().count()));
            }
        }
    }
}
