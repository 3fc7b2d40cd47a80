//! The file of the model: what follows what, margins, then grams and features of pairs in ascending order with their levels.
//!
//! Whatever bytes come in, reading ends in a model or an error, and takes memory in proportion to the bytes.

use thiserror::Error;

use super::{
    lists::label,
    model::{Gram, Margins, Model, ORDERS, SLOTS, TAGS, Weight},
};
use crate::limits;

/// First byte; rises with the format and with what counts as a feature.
const VERSION: u8 = 2;
/// Weights of one gram.
const WEIGHTS: u8 = 63;
/// What follows what, and margins, lie between the negative of this and this.
const NUMBER: i32 = 1 << 20;

/// Bytes that are no model of opinions.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    /// Made by another version of the program, or not a model at all.
    #[error("a model of opinions of version {0}, not {VERSION}")]
    Version(u8),
    /// The bytes end early, go on after the last feature, or break a rule of the format.
    #[error("the model of opinions is damaged at byte {0}")]
    Damaged(usize),
}

/// A model in parts, as it is written and trained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) follow: Vec<i32>,
    pub(super) margins: Margins,
    pub(super) grams: Vec<(Gram, Vec<Weight>)>,
    pub(super) ranks: Vec<(u32, i8)>,
}

impl Parts {
    /// The bytes of the file.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for number in self.follow.iter().chain(self.margins.as_flattened()) {
            bytes.extend(number.clamp(&-NUMBER, &NUMBER).to_le_bytes());
        }
        for labels in [false, true] {
            for order in 1..=ORDERS {
                let of =
                    |gram: &Gram| matches!(gram, Gram::Labels { .. }) == labels && usize::from(gram.order()) == order;
                let grams: Vec<_> = self.grams.iter().filter(|(gram, _)| of(gram)).collect();
                bytes.extend(u32::try_from(grams.len()).unwrap_or(u32::MAX).to_le_bytes());
                for (gram, weights) in grams {
                    let width = order * if labels { 1 } else { 2 };
                    bytes.extend(&gram.digits().to_be_bytes()[8 - width..]);
                    bytes.push(u8::try_from(weights.len()).unwrap_or(u8::MAX));
                    bytes.extend(weights.iter().flat_map(|(slot, level)| [*slot, level.to_le_bytes()[0]]));
                }
            }
        }
        bytes.extend(u32::try_from(self.ranks.len()).unwrap_or(u32::MAX).to_le_bytes());
        for (feature, level) in &self.ranks {
            bytes.extend(feature.to_le_bytes());
            bytes.extend(level.to_le_bytes());
        }
        bytes
    }
}

impl Model {
    /// The model in these bytes.
    ///
    /// # Errors
    /// When they are of another version or not what [`Parts::write`] gives.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        match bytes.first() {
            Some(&VERSION) => {}
            Some(other) => return Err(ModelError::Version(*other)),
            None => return Err(ModelError::Damaged(0)),
        }
        let mut reader = Reader { bytes, at: 1 };
        let follow = (0..(TAGS + 1) * TAGS).map(|_| reader.number()).collect::<Result<Vec<_>, _>>()?;
        let mut margins = Margins::default();
        for margin in margins.as_flattened_mut() {
            *margin = reader.number()?;
        }
        let mut grams = Vec::new();
        for labels in [false, true] {
            for order in (1u8..).take(ORDERS) {
                reader.grams(order, labels, &mut grams)?;
            }
        }
        let ranks = reader.ranks()?;
        if reader.at != bytes.len() {
            return Err(ModelError::Damaged(reader.at));
        }
        Self::new(&follow, &grams, &ranks, margins).ok_or(ModelError::Damaged(reader.at))
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], ModelError> {
        let taken = self.bytes.get(self.at..self.at + count).ok_or(ModelError::Damaged(self.at))?;
        self.at += count;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let at = self.at;
        self.take(N)?.try_into().map_err(|_| ModelError::Damaged(at))
    }

    fn number(&mut self) -> Result<i32, ModelError> {
        let number = i32::from_le_bytes(self.array()?);
        if (-NUMBER..=NUMBER).contains(&number) { Ok(number) } else { Err(ModelError::Damaged(self.at)) }
    }

    /// How many entries follow, of at least `width` bytes each.
    fn count(&mut self, width: usize) -> Result<usize, ModelError> {
        let count = usize::try_from(u32::from_le_bytes(self.array()?)).unwrap_or(usize::MAX);
        let most = limits::OPINION_FEATURES.min((self.bytes.len() - self.at) / width);
        if count <= most { Ok(count) } else { Err(ModelError::Damaged(self.at)) }
    }

    fn grams(&mut self, order: u8, labels: bool, grams: &mut Vec<(Gram, Vec<Weight>)>) -> Result<(), ModelError> {
        let width = usize::from(order) * if labels { 1 } else { 2 };
        let count = self.count(width + 1)?;
        let mut previous = None;
        for _ in 0..count {
            let damaged = ModelError::Damaged(self.at);
            let digits = self.take(width)?.iter().fold(0u64, |digits, byte| digits << 8 | u64::from(*byte));
            let gram =
                if labels { Gram::labels(order, digits) } else { Some(Gram::Characters { order, packed: digits }) };
            let Some(gram) = gram.filter(|_| previous < Some(digits)) else { return Err(damaged) };
            previous = Some(digits);
            let [length] = self.array()?;
            if length > WEIGHTS {
                return Err(damaged);
            }
            let pairs = self.take(usize::from(length) * 2)?.chunks_exact(2);
            let weights: Vec<Weight> = pairs.map(|pair| (pair[0], i8::from_le_bytes([pair[1]]))).collect();
            if weights.iter().any(|(slot, _)| usize::from(*slot) >= SLOTS) {
                return Err(damaged);
            }
            grams.push((gram, weights));
        }
        Ok(())
    }

    fn ranks(&mut self) -> Result<Vec<(u32, i8)>, ModelError> {
        let count = self.count(5)?;
        let mut ranks: Vec<(u32, i8)> = Vec::with_capacity(count);
        for _ in 0..count {
            let feature = u32::from_le_bytes(self.array()?);
            let level = i8::from_le_bytes(self.array()?);
            if ranks.last().is_some_and(|(last, _)| *last >= feature) {
                return Err(ModelError::Damaged(self.at));
            }
            ranks.push((feature, level));
        }
        Ok(ranks)
    }
}

impl Gram {
    const fn order(self) -> u8 {
        match self {
            Self::Characters { order, .. } | Self::Labels { order, .. } => order,
        }
    }

    /// The gram as the file writes it: two bytes a character, one a label.
    fn digits(self) -> u64 {
        match self {
            Self::Characters { packed, .. } => packed,
            Self::Labels { order, packed } => {
                let (mut rest, mut digits) = (packed, 0);
                for place in 0..order {
                    digits |= u64::from(rest % label::COUNT) << (8 * place);
                    rest /= label::COUNT;
                }
                digits
            }
        }
    }

    /// The gram of labels that a file writes so.
    fn labels(order: u8, digits: u64) -> Option<Self> {
        let mut packed = 0;
        for place in (0..order).rev() {
            let label = u32::try_from(digits >> (8 * place) & 0xFF).ok().filter(|label| *label < label::COUNT)?;
            packed = packed * label::COUNT + label;
        }
        Some(Self::Labels { order, packed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::opinions::tags::Follow;

    fn parts() -> Parts {
        Parts {
            follow: (0..).take((TAGS + 1) * TAGS).collect(),
            margins: [[1, -2, 3], [4; 3], [5, 6, 7]],
            grams: vec![
                (Gram::Characters { order: 1, packed: 0x597D }, vec![(27, -3), (62, 127)]),
                (Gram::Characters { order: 3, packed: 7 }, vec![]),
                (Gram::Labels { order: 2, packed: 27 }, vec![(0, 1)]),
                (Gram::Labels { order: 2, packed: 55 }, vec![(0, 1)]),
            ],
            ranks: vec![(3, -1), (9, 8)],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let model = Model::read(&parts().write()).unwrap();
        assert_eq!((model.margins, model.follow), (parts().margins, Follow::new(&parts().follow)));
        assert_eq!([3, 9, 0].map(|feature| model.ranks.of(feature)), [-1, 64, 0]);
    }

    #[test]
    fn every_truncation_is_refused() {
        let bytes = parts().write();
        for end in 0..bytes.len() {
            assert!(Model::read(&bytes[..end]).is_err(), "{end}");
        }
        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(Model::read(&longer).err(), Some(ModelError::Damaged(bytes.len())));
        assert_eq!(Model::read(&[9]).err(), Some(ModelError::Version(9)));
    }

    #[test]
    fn flipped_bytes_never_panic() {
        let bytes = parts().write();
        for (at, value) in (0..bytes.len()).flat_map(|at| [(at, 0xFF), (at, 0), (at, 0x80)]) {
            let mut broken = bytes.clone();
            broken[at] = value;
            drop(Model::read(&broken));
        }
        let mut unordered = parts();
        unordered.ranks.swap(0, 1);
        assert!(Model::read(&unordered.write()).is_err());
    }
}
