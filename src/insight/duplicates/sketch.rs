//! Sketches: 64 bytes that tell how similar two sets of bigrams are.
//!
//! Source: A. Broder, "On the resemblance and containment of documents" (1997), with b-bit values after P. Li and A. C. König,
//! "b-Bit minwise hashing" (2010), b = 8. Two unrelated places agree once in 256. Whole numbers only: the same on every machine.

use super::{ALIKE, DISTINCT_LETTERS, LETTERS_EXACT, LETTERS_NEAR};
use crate::domain::marks::{Likeness, SKETCH_BYTES};

/// What a hash begins with: the offset of FNV.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// By what the folded `text` is known again; `None` when it is too short or too uniform to be a copy.
#[must_use]
pub fn likeness(text: &str) -> Option<Likeness> {
    let letters = || text.chars().filter(|c| c.is_alphanumeric());
    let mut distinct = [char::MAX; DISTINCT_LETTERS];
    let (mut count, mut different, mut hash) = (0, 0, SEED);
    for c in letters() {
        count += 1;
        hash = mix64(hash ^ u64::from(u32::from(c)));
        if different < DISTINCT_LETTERS && !distinct.contains(&c) {
            distinct[different] = c;
            different += 1;
        }
    }
    let is_text = count >= LETTERS_EXACT && different == DISTINCT_LETTERS;
    let sketch = || (count >= LETTERS_NEAR).then(|| sketch(letters()));
    is_text.then(|| Likeness { hash: hash.cast_signed(), sketch: sketch() })
}

/// A number by which a name is known again.
#[must_use]
pub fn name_hash(name: &str) -> i64 {
    name.chars().fold(SEED, |hash, c| mix64(hash ^ u64::from(u32::from(c)))).cast_signed()
}

/// Whether two sketches are those of like texts.
pub(super) fn alike(a: &[u8; SKETCH_BYTES], b: &[u8; SKETCH_BYTES]) -> bool {
    a.iter().zip(b).filter(|(a, b)| a == b).count() >= ALIKE
}

/// The least value of each hash function over the bigrams, as one byte each.
fn sketch(letters: impl Iterator<Item = char>) -> [u8; SKETCH_BYTES] {
    let mut least = [u32::MAX; SKETCH_BYTES];
    let mut previous = None;
    for c in letters {
        if let Some(before) = previous.replace(c) {
            let bigram = mix32(u32::from(before).wrapping_mul(0x9e37_79b1) ^ u32::from(c));
            for (least, (multiplier, offset)) in least.iter_mut().zip(&FUNCTIONS) {
                *least = (*least).min((bigram ^ offset).wrapping_mul(*multiplier));
            }
        }
    }
    least.map(|value| mix32(value).to_le_bytes()[0])
}

/// An odd multiplier and an offset for each hash function.
static FUNCTIONS: [(u32, u32); SKETCH_BYTES] = {
    let (mut functions, mut at, mut state) = ([(0, 0); SKETCH_BYTES], 0, 0x2545_f491_u32);
    while at < SKETCH_BYTES {
        state = state.wrapping_add(0x9e37_79b9);
        functions[at].0 = mix32(state) | 1;
        functions[at].1 = mix32(state ^ 0x85eb_ca6b);
        at += 1;
    }
    functions
};

/// The finalizer of MurmurHash3.
const fn mix32(mut x: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(0x85eb_ca6b);
    x ^= x >> 13;
    x = x.wrapping_mul(0xc2b2_ae35);
    x ^ (x >> 16)
}

/// The finalizer of SplitMix64.
const fn mix64(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_count() {
        let plain = likeness("这家的牛肉面汤头很鲜").unwrap();
        assert_eq!(likeness("这家的牛肉面，汤头很鲜！！👍"), Some(plain));
        assert_ne!(likeness("这家的牛肉面汤头很咸").unwrap().hash, plain.hash);
    }

    #[test]
    fn short_and_uniform_texts_are_copies_of_nothing() {
        assert_eq!(likeness("安装师傅很满意"), None);
        assert_eq!(likeness(&"好".repeat(40)), None);
        assert_eq!(likeness("👍👍👍👍👍👍👍👍👍👍"), None);
        assert_eq!(likeness("安装师傅让人满意").map(|likeness| likeness.sketch), Some(None));
        assert!(likeness("安装师傅的态度让人非常满意").unwrap().sketch.is_some());
    }
}
