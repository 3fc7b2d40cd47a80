//! Where hashed names stand among ascending ones.
//!
//! Knows nothing of what is named. Hashes spread evenly, so the first bits of a name lead to one or two names; and most names that are looked
//! for are not there, which a few more bits tell.

/// Two to this power bits tell, for each start, whether a name begins so.
const SPARSE: u32 = 4;

/// By the first bits of a name the place of the first that begins so, and after all the number of names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Directory {
    starts: Vec<u32>,
    /// Bits behind the first.
    rest: u32,
    /// By the first bits and some more, whether any name begins so: 64 to a number.
    begun: Vec<u64>,
}

impl Directory {
    /// One entry a name or two; `names` ascend.
    pub(super) fn new(names: &[u32]) -> Self {
        let bits = (names.len() | 1).ilog2() + 1;
        let rest = u32::BITS - bits;
        let mut starts = vec![0u32; (1 << bits) + 1];
        let mut begun = vec![0u64; (1usize << (bits + SPARSE)).div_ceil(64)];
        for name in names {
            starts[(name >> rest) as usize + 1] += 1;
            let beginning = name >> (rest - SPARSE);
            begun[beginning as usize / 64] |= 1 << (beginning % 64);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts, rest, begun }
    }

    /// The place of a name among the names that this was made of.
    #[inline]
    pub(super) fn find(&self, names: &[u32], name: u32) -> Option<u32> {
        let beginning = name >> (self.rest - SPARSE);
        let is_begun = (self.begun[beginning as usize / 64] >> (beginning % 64)) & 1 == 1;
        if is_begun { self.search(names, name) } else { None }
    }

    fn search(&self, names: &[u32], name: u32) -> Option<u32> {
        let first = (name >> self.rest) as usize;
        let (from, to) = (self.starts[first], self.starts[first + 1]);
        // Searched by halves, so that names of a file that are no hashes cost no more.
        let place = names[from as usize..to as usize].binary_search(&name).ok()?;
        (from..to).nth(place)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_name_is_found_and_no_other(mut names in proptest::collection::vec(any::<u32>(), 0..40), bits in 0u32..32, other in any::<u32>()) {
            names.iter_mut().for_each(|name| *name >>= bits);
            names.sort_unstable();
            names.dedup();
            let directory = Directory::new(&names);
            for (place, name) in (0..).zip(&names) {
                prop_assert_eq!(directory.find(&names, *name), Some(place));
            }
            for other in [other, other >> bits, 0, u32::MAX] {
                prop_assert_eq!(directory.find(&names, other).is_some(), names.contains(&other));
            }
        }
    }
}
