//! A text taken apart into characters, once for all that read it.
//!
//! Knows nothing of words. Everything in `insight` counts in characters; bytes come back where an analysis leaves.

use std::ops::Range;

/// The characters of a text with where each begins.
#[derive(Debug)]
pub(crate) struct Letters<'t> {
    text: &'t str,
    chars: Vec<char>,
    /// First byte of each character, and the length of the text.
    starts: Vec<usize>,
}

impl<'t> Letters<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        // Three bytes a character are usual; a text of Latin letters grows once or twice.
        let mut chars = Vec::with_capacity(text.len() / 2);
        let mut starts = Vec::with_capacity(text.len() / 2 + 1);
        for (start, c) in text.char_indices() {
            chars.push(c);
            starts.push(start);
        }
        starts.push(text.len());
        Self { text, chars, starts }
    }

    /// The whole text.
    pub(super) const fn text(&self) -> &'t str {
        self.text
    }

    /// Its characters.
    pub(super) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The bytes of a range of characters.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        self.starts[range.start]..self.starts[range.end]
    }

    /// The characters of a range of bytes; a byte inside a character counts as the next one.
    pub(super) fn positions(&self, bytes: &Range<usize>) -> Range<usize> {
        let position = |byte: usize| self.starts.partition_point(|start| *start < byte).min(self.chars.len());
        position(bytes.start)..position(bytes.end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn characters_lead_to_their_bytes_and_back(text in any::<String>(), ends in any::<[prop::sample::Index; 2]>()) {
            let letters = Letters::new(&text);
            prop_assert_eq!(letters.chars().iter().collect::<String>(), letters.text());
            let ends = ends.map(|end| end.index(letters.chars().len() + 1));
            let range = ends[0].min(ends[1])..ends[0].max(ends[1]);
            let bytes = letters.bytes(&range);
            prop_assert_eq!(&text[bytes.clone()], letters.chars()[range.clone()].iter().collect::<String>());
            prop_assert_eq!(letters.positions(&bytes), range);
        }
    }
}
