//! The weights: of grams of characters and labels for the tags around them, of tags for those that follow, and of features of pairs.
//!
//! Knows numbers, not what they decide. All are integers: a weight is a level of eight bits, signed and squared (companded, so that small
//! weights keep their differences), and sums are exact on every machine.

use super::{
    characters::{BEYOND, Characters, REACH},
    lists::label,
    ranks::Ranks,
    tags::Follow,
};
use crate::insight::tree::{NOWHERE, Number, Tree};

/// What a character is: outside, or first, inner, last or only character of a term or of opinion words.
pub(super) const TAGS: usize = 9;
/// Tag before the first character of a clause.
pub(super) const START: usize = TAGS;
/// Characters that a gram speaks for: from [`REACH`] before its first to [`REACH`] behind.
pub(super) const SHIFTS: usize = 2 * REACH + 1;
/// Places for weights of one gram: a tag of one of the characters that it speaks for.
pub(super) const SLOTS: usize = SHIFTS * TAGS;
/// Orders of grams: one, two, three.
pub(super) const ORDERS: usize = 3;

/// One gram: characters or labels, at most [`ORDERS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Gram {
    /// Codes of characters, the first in the highest bits.
    Characters { order: u8, packed: u64 },
    /// Labels as digits of base [`label::COUNT`].
    Labels { order: u8, packed: u32 },
}

/// A weight of a gram: the slot (shift × [`TAGS`] + tag) and its level.
pub(super) type Weight = (u8, i8);

/// What a level is worth.
pub(super) fn worth(level: i8) -> i32 {
    i32::from(level) * i32::from(level).abs()
}

fn small_worth(level: i8) -> i16 {
    i16::try_from(worth(level)).unwrap_or_default()
}

/// What each tag is worth at one character.
pub(super) type Worths = [i32; TAGS];

/// Worths that stand before those of the text: grams that begin before it speak for them.
pub(super) const WORTHS_MARGIN: usize = 2 * REACH;

/// What a reading must gain over the nearest term: by kind of reading (the term is unsaid, of another place, the one before the
/// nearest) and side of the text (meals, unknown, goods).
pub(super) type Margins = [[i32; 3]; 3];

/// All weights.
///
/// Most grams have a handful of weights; those are listed, level by level, so that what a text asks for stays near the processor. Grams with
/// many, which are the common ones, have full rows.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) follow: Follow,
    /// Grams of characters, by their codes, with where their weights stand.
    tree: Tree<Row>,
    listed: Vec<Weight>,
    /// The worth of every slot.
    full: Vec<[i16; ROOM]>,
    /// The worth of slots from [`PAIR_SLOT`] on for labels of one and two characters together, by the first and the second: they are met at
    /// every character.
    label_pairs: Vec<[i32; PAIR_ROOM]>,
    /// The same from [`TRIPLE_SLOT`] on for labels of three characters.
    label_triples: Vec<[i16; TRIPLE_ROOM]>,
    /// Weights of all grams.
    count: usize,
    /// Of features of pairs.
    pub(super) ranks: Ranks,
    pub(super) margins: Margins,
}

/// Where the weights of a gram stand: in the last bits how many listed ones, none by default, or [`FULL`]; before them where those begin, or
/// which of the full rows it is.
#[derive(Debug, Clone, Copy, Default)]
struct Row(u32);

impl Row {
    const COUNT_BITS: u32 = 4;

    /// `None` when there are more weights than it can name.
    fn new(place: usize, count: usize) -> Option<Self> {
        let place = u32::try_from(place).ok()?.checked_mul(1 << Self::COUNT_BITS)?;
        Some(Self(place | u32::try_from(count).ok()?))
    }

    /// Place and count.
    const fn parts(self) -> (usize, usize) {
        ((self.0 >> Self::COUNT_BITS) as usize, (self.0 % (1 << Self::COUNT_BITS)) as usize)
    }
}

/// Weights from which a gram has a full row: adding all slots in a row is faster than so many single ones.
const FULL_FROM: usize = 10;
/// The count of a gram that has a full row.
const FULL: usize = FULL_FROM;

impl Model {
    /// A model of these weights; `follow` has ([`TAGS`] + 1) × [`TAGS`] numbers. `None` when the grams are too many.
    pub(super) fn new(
        follow: &[i32],
        grams: &[(Gram, Vec<Weight>)],
        ranks: &[(u32, i8)],
        margins: Margins,
    ) -> Option<Self> {
        let runs: Vec<_> = grams.iter().filter_map(|(gram, weights)| Some((characters(*gram)?, weights))).collect();
        let (tree, nodes) = Tree::new(runs.iter().map(|(run, _)| run.iter().copied()))?;
        let labels = label::COUNT as usize;
        let mut model = Self {
            follow: Follow::new(follow),
            label_pairs: vec![[0; PAIR_ROOM]; labels * labels],
            label_triples: vec![[0; TRIPLE_ROOM]; labels * labels * labels],
            tree,
            count: grams.iter().map(|(_, weights)| weights.len()).sum(),
            ranks: Ranks::new(ranks),
            margins,
            ..Self::default()
        };
        for (node, (_, weights)) in nodes.into_iter().zip(&runs) {
            let row = model.row(weights)?;
            model.tree.keep(node, row);
        }
        grams.iter().for_each(|(gram, weights)| model.add_labels(*gram, weights));
        Some(model)
    }

    fn row(&mut self, weights: &[Weight]) -> Option<Row> {
        if weights.len() < FULL_FROM {
            let row = Row::new(self.listed.len(), weights.len());
            self.listed.extend(weights);
            return row;
        }
        let row = Row::new(self.full.len(), FULL);
        let mut full = [0; ROOM];
        weights.iter().for_each(|(slot, level)| full[usize::from(*slot) % ROOM] = small_worth(*level));
        self.full.push(full);
        row
    }

    /// Labels of one character count towards every pair that begins with it.
    fn add_labels(&mut self, gram: Gram, weights: &[Weight]) {
        let Gram::Labels { order, packed } = gram else { return };
        let (packed, labels) = (packed as usize, label::COUNT as usize);
        for (slot, level) in weights {
            let slot = usize::from(*slot);
            if order == 3 {
                let place = slot.checked_sub(TRIPLE_SLOT).and_then(|slot| self.label_triples[packed].get_mut(slot));
                place.into_iter().for_each(|place| *place = small_worth(*level));
                continue;
            }
            let pairs = if order == 1 { packed * labels..(packed + 1) * labels } else { packed..packed + 1 };
            for pair in &mut self.label_pairs[pairs] {
                let place = slot.checked_sub(PAIR_SLOT).and_then(|slot| pair.get_mut(slot));
                place.into_iter().for_each(|place| *place += worth(*level));
            }
        }
    }

    /// How many weights there are.
    pub(super) fn count(&self) -> usize {
        self.count + self.ranks.count()
    }

    /// What each tag is worth at each character, from [`WORTHS_MARGIN`] on, before those that follow count.
    pub(super) fn worths(&self, text: &Characters) -> Vec<Worths> {
        // Grams begin up to REACH before the text and speak for up to REACH further: margins keep every sum inside.
        let mut worths = vec![Worths::default(); text.len() + 4 * REACH + 2];
        let (codes, labels) = (text.padded_codes(), text.padded_labels());
        let number = |at: usize| self.tree.number(character(codes.get(at).copied().unwrap_or(BEYOND)));
        let mut ahead: [Number; ORDERS] = std::array::from_fn(number);
        let label = |start: usize| usize::from(labels.get(start).copied().unwrap_or(label::OUTSIDE));
        let count = label::COUNT as usize;
        for start in 0..codes.len() {
            let Some((sums, _)) = worths[start..].as_flattened_mut().split_first_chunk_mut::<ROOM>() else { break };
            let pair = label(start) * count + label(start + 1);
            add(&mut sums[PAIR_SLOT..], &self.label_pairs[pair]);
            add(&mut sums[TRIPLE_SLOT..], &self.label_triples[pair * count + label(start + 2)]);
            self.add_grams(ahead, sums);
            ahead = [ahead[1], ahead[2], number(start + ORDERS)];
        }
        worths.truncate(WORTHS_MARGIN + text.len());
        worths
    }

    /// Adds what the grams are worth that the text goes on with.
    #[inline]
    fn add_grams(&self, [first, rest @ ..]: [Number; ORDERS], sums: &mut [i32; ROOM]) {
        let mut node = self.tree.first(first);
        for next in rest {
            if node == NOWHERE {
                return;
            }
            self.add_row(self.tree.kept(node), sums);
            node = self.tree.next(node, next);
        }
        if node != NOWHERE {
            self.add_row(self.tree.kept(node), sums);
        }
    }

    #[inline]
    fn add_row(&self, row: Row, sums: &mut [i32; ROOM]) {
        let (place, count) = row.parts();
        if count == FULL {
            return add(sums, &self.full[place]);
        }
        for (slot, level) in &self.listed[place..][..count] {
            let sum = &mut sums[usize::from(*slot) % ROOM];
            *sum = sum.wrapping_add(worth(*level));
        }
    }
}

/// Sums that a gram may reach, and that labels of one and two characters, and of three, do; and the first of them. They are rounded up to
/// whole vector registers, of which no gram has the last places.
const ROOM: usize = SLOTS.next_multiple_of(8);
const PAIR_SLOT: usize = TAGS;
const PAIR_ROOM: usize = (5 * TAGS).next_multiple_of(8);
const TRIPLE_SLOT: usize = 4 * TAGS;
const TRIPLE_ROOM: usize = TAGS.next_multiple_of(8);

/// Adds to the first `N` sums. A clause sums a few hundred weights of sixteen bits: no sum wraps.
#[inline]
fn add<const N: usize, W: Copy + Into<i32>>(sums: &mut [i32], worths: &[W; N]) {
    if let Some(sums) = sums.first_chunk_mut::<N>() {
        sums.iter_mut().zip(worths).for_each(|(sum, worth)| *sum = sum.wrapping_add((*worth).into()));
    }
}

/// The characters of a gram, if it is one of characters.
fn characters(gram: Gram) -> Option<Vec<char>> {
    let Gram::Characters { order, packed } = gram else { return None };
    let code = |place: u8| u16::try_from(packed >> (16 * place) & 0xFFFF).unwrap_or_default();
    Some((0..order).rev().map(|place| character(code(place))).collect())
}

/// The character of a code; half of a pair of surrogates, which no text yields, counts as what lies beyond the text.
fn character(code: u16) -> char {
    char::from_u32(u32::from(code)).unwrap_or_default()
}

/// The grams of a text with where each begins, counted from [`REACH`] characters before the text.
pub(super) fn each_gram(text: &Characters, mut meet: impl FnMut(usize, Gram)) {
    let (codes, labels) = (text.padded_codes(), text.padded_labels());
    for start in 0..codes.len() {
        let (mut packed, mut digits) = (0, 0);
        let ahead = codes[start..].iter().zip(&labels[start..]).take(ORDERS);
        for (order, (code, label)) in (1..).zip(ahead) {
            packed = packed << 16 | u64::from(*code);
            digits = digits * label::COUNT + u32::from(*label);
            meet(start, Gram::Characters { order, packed });
            meet(start, Gram::Labels { order, packed: digits });
        }
    }
}

/// The shifts at which a gram of an order speaks for a character: near ones only, so that few weights say much.
pub(super) fn shifts(gram: Gram) -> std::ops::RangeInclusive<usize> {
    // A shift counts from REACH before the first character of the gram; REACH is that character itself.
    match gram {
        Gram::Characters { order: 1, .. } => 0..=2 * REACH,
        Gram::Labels { order: 1, .. } => 1..=5,
        Gram::Characters { order: 2, .. } | Gram::Labels { order: 2, .. } => 2..=5,
        Gram::Characters { .. } => 3..=5,
        Gram::Labels { .. } => 4..=4,
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeMap,
        hash::{DefaultHasher, Hash, Hasher},
    };

    use proptest::prelude::*;

    use super::*;
    use crate::insight::{
        clauses,
        opinions::lists::{Lists, tests::SMALL},
    };

    /// Some levels for a third of the slots at which a gram speaks.
    fn weights(gram: Gram, seed: u64) -> Vec<Weight> {
        let slots = shifts(gram).flat_map(|shift| shift * TAGS..(shift + 1) * TAGS);
        let drawn = slots.map(|slot| {
            let mut hasher = DefaultHasher::new();
            (gram, slot, seed).hash(&mut hasher);
            (u8::try_from(slot).unwrap(), hasher.finish().to_le_bytes())
        });
        drawn.filter(|(_, bytes)| bytes[0] % 3 == 0).map(|(slot, bytes)| (slot, bytes[1].cast_signed())).collect()
    }

    proptest! {
        #[test]
        fn worths_are_the_sums_of_all_weights_one_by_one(
            text in "[好吃不快递质量慢,。😀a ]{0,30}", other in "[好吃不快递质量慢,。😀a ]{0,30}", seed in any::<u64>(),
        ) {
            let lists = Lists::new(&SMALL).unwrap();
            let read = |text: &str| {
                let text: Vec<char> = text.chars().collect();
                Characters::new(&text, &clauses::cut(&text), &lists)
            };
            let (text, other) = (read(&text), read(&other));
            let mut grams = BTreeMap::new();
            each_gram(&other, |_, gram| drop(grams.insert(gram, weights(gram, seed))));
            let mut sums = vec![Worths::default(); text.len()];
            each_gram(&text, |start, gram| {
                for (slot, level) in grams.get(&gram).into_iter().flatten() {
                    let position = (start + usize::from(*slot) / TAGS).checked_sub(2 * REACH);
                    let sums = position.and_then(|position| sums.get_mut(position));
                    sums.into_iter().for_each(|sums| sums[usize::from(*slot) % TAGS] += worth(*level));
                }
            });
            let model = Model::new(&[], &grams.into_iter().collect::<Vec<_>>(), &[], Margins::default()).unwrap();
            prop_assert_eq!(&model.worths(&text)[WORTHS_MARGIN..], sums);
        }
    }
}
