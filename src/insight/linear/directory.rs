//! Where hashed names stand among ascending ones.
//!
//! Knows nothing of what is named. Hashes spread evenly, so the first bits of a name lead to one or two names.

/// By the first bits of a name the place of the first that begins so, and after all the number of names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Directory {
    starts: Vec<u32>,
    /// Bits behind the first.
    rest: u32,
}

impl Directory {
    /// One entry a name or two; `names` ascend.
    pub(super) fn new(names: &[u32]) -> Self {
        let bits = (names.len() | 1).ilog2() + 1;
        let rest = u32::BITS - bits;
        let mut starts = vec![0u32; (1 << bits) + 1];
        for name in names {
            starts[(name >> rest) as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts, rest }
    }

    /// The place of a name among the names that this was made of.
    pub(super) fn find(&self, names: &[u32], name: u32) -> Option<u32> {
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
