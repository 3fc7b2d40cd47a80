//! Which parts of an original text a query points at, as ranges of its characters.

use memchr::memmem;

use super::{fold::fold_with_origin, segment::Segmenter};

/// Finds the needles of a query in original texts. Built once a request.
pub struct Highlighter {
    needles: Vec<memmem::Finder<'static>>,
    /// Folded words that count only where a text is cut into them.
    words: Vec<String>,
    segmenter: Option<Segmenter>,
}

impl Highlighter {
    /// From folded needles; empty ones are ignored.
    #[must_use]
    pub fn new<'n>(needles: impl IntoIterator<Item = &'n str>) -> Self {
        let mut needles: Vec<&str> = needles.into_iter().filter(|needle| !needle.is_empty()).collect();
        needles.sort_unstable();
        needles.dedup();
        let needles = needles.into_iter().map(|needle| memmem::Finder::new(needle).into_owned()).collect();
        Self { needles, words: Vec::new(), segmenter: None }
    }

    /// Also finds these folded words, where the segmenter cuts a text into them.
    #[must_use]
    pub fn with_words(mut self, words: Vec<String>, segmenter: &Segmenter) -> Self {
        self.segmenter = (!words.is_empty()).then(|| segmenter.clone());
        self.words = words;
        self
    }

    /// Ranges `[start, end)` in Unicode scalars of `text`, ascending, neither overlapping nor touching. A range that ends inside an
    /// expansion (`…` folds to `...`) covers the whole original character.
    #[must_use]
    pub fn ranges(&self, text: &str) -> Vec<[u32; 2]> {
        if self.needles.is_empty() && self.words.is_empty() {
            return Vec::new();
        }
        let folded = fold_with_origin(text);
        let mut found: Vec<(usize, usize)> =
            self.needles.iter().flat_map(|needle| occurrences(needle, &folded.text)).collect();
        if let Some(segmenter) = &self.segmenter {
            segmenter.each_word(&folded.text, |word| {
                if self.words.iter().any(|wanted| wanted == word) {
                    // A word is a slice of the text that it was cut from.
                    let at = word.as_ptr() as usize - folded.text.as_ptr() as usize;
                    found.push((at, at + word.len()));
                }
            });
        }
        found.sort_unstable();
        let mut ranges: Vec<[u32; 2]> = Vec::new();
        // `found` is sorted by its byte starts, so one walk over the text counts scalars for all of them; ends need a second counter.
        let (mut start, mut end) = (Counter::default(), Counter::default());
        let mut reach = 0;
        for (from, to) in found {
            let first = folded.origin[start.scalars(&folded.text, from)];
            reach = reach.max(to);
            let last = folded.origin[end.scalars(&folded.text, reach) - 1];
            match ranges.last_mut() {
                Some(range) if first <= range[1] => range[1] = range[1].max(last + 1),
                _ => ranges.push([first, last + 1]),
            }
        }
        ranges
    }
}

/// Byte ranges of every occurrence, overlapping ones included.
fn occurrences<'t>(needle: &'t memmem::Finder<'static>, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
    let length = needle.needle().len();
    let step = needle.needle().first().map_or(1, |first| utf8_length(*first));
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + needle.find(text.as_bytes().get(from..)?)?;
        from = at + step;
        Some((at, at + length))
    })
}

const fn utf8_length(first_byte: u8) -> usize {
    match first_byte {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// Counts scalars up to ascending byte offsets in one walk.
#[derive(Default)]
struct Counter {
    bytes: usize,
    scalars: usize,
}

impl Counter {
    fn scalars(&mut self, text: &str, bytes: usize) -> usize {
        self.scalars += text[self.bytes..bytes].chars().count();
        self.bytes = bytes;
        self.scalars
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::fold;

    #[test]
    fn ranges_cover_what_matched() {
        type Case = (&'static [&'static str], &'static str, &'static [[u32; 2]]);
        let cases: [Case; 8] = [
            (&["上菜", "慢"], "今天上菜慢，上菜真慢", &[[2, 5], [6, 8], [9, 10]]),
            (&["坏"], "電視壞了", &[[2, 3]]),
            (&["等."], "等…好", &[[0, 2]]),
            (&["哈哈"], "哈哈哈", &[[0, 3]]),
            (&["wifi"], "😀ＷｉＦｉ", &[[1, 5]]),
            (&["上菜慢", "菜"], "上菜慢", &[[0, 3]]),
            (&[], "上菜慢", &[]),
            (&[""], "上菜慢", &[]),
        ];
        for (needles, text, ranges) in cases {
            assert_eq!(Highlighter::new(needles.iter().copied()).ranges(text), ranges, "{needles:?} in {text}");
        }
    }

    proptest! {
        #[test]
        fn ranges_lie_inside_and_hold_a_needle(
            text in "[上菜慢…ＡaB 😀壞\u{200B}]{0,40}", needles in prop::collection::vec("[上菜慢.ab 坏]{1,3}", 1..4)
        ) {
            let ranges = Highlighter::new(needles.iter().map(String::as_str)).ranges(&text);
            let scalars: Vec<char> = text.chars().collect();
            let mut past = 0;
            for [start, end] in &ranges {
                prop_assert!(*start < *end && (*end as usize) <= scalars.len());
                prop_assert!(past == 0 || *start > past);
                past = *end;
                let under: String = scalars[*start as usize..*end as usize].iter().collect();
                prop_assert!(needles.iter().any(|needle| fold(&under).contains(needle.as_str())));
            }
            let contains = needles.iter().any(|needle| fold(&text).contains(needle.as_str()));
            prop_assert_eq!(contains, !ranges.is_empty());
        }
    }
}
