//! Counting several small facets with one increment a review.

use super::columns::Slot;

/// Facets of one packed word that are counted by their combination.
pub(super) struct Joint {
    pub(super) word: usize,
    /// Bits taken by `members`.
    pub(super) bits: u32,
    /// Facet, slot, and the lowest bit of the combination that holds its value.
    pub(super) members: Vec<(usize, Slot, u32)>,
}

/// Bits of a combination at most: its counters stay in the innermost caches.
const JOINT_BITS: u32 = 12;

impl Joint {
    /// Puts each keyword facet beside others of its word as long as there is room.
    pub(super) fn plan(facets: impl Iterator<Item = (usize, Slot)>) -> Vec<Self> {
        let mut joint: Vec<Self> = Vec::new();
        for (index, slot) in facets {
            let (word, bits) = (slot.word(), slot.bits());
            match joint.iter_mut().find(|group| group.word == word && group.bits + bits <= JOINT_BITS) {
                Some(group) => {
                    group.members.push((index, slot, group.bits));
                    group.bits += bits;
                }
                None => joint.push(Self { word, bits, members: vec![(index, slot, 0)] }),
            }
        }
        joint
    }

    /// The combination that a packed word carries.
    #[inline]
    pub(super) fn take(&self, word: u64) -> usize {
        match self.members.as_slice() {
            [(_, a, _)] => a.take(word),
            [(_, a, _), (_, b, to)] => a.take(word) | b.take(word) << to,
            [(_, a, _), (_, b, to_b), (_, c, to_c)] => a.take(word) | b.take(word) << to_b | c.take(word) << to_c,
            members => members.iter().fold(0, |value, (_, slot, to)| value | slot.take(word) << to),
        }
    }
}
