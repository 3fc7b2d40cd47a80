//! Finds who is like whom between a batch of texts and all others, without holding the others.
//!
//! The batch is indexed: a sketch is cut into 16 bands of four bytes, and only texts that share a band are compared (locality-sensitive
//! hashing; a pair of similarity 0.8 shares one with probability 0.9998). The others stream past. Memory: some 250 bytes for each text of
//! the batch, nothing for the others but an entry for each that is like one of the batch.

use std::collections::{HashMap, hash_map::Entry};

use super::{Groups, sketch::alike};
use crate::domain::{
    marks::{Likeness, SKETCH_BYTES},
    review::ReviewNumber,
};

const BANDS: usize = 16;
const BAND_BYTES: usize = SKETCH_BYTES / BANDS;
/// Texts of one band that a text is compared with, earliest first: where more share a band they are alike anyway, and comparing all
/// with all would cost the square.
const COMPARED: usize = 64;
/// Bits of a band by which its entries are found at once.
const PREFIX_BITS: u32 = 16;

/// A batch of texts, indexed.
pub struct Matcher {
    /// One for each different text, in the order of the earliest review that has it.
    texts: Vec<(ReviewNumber, [u8; SKETCH_BYTES])>,
    by_hash: HashMap<i64, ReviewNumber>,
    bands: Vec<Band>,
    groups: Groups,
}

/// The texts of the batch by the value of one band.
struct Band {
    /// Value and place in `texts`, sorted.
    entries: Vec<(u32, u32)>,
    /// Where the values with each prefix begin.
    starts: Vec<u32>,
}

impl Matcher {
    /// Indexes a batch and joins what is alike in it. The order of the batch does not matter.
    #[must_use]
    pub fn new(mut batch: Vec<(ReviewNumber, Likeness)>) -> Self {
        batch.sort_unstable_by_key(|(number, _)| *number);
        let mut matcher =
            Self { texts: Vec::new(), by_hash: HashMap::new(), bands: Vec::new(), groups: Groups::default() };
        for (number, likeness) in batch {
            match matcher.by_hash.entry(likeness.hash) {
                Entry::Occupied(first) => _ = matcher.groups.join(first.get().0, number.0),
                Entry::Vacant(place) => {
                    place.insert(number);
                    matcher.texts.extend(likeness.sketch.map(|sketch| (number, sketch)));
                }
            }
        }
        matcher.bands = (0..BANDS).map(|band| Band::new(band, &matcher.texts)).collect();
        for at in 0..matcher.texts.len() {
            let (number, sketch) = matcher.texts[at];
            matcher.join_similar(number, &sketch);
        }
        matcher
    }

    /// Takes in a review that is not of the batch: what is like it in the batch becomes one group with it. `number` may name the
    /// cluster that it stands for.
    pub fn join(&mut self, number: ReviewNumber, likeness: &Likeness) {
        if let Some(same) = self.by_hash.get(&likeness.hash) {
            self.groups.join(same.0, number.0);
        }
        if let Some(sketch) = &likeness.sketch {
            self.join_similar(number, sketch);
        }
    }

    /// The groups of alike reviews that have at least one member in the batch.
    #[must_use]
    pub fn into_groups(self) -> Groups {
        self.groups
    }

    fn join_similar(&mut self, number: ReviewNumber, sketch: &[u8; SKETCH_BYTES]) {
        for (band, index) in self.bands.iter().enumerate() {
            for (_, at) in index.find(value(band, sketch)).iter().take(COMPARED) {
                let Some((other, theirs)) = self.texts.get(*at as usize) else { continue };
                if *other != number && alike(sketch, theirs) && !self.groups.are_joined(number.0, other.0) {
                    self.groups.join(number.0, other.0);
                }
            }
        }
    }
}

impl Band {
    fn new(band: usize, texts: &[(ReviewNumber, [u8; SKETCH_BYTES])]) -> Self {
        let mut entries: Vec<(u32, u32)> =
            (0..).zip(texts).map(|(at, (_, sketch))| (value(band, sketch), at)).collect();
        entries.sort_unstable();
        let prefixes = 0..=1_u32 << PREFIX_BITS;
        let start = |prefix| entries.partition_point(|(value, _)| value >> (u32::BITS - PREFIX_BITS) < prefix);
        let starts = prefixes.map(|prefix| u32::try_from(start(prefix)).unwrap_or(u32::MAX)).collect();
        Self { entries, starts }
    }

    /// The entries of that value, earliest text first.
    fn find(&self, value: u32) -> &[(u32, u32)] {
        let prefix = (value >> (u32::BITS - PREFIX_BITS)) as usize;
        let near = &self.entries[self.starts[prefix] as usize..self.starts[prefix + 1] as usize];
        let begin = near.partition_point(|(other, _)| *other < value);
        let len = near[begin..].iter().take_while(|(other, _)| *other == value).take(COMPARED).count();
        &near[begin..begin + len]
    }
}

fn value(band: usize, sketch: &[u8; SKETCH_BYTES]) -> u32 {
    let mut bytes = [0; 4];
    bytes.copy_from_slice(&sketch[band * BAND_BYTES..(band + 1) * BAND_BYTES]);
    u32::from_le_bytes(bytes)
}
