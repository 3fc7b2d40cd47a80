//! Names of facts: FNV-1a over a kind and two parts, folded to 32 bits.
//!
//! Knows nothing of what is named. Many facts share a kind and a first part, and many a second part; so each half is prepared once, and
//! to join them takes one multiplication.

use std::array;

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;
/// What the eight bytes of a part multiply by.
const PRIME_OF_PART: u64 = PRIME.wrapping_pow(8);

const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(PRIME)
}

fn steps(hash: u64, part: u64) -> u64 {
    part.to_le_bytes().into_iter().fold(hash, step)
}

const fn fold(hash: u64) -> u32 {
    let [a, b, c, d, ..] = (hash ^ (hash >> 32)).to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// A text as a number, by FNV-1a: the same on every machine and with every version of a library.
#[must_use]
pub fn of_text(text: &str) -> u64 {
    text.bytes().fold(OFFSET, step)
}

/// The name of a fact of a kind with two parts.
#[must_use]
pub fn name(kind: u8, parts: [u64; 2]) -> u32 {
    let stem = Stem::new(kind, parts[0]);
    if parts[1] == 0 { stem.alone() } else { fold(steps(stem.0, parts[1])) }
}

/// A kind and a first part.
#[derive(Debug, Clone, Copy)]
pub struct Stem(u64);

impl Stem {
    /// The half of the names of this kind with this first part.
    #[must_use]
    pub fn new(kind: u8, one: u64) -> Self {
        Self(steps(step(OFFSET, kind), one))
    }

    /// The name with 0 as its second part: a zero byte only multiplies.
    #[must_use]
    pub const fn alone(self) -> u32 {
        fold(self.0.wrapping_mul(PRIME_OF_PART))
    }
}

/// A second part.
///
/// To xor a byte changes the lowest byte of the hash alone, so a step is to multiply the hash and to add what depends on that byte and the
/// part; what the lowest byte becomes depends on both alone as well. Eight steps are then to multiply by the eighth power and to add one
/// of 256 numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail(Box<[u64; 256]>);

impl Tail {
    /// The half of the names with this second part.
    #[must_use]
    pub fn new(other: u64) -> Self {
        let lowest: [u8; 256] = array::from_fn(|low| low.to_le_bytes()[0]);
        let added = |low: u8| {
            let low = u64::from(low);
            steps(low, other).wrapping_sub(low.wrapping_mul(PRIME_OF_PART))
        };
        Self(Box::new(lowest.map(added)))
    }

    /// The name of the fact with this stem.
    #[must_use]
    pub fn name(&self, stem: Stem) -> u32 {
        let [low, ..] = stem.0.to_le_bytes();
        fold(stem.0.wrapping_mul(PRIME_OF_PART).wrapping_add(self.0[usize::from(low)]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_those_that_models_hold() {
        assert_eq!(name(0, [0, 0]), 0x9c0d_db60);
        assert_eq!(name(3, [0x597d, 0xcbf2_9ce4_8422_2325]), 0x150a_b6dc);
    }

    proptest! {
        #[test]
        fn halves_make_the_name(kind in any::<u8>(), parts in any::<[u64; 2]>()) {
            let stem = Stem::new(kind, parts[0]);
            prop_assert_eq!(Tail::new(parts[1]).name(stem), name(kind, parts));
            prop_assert_eq!(stem.alone(), fold(steps(stem.0, 0)));
        }
    }
}
