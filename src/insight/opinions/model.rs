//! The weights: of grams of characters and labels for the tags around them, of tags for those that follow, and of features of pairs.
//!
//! Knows numbers, not what they decide. All are integers: a weight is a level of eight bits, signed and squared (companded, so that small
//! weights keep their differences), and sums are exact on every machine.

use std::hash::Hasher;

use super::{
    characters::{BEYOND, Characters, REACH},
    lists::label,
    tags::Follow,
};
use crate::insight::tree::{NOWHERE, Node, Tree};

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

/// What the tags of one character are worth more than staying outside: tags 1 to 8. Only differences decide, and eight numbers fill
/// whole vector registers where nine do not.
pub(super) type Gains = [i32; TAGS - 1];

/// What one gram adds to the gains of one character.
type Row = [i16; TAGS - 1];

/// All weights.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) follow: Follow,
    /// Grams of characters, by their codes.
    tree: Tree,
    /// By node of the tree, where its rows begin: one for each of the [`shifts`] of its gram. Grams without weights share empty ones.
    rows_of: Vec<u32>,
    rows: Vec<Row>,
    /// Labels of one and two characters together, by the second and the first: they are met at every character.
    label_pairs: Vec<[Gains; 5]>,
    /// Labels of three characters.
    label_triples: Vec<Row>,
    /// Weights of all grams.
    count: usize,
    /// By hashed feature of a pair.
    pub(super) ranks: Ranks,
    /// What a pair that reaches beyond its clause must gain, by side: meals, unknown, goods.
    pub(super) margins: [i32; 3],
}

/// Keys are already numbers: one multiplication spreads them.
#[derive(Debug, Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.write_u64(chunk.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        let product = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = product ^ (product >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Model {
    /// A model of these weights; `follow` has ([`TAGS`] + 1) × [`TAGS`] numbers. `None` when the grams are too many.
    pub(super) fn new(
        follow: &[i32],
        grams: &[(Gram, Vec<Weight>)],
        ranks: &[(u32, i8)],
        margins: [i32; 3],
    ) -> Option<Self> {
        let runs = grams.iter().filter_map(|(gram, weights)| Some((codes(*gram)?, *gram, weights)));
        let runs: Vec<_> = runs.collect();
        let (tree, nodes) = Tree::new(runs.iter().map(|(codes, ..)| codes.iter().copied()))?;
        let longest = shifts(Gram::Characters { order: 1, packed: 0 }).count();
        let mut model = Self {
            follow: Follow::new(follow),
            rows_of: vec![0; tree.nodes()],
            rows: vec![Row::default(); longest],
            label_pairs: vec![[Gains::default(); 5]; (label::COUNT * label::COUNT) as usize],
            label_triples: vec![Row::default(); (label::COUNT * label::COUNT * label::COUNT) as usize],
            tree,
            count: grams.iter().map(|(_, weights)| weights.len()).sum(),
            ranks: Ranks::new(ranks),
            margins,
        };
        for (node, (_, gram, weights)) in nodes.into_iter().zip(&runs) {
            model.rows_of[node as usize] = u32::try_from(model.rows.len()).ok()?;
            model.rows.extend(rows(*gram, weights));
        }
        grams.iter().for_each(|(gram, weights)| model.add_labels(*gram, weights));
        Some(model)
    }

    /// Labels of one character count towards every pair that begins with it.
    fn add_labels(&mut self, gram: Gram, weights: &[Weight]) {
        let Gram::Labels { order, packed } = gram else { return };
        let rows = rows(gram, weights);
        let packed = packed as usize;
        let count = label::COUNT as usize;
        let pairs = match order {
            1 => packed * count..(packed + 1) * count,
            2 => packed..packed + 1,
            _ => {
                self.label_triples[packed].copy_from_slice(&rows[0]);
                return;
            }
        };
        let first = shifts(gram).start() - shifts(Gram::Labels { order: 1, packed: 0 }).start();
        for pair in &mut self.label_pairs[pairs] {
            add(&mut pair[first..], &rows);
        }
    }

    /// How many weights there are.
    pub(super) fn count(&self) -> usize {
        self.count + self.ranks.count
    }

    /// What each tag gains at each character.
    pub(super) fn gains(&self, text: &Characters) -> Vec<Gains> {
        // Grams begin up to REACH before the text and speak for up to REACH further: margins keep every sum inside.
        let mut gains = vec![Gains::default(); text.len() + 4 * REACH + 2];
        let (codes, labels) = (text.padded_codes(), text.padded_labels());
        let at = |start: usize| codes.get(start).map_or(u32::from(BEYOND), |code| u32::from(*code));
        let label = |start: usize| usize::from(labels.get(start).copied().unwrap_or(label::OUTSIDE));
        let count = label::COUNT as usize;
        for start in 0..codes.len() {
            let gains = &mut gains[start..start + SHIFTS];
            let pair = label(start) * count + label(start + 1);
            for (gains, more) in gains[1..6].iter_mut().zip(&self.label_pairs[pair]) {
                gains.iter_mut().zip(more).for_each(|(gain, more)| *gain = gain.wrapping_add(*more));
            }
            add(&mut gains[4..5], &self.label_triples[pair * count + label(start + 2)..][..1]);
            let node = self.tree.first(at(start));
            add(gains, &self.rows(node)[..SHIFTS]);
            if node == NOWHERE {
                continue;
            }
            let node = self.tree.next(node, at(start + 1));
            if node == NOWHERE {
                continue;
            }
            add(&mut gains[2..6], &self.rows(node)[..4]);
            let node = self.tree.next(node, at(start + 2));
            if node != NOWHERE {
                add(&mut gains[3..6], &self.rows(node)[..3]);
            }
        }
        let first = 2 * REACH;
        gains.truncate(first + text.len());
        gains.drain(..first);
        gains
    }

    fn rows(&self, node: Node) -> &[Row] {
        &self.rows[self.rows_of[node as usize] as usize..]
    }
}

/// A clause sums a few hundred weights of sixteen bits: no sum wraps.
#[inline]
fn add(gains: &mut [Gains], rows: &[Row]) {
    for (gains, row) in gains.iter_mut().zip(rows) {
        gains.iter_mut().zip(row).for_each(|(gain, more)| *gain = gain.wrapping_add(i32::from(*more)));
    }
}

/// The weights of a gram by shift, as gains. Slots of shifts at which it does not speak hold nothing.
fn rows(gram: Gram, weights: &[Weight]) -> Vec<Row> {
    let row = |shift: usize| {
        let mut worths = [0; TAGS];
        for (slot, level) in weights.iter().filter(|(slot, _)| usize::from(*slot) / TAGS == shift) {
            worths[usize::from(*slot) % TAGS] += worth(*level);
        }
        let mut row = Row::default();
        // Levels have eight bits, so the difference of two worths fits sixteen.
        let gains = worths[1..].iter().map(|worth| i16::try_from(worth - worths[0]).unwrap_or_default());
        row.iter_mut().zip(gains).for_each(|(place, gain)| *place = gain);
        row
    };
    shifts(gram).map(row).collect()
}

/// The codes of a gram of characters.
fn codes(gram: Gram) -> Option<Vec<u32>> {
    let Gram::Characters { order, packed } = gram else { return None };
    (0..order).rev().map(|place| u32::try_from(packed >> (16 * place) & 0xFFFF).ok()).collect()
}

/// Weights of hashed features.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    /// Open addressing, at most half full; a slot holds the feature and its level, and one without a level is empty.
    slots: Box<[(u32, i8)]>,
    shift: u32,
    count: usize,
}

impl Ranks {
    fn new(ranks: &[(u32, i8)]) -> Self {
        let size = (ranks.len() * 2).next_power_of_two().max(2);
        let shift = u64::BITS - size.trailing_zeros();
        let mut table = Self { slots: vec![(0, 0); size].into(), shift, count: ranks.len() };
        for rank in ranks.iter().filter(|(_, level)| *level != 0) {
            let slot = table.slot(rank.0);
            table.slots[slot] = *rank;
        }
        table
    }

    /// What a feature is worth.
    pub(super) fn worth(&self, feature: u32) -> i32 {
        worth(self.slots[self.slot(feature)].1)
    }

    /// The slot that holds the feature, or the empty one where it would stand.
    #[expect(clippy::cast_possible_truncation, reason = "the shift leaves a slot number")]
    fn slot(&self, feature: u32) -> usize {
        let mut slot = (u64::from(feature).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        while self.slots[slot].0 != feature && self.slots[slot].1 != 0 {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }
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
