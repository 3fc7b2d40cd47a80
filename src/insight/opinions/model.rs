//! The weights: of grams of characters and labels for the tags around them, of tags for those that follow, and of features of pairs.
//!
//! Knows numbers, not what they decide. All are integers: a weight is a level of eight bits, signed and squared (companded, so that small
//! weights keep their differences), and sums are exact on every machine.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::characters::{Characters, REACH};
use super::lists::label;

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

/// All weights.
#[derive(Debug, Default)]
pub(super) struct Model {
    /// By tag before ([`START`] last) and tag, in the worth of levels.
    pub(super) follow: Vec<i32>,
    /// Slot and worth.
    weights: Vec<(u8, i16)>,
    /// The worth of every slot.
    full: Vec<[i16; SLOTS]>,
    /// Weights of all grams.
    count: usize,
    single: Vec<Row>,
    longer: HashMap<u64, Row, BuildHasherDefault<Mix>>,
    labels: Vec<Row>,
    /// By hashed feature of a pair.
    pub(super) ranks: HashMap<u32, i8, BuildHasherDefault<Mix>>,
    /// What a pair that reaches beyond its clause must gain, by side: meals, unknown, goods.
    pub(super) margins: [i32; 3],
}

/// Where the weights of a gram stand.
#[derive(Debug, Clone, Copy, Default)]
enum Row {
    #[default]
    Unknown,
    /// Among the listed weights.
    Listed { start: u32, count: u8 },
    /// Among the full rows.
    Full { row: u32 },
}

/// Weights from which a gram has a full row: adding all slots in a row is faster than so many single ones.
const FULL_FROM: usize = 12;

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
    /// A model of these weights; `follow` has ([`TAGS`] + 1) × [`TAGS`] numbers.
    pub(super) fn new(follow: Vec<i32>, grams: &[(Gram, Vec<Weight>)], ranks: &[(u32, i8)], margins: [i32; 3]) -> Self {
        let label_rows = (1..=ORDERS).map(|order| label_base(order + 1) - label_base(order)).sum();
        let mut model = Self {
            follow,
            single: vec![Row::default(); usize::from(u16::MAX) + 1],
            labels: vec![Row::default(); label_rows],
            count: grams.iter().map(|(_, weights)| weights.len()).sum(),
            ranks: ranks.iter().copied().collect(),
            margins,
            ..Self::default()
        };
        for (gram, weights) in grams {
            let worths = weights.iter().map(|(slot, level)| (*slot, small_worth(*level)));
            let row = if weights.len() >= FULL_FROM {
                let mut full = [0; SLOTS];
                worths.for_each(|(slot, worth)| full[usize::from(slot) % SLOTS] = worth);
                model.full.push(full);
                Row::Full { row: u32::try_from(model.full.len() - 1).unwrap_or(u32::MAX) }
            } else {
                let start = u32::try_from(model.weights.len()).unwrap_or(u32::MAX);
                model.weights.extend(worths);
                Row::Listed { start, count: u8::try_from(weights.len()).unwrap_or(u8::MAX) }
            };
            model.insert(*gram, row);
        }
        model
    }

    fn insert(&mut self, gram: Gram, row: Row) {
        let place = match gram {
            Gram::Characters { order: 1, packed } => {
                usize::try_from(packed).ok().and_then(|code| self.single.get_mut(code))
            }
            Gram::Characters { order, packed } => Some(self.longer.entry(long_key(order, packed)).or_default()),
            Gram::Labels { order, packed } => {
                let index = usize::try_from(packed).ok().map(|packed| label_base(usize::from(order)) + packed);
                index.and_then(|index| self.labels.get_mut(index))
            }
        };
        if let Some(place) = place {
            *place = row;
        }
    }

    /// How many weights there are.
    pub(super) fn count(&self) -> usize {
        self.count + self.ranks.len()
    }

    /// What each tag is worth at each character: [`TAGS`] numbers for each, before those that follow count.
    pub(super) fn worths(&self, text: &Characters) -> Vec<i32> {
        // Grams begin up to REACH before the text and speak for up to REACH further: margins keep every sum inside.
        let mut worths = vec![0; (text.len() + 4 * REACH) * TAGS];
        each_gram(text, |start, gram| {
            let row = match gram {
                Gram::Characters { order: 1, packed } => {
                    usize::try_from(packed).ok().and_then(|code| self.single.get(code)).copied()
                }
                Gram::Characters { order, packed } => self.longer.get(&long_key(order, packed)).copied(),
                Gram::Labels { order, packed } => {
                    let index = usize::try_from(packed).ok().map(|packed| label_base(usize::from(order)) + packed);
                    index.and_then(|index| self.labels.get(index)).copied()
                }
            };
            let Some(row) = row else { return };
            let base = start * TAGS;
            let Some(sums) =
                worths.get_mut(base..base + SLOTS).and_then(|sums| <&mut [i32; SLOTS]>::try_from(sums).ok())
            else {
                return;
            };
            // A clause sums a few hundred weights of sixteen bits: no sum wraps.
            match row {
                Row::Unknown => {}
                Row::Listed { start, count } => {
                    let from = start as usize;
                    for (slot, worth) in &self.weights[from..from + usize::from(count)] {
                        let sum = &mut sums[usize::from(*slot) % SLOTS];
                        *sum = sum.wrapping_add(i32::from(*worth));
                    }
                }
                Row::Full { row } => {
                    // Only the slots of the gram's shifts hold anything.
                    let shifts = shifts(gram);
                    let slots = shifts.start() * TAGS..(shifts.end() + 1) * TAGS;
                    for (sum, worth) in sums[slots.clone()].iter_mut().zip(&self.full[row as usize][slots]) {
                        *sum = sum.wrapping_add(i32::from(*worth));
                    }
                }
            }
        });
        let first = 2 * REACH * TAGS;
        worths.truncate(first + text.len() * TAGS);
        worths.drain(..first);
        worths
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

/// Orders share one map: the bits above three codes tell them apart.
const fn long_key(order: u8, packed: u64) -> u64 {
    (order as u64) << 48 | packed
}

/// Where the rows of label grams of an order begin: behind those of lower orders.
const fn label_base(order: usize) -> usize {
    let (mut base, mut size, mut lower) = (0, label::COUNT as usize, 1);
    while lower < order {
        base += size;
        size *= label::COUNT as usize;
        lower += 1;
    }
    base
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
