//! The texts themselves, in memory: what a search without an index looks through.

use anyhow::Result;
use memchr::{memchr, memmem};
use pinglan::text::fold;

use super::data::Prepared;

const SAMPLE: usize = 20_000;

/// All folded texts in one piece of memory, one line each.
pub(crate) struct Texts {
    bytes: Vec<u8>,
    /// Some of them one by one.
    pub(crate) sample: Vec<String>,
}

impl Texts {
    /// Folds the texts of all reviews.
    pub(crate) fn read(prepared: &Prepared) -> Result<Self> {
        let mut texts = Self { bytes: Vec::new(), sample: Vec::new() };
        prepared.each_review(|review| {
            let folded = fold(&review.content.text);
            texts.bytes.extend_from_slice(folded.as_bytes());
            texts.bytes.push(b'\n');
            if texts.sample.len() < SAMPLE {
                texts.sample.push(folded);
            }
        })?;
        Ok(texts)
    }

    /// Reviews that contain `needle`, by looking at every text.
    pub(crate) fn count(&self, needle: &str) -> u64 {
        let finder = memmem::Finder::new(needle);
        let (mut reviews, mut from) = (0, 0);
        while let Some(found) = self.bytes.get(from..).and_then(|rest| finder.find(rest)) {
            reviews += 1;
            let at = from + found;
            from = memchr(b'\n', &self.bytes[at..]).map_or(self.bytes.len(), |end| at + end);
        }
        reviews
    }
}
