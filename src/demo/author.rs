//! Who writes: authors recur, and each keeps a name and a level.

/// The name of an author as platforms mask it: twelve hexadecimal digits.
pub(super) fn name(number: u32) -> String {
    format!("{:012x}", mix(number) >> 16)
}

/// The author's level among those of the platform; low levels are common.
pub(super) fn level(number: u32, levels: &[String]) -> &str {
    let len = u64::try_from(levels.len()).unwrap_or(1).max(1);
    let (first, second) = (mix(number) % len, (mix(number) >> 8) % len);
    usize::try_from(first.min(second)).ok().and_then(|index| levels.get(index)).map_or("", String::as_str)
}

/// SplitMix64: spreads small numbers over all bits.
fn mix(number: u32) -> u64 {
    let mut z = u64::from(number).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
