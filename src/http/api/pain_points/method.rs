//! How pain points are computed, in words.

/// The method, in Chinese or English.
pub(super) fn words(chinese: bool) -> String {
    if chinese { ZH } else { EN }.to_owned()
}

const ZH: &str = "PLACEHOLDER";
const EN: &str = "PLACEHOLDER";
